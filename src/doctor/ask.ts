/** What came of one request: an answer, or at which step it stopped. */
export type Asked =
  | { readonly kind: 'answer'; readonly status: number; readonly date?: Date; readonly text: string }
  | {
      readonly kind: 'no answer';
      readonly step: 'DNS' | 'TLS' | 'connection' | 'time';
      readonly code: string;
    };

/** Asks one address once; never throws. Redirects are not followed. */
export type Ask = (url: string, form?: Readonly<Record<string, string>>) => Promise<Asked>;

const PATIENCE_MS = 5_000;
const LONGEST_TEXT = 20_000;

/** Over the network, with a time limit for the whole of each request. */
export function createAsk(send: typeof fetch = fetch, patienceMs = PATIENCE_MS): Ask {
  return async (url, form) => {
    try {
      const answer = await send(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      });
      const date = answer.headers.get('date');
      const text = (await answer.text()).slice(0, LONGEST_TEXT);
      return {
        kind: 'answer',
        status: answer.status,
        text,
        ...(date === null ? {} : { date: new Date(date) }),
      };
    } catch (error) {
      return { kind: 'no answer', ...whereItStopped(error) };
    }
  };
}

/** Node's fetch hides the reason in `cause`, which has the code of the system, of TLS or of the client. */
function whereItStopped(error: unknown): { step: 'DNS' | 'TLS' | 'connection' | 'time'; code: string } {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  const code = typeof cause?.code === 'string' ? cause.code : '';
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code))
    return { step: 'time', code: code || 'timeout' };
  if (/^(ENOTFOUND|EAI_)/.test(code)) return { step: 'DNS', code };
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)) return { step: 'TLS', code };
  return { step: 'connection', code: code || 'failed' };
}
