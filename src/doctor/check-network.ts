import type { Environment } from '../config/section';
import type { Settings } from '../config/settings';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong, doubtful } = findingsOf('Network');
const clock = findingsOf('Clock');

/** Entra accepts five minutes; more than half of it is on its way out. */
const LARGEST_SKEW_S = 150;

/** Whether everybody whom the bot needs can be reached from here, and the bot from the internet. */
export async function checkNetwork(settings: Settings, ask: Ask, now: () => Date): Promise<Finding[]> {
  const { authorityHost, armEndpoint } = settings.azure;
  const home = settings.bot.tenantId === '' ? 'organizations' : settings.bot.tenantId;
  const { metadataUrl } = settings.channel;
  const isLocal = settings.environment === 'local';
  const entra = await ask(`${authorityHost}/${home}/v2.0/.well-known/openid-configuration`);
  const [arm, connector, alive, unsigned] = await Promise.all([
    ask(`${armEndpoint}/tenants?api-version=2022-12-01`),
    ask(metadataUrl),
    ask(`${settings.publicUrl}/livez`),
    ask(`${settings.publicUrl}/api/messages`, {}),
  ]);
  return [
    entraFinding(entra, authorityHost, home),
    reached('Azure Resource Manager', armEndpoint, arm),
    reached('Bot Framework keys', metadataUrl, connector),
    ...ownFindings(settings.publicUrl, alive, unsigned, isLocal),
    skewFinding(entra, now()),
  ];
}

function entraFinding(asked: Asked, authorityHost: string, home: string): Finding {
  if (asked.kind === 'answer' && asked.status >= 400 && asked.status < 500) {
    const says = `Entra knows no directory ${home}`;
    return wrong('BOT_TENANT_ID', says, 'Azure portal › your Azure Bot › Configuration › App Tenant ID.');
  }
  return reached('Entra', authorityHost, asked);
}

/** Any answer but a failure of the server will do: without a token, some say 401. */
function reached(subject: string, url: string, asked: Asked): Finding {
  if (asked.kind === 'no answer') {
    return wrong(subject, `${url} can’t be reached: ${stopped(asked)}`, FIX_OF_STEP[asked.step]);
  }
  return asked.status >= 500
    ? doubtful(subject, `${url} answered ${asked.status}`, 'Try again in some minutes.')
    : right(subject, `${url} answers`);
}

const FIX_OF_STEP = {
  DNS: 'The name is not known here: check the spelling and the name server of the machine or network.',
  TLS: 'The certificate is not trusted or is for another name: check the address, and what in the network opens TLS.',
  connection: 'Allow outgoing https to this host in the firewall, and check that something listens there.',
  time: 'Nobody answered within five seconds: allow outgoing https to this host in the firewall.',
} as const;

function stopped({ step, code }: { step: keyof typeof FIX_OF_STEP; code: string }): string {
  return `${step === 'time' ? 'no answer in time' : step} (${code})`;
}

function ownFindings(publicUrl: string, alive: Asked, unsigned: Asked, isLocal: boolean): Finding[] {
  if (alive.kind === 'no answer') return [reached('PUBLIC_URL', publicUrl, alive)];
  if (alive.status !== 200 || !alive.text.includes('"status"')) {
    const fix = 'Is the bot running, and does this address lead to it? Look at its log for bot.ready.';
    return [wrong('PUBLIC_URL', `${publicUrl}/livez answered ${alive.status}, not as this bot does`, fix)];
  }
  const own = right('PUBLIC_URL', `${publicUrl} leads to the bot`);
  if (isLocal || unsigned.kind === 'no answer') return [own];
  const says = `a message without a token is answered ${unsigned.status}`;
  return [
    own,
    [400, 401, 403, 415].includes(unsigned.status)
      ? right('unsigned messages', says)
      : wrong(
          'unsigned messages',
          says,
          'Stop the bot: it may be open to anybody. Set BOT_ID and start again.',
        ),
  ];
}

function skewFinding(entra: Asked, now: Date): Finding {
  if (entra.kind === 'no answer' || entra.date === undefined) {
    return clock.notChecked('clock', 'Entra did not tell the time');
  }
  const seconds = Math.round((now.getTime() - entra.date.getTime()) / 1000);
  const says = `this machine is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} Entra`;
  if (Math.abs(seconds) <= 2) return clock.right('clock', 'agrees with Entra');
  return Math.abs(seconds) <= LARGEST_SKEW_S
    ? clock.right('clock', says)
    : clock.wrong('clock', says, 'Set the clock by NTP: from five minutes on every token is refused.');
}

/** What programs usually take a proxy from. This one takes it from nowhere: see `ignoreProxies`. */
const PROXY_NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);

/** Whoever sets a proxy expects it to be used. The bot speaks to every service directly, and says so. */
export function checkProxy(environment: Environment): Finding[] {
  return PROXY_NAMES.filter((name) => (environment[name] ?? '') !== '').map((name) =>
    doubtful(
      name,
      'is set, and does not count: the bot uses no proxy, for none of its ways out',
      'Allow the machine outgoing https (docs/TROUBLESHOOTING.md, Behind a proxy), and leave this empty.',
    ),
  );
}

/**
 * Takes proxies out of the environment, so that no package goes through one while the others don't: those of Azure would.
 */
export function ignoreProxies(environment: NodeJS.ProcessEnv): void {
  for (const name of PROXY_NAMES) Reflect.deleteProperty(environment, name);
}

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
