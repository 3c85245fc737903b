import type { Clock } from '../model/clock';
import { ok } from '../model/problem';
import { createArmCaller } from './arm-caller';
import type { Log } from '../model/log';
import type { AzureSettings } from './azure-settings';
import { createDirectories } from './directories';
import { createEntraClient } from './entra-client';
import { createEntraNetwork } from './entra-network';
import type { HttpSend } from './http-send';
import { createHttpsSend } from './https-send';
import { createPartnerLinks } from './partner-links';
import type { Accounts, Directories, PartnerLinks, SignIn } from './ports';
import type { Wait } from './retried-read';
import { waitByTimer } from './retried-read';
import { createSessions } from './sessions';
import { createSignIn } from './sign-in';
import { createSignInAttempts } from './sign-in-attempts';
import { createUserTokens } from './user-tokens';

/** The four ports of this room. */
export interface AzureCloud {
  readonly accounts: Accounts;
  readonly links: PartnerLinks;
  readonly directories: Directories;
  readonly signIn: SignIn;
}

/** What the room is built with; the last three are for tests. */
export interface AzureCloudParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly network?: HttpSend;
  readonly wait?: Wait;
  readonly random?: () => number;
}

/** Entra and ARM as the settings name them: Microsoft's or the local stand-in's, by the same code. */
export function createAzureCloud(settings: AzureSettings, parts: AzureCloudParts): AzureCloud {
  const { clock, log } = parts;
  const send = parts.network ?? createHttpsSend();
  const entra = createEntraNetwork(settings.authorityHost, send);
  const sessions = createSessions(clock);
  const tokens = createUserTokens({ settings, sessions, clock, log });
  const callArm = createArmCaller({ settings, tokens, send, clock, log });
  const reading = { callArm, wait: parts.wait ?? waitByTimer, random: parts.random ?? Math.random };
  return {
    accounts: {
      resolve: async (actor) => {
        const acquired = await tokens.acquire(actor);
        return acquired.kind === 'ok' ? ok(acquired.value.account) : acquired;
      },
    },
    links: createPartnerLinks(reading),
    directories: createDirectories(reading),
    signIn: createSignIn({
      settings,
      attempts: createSignInAttempts(clock),
      sessions,
      newClient: (tenantId) => createEntraClient(settings, entra, tenantId),
      clock,
      log,
    }),
  };
}
