import type { Settings } from './settings';

/** Every secret among the settings, for the log to keep out of its lines. A new secret setting belongs in here. */
export function secretsOf({ bot, azure, model }: Settings): readonly string[] {
  const { credential } = azure;
  const proof =
    credential.kind === 'secret'
      ? [credential.secret]
      : credential.kind === 'certificate'
        ? [credential.privateKey]
        : [];
  return [bot.password, ...proof, ...(model === undefined ? [] : [model.key])].filter(
    (secret) => secret !== '',
  );
}
