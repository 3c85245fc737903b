const MOST_SECRETS = 20_000;
/** Fields of a token request and of its answer that nobody but the two ends of the connection may ever see. */
const SECRET_FIELDS = [
  'access_token',
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'id_token',
  'refresh_token',
] as const;

/** What went over the token endpoint and must be found nowhere else: tests look for it. In memory only. */
export interface SecretsSeen {
  /** Takes what is secret in the fields. */
  note(fields: Readonly<Record<string, unknown>>): void;
  all(): string[];
}

/** None seen yet. */
export function createSecretsSeen(): SecretsSeen {
  const seen = new Set<string>();
  return {
    note: (fields) => {
      for (const name of SECRET_FIELDS) {
        const value = fields[name];
        if (typeof value === 'string' && seen.size < MOST_SECRETS) seen.add(value);
      }
    },
    all: () => [...seen],
  };
}
