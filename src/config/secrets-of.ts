import type { Settings } from './settings';

/** Every secret among the settings, for the log to keep out of its lines. A new secret setting belongs in here. */
export function secretsOf({ bot, azure, model, storage, telemetry }: Settings): readonly string[] {
  const { credential } = azure;
  const proof =
    credential.kind === 'secret'
      ? [credential.secret]
      : credential.kind === 'certificate'
        ? [credential.privateKey]
        : [];
  const modelKey = model === undefined ? [] : [model.key];
  return [bot.password, ...proof, ...modelKey, ...ofStorage(storage), ...telemetrySecrets(telemetry)].filter(
    (secret) => secret !== '',
  );
}

/** The connection string, and the key in it by itself. */
function ofStorage(storage: Settings['storage']): string[] {
  if (storage.kind !== 'azure' || storage.access.kind !== 'connection-string') return [];
  const { connectionString } = storage.access;
  const key = /AccountKey=([^;]+)/i.exec(connectionString)?.[1] ?? '';
  return [connectionString, key];
}

function telemetrySecrets(telemetry: Settings['telemetry']): string[] {
  if (telemetry === undefined) return [];
  return telemetry.kind === 'otlp' ? Object.values(telemetry.headers) : [telemetry.connectionString];
}
