import type { Settings } from './settings';

/** Every secret among the settings, for the log to keep out of its lines. A new secret setting belongs in here. */
export function secretsOf({ bot, azure, model, telemetry }: Settings): readonly string[] {
  const { credential } = azure;
  const proof =
    credential.kind === 'secret'
      ? [credential.secret]
      : credential.kind === 'certificate'
        ? [credential.privateKey]
        : [];
  const modelKey = model === undefined ? [] : [model.key];
  return [bot.password, ...proof, ...modelKey, ...telemetrySecrets(telemetry)].filter(
    (secret) => secret !== '',
  );
}

function telemetrySecrets(telemetry: Settings['telemetry']): string[] {
  if (telemetry === undefined) return [];
  return telemetry.kind === 'otlp' ? Object.values(telemetry.headers) : [telemetry.connectionString];
}
