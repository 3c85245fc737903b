import type { Environment } from '../config/setting-problem';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { doubtful } = findingsOf('Network');

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
