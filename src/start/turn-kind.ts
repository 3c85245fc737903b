const INVOKES: Readonly<Record<string, string>> = {
  'adaptiveCard/action': 'press',
  'composeExtension/query': 'search',
  'signin/tokenExchange': 'token',
  'signin/failure': 'token',
  'signin/verifyState': 'token',
};

/** What kind of turn a request asks for, in a word of ours whatever the body says. */
export function turnKind(body: unknown): string {
  const { type, name, value } = (body ?? {}) as { type?: unknown; name?: unknown; value?: unknown };
  if (type === 'message') return value === undefined ? 'message' : 'press';
  if (type === 'installationUpdate') return 'installed';
  if (type !== 'invoke') return 'other';
  return typeof name === 'string' && Object.hasOwn(INVOKES, name) ? (INVOKES[name] ?? 'other') : 'other';
}
