import type { Arm } from '../arm/arm';
import { createArm } from '../arm/arm';
import type { Auth, AuthParts } from '../auth/auth';
import { createAuth } from '../auth/auth';
import type { AzureSettings } from '../auth/entra-client';
import type { MonotonicClock, Clock } from '../model/clock';
import { monotonicClock } from '../model/clock';
import { guarded } from '../network/circuit-breaker';
import { createFairLimiter } from '../network/fair-limiter';
import type { HttpSend } from '../network/http-send';
import { createNetworkSend } from '../network/network-send';
import type { Wait } from '../lib/async';
import { waitByTimer } from '../lib/async';
import type { BotToken } from '../auth/bot-token';
import type { SharedRecords } from '../auth/ports';
import type { Settings } from '../config/settings';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { Conversations } from '../teams/conversations';
import { azureSettings } from './sign-in';

/** Calls to ARM at once, with the tokens for them: of one person, and of all together. */
const IN_FLIGHT = { each: 8, all: 96 };

/** Entra and ARM. */
export type AzureCloud = Omit<Auth, 'tokens'> & Arm;

/** What both are built with; what is optional, but for the Token Service, is for tests. */
export interface AzureCloudParts extends Pick<
  AuthParts,
  'records' | 'tokenService' | 'clock' | 'log' | 'managedIdentityOf'
> {
  readonly network?: HttpSend;
  readonly monotonicMs?: MonotonicClock;
  readonly wait?: Wait;
  readonly random?: () => number;
}

/** Entra and ARM as the settings name them, behind one circuit breaker: it knows each directory by itself. */
export function createAzureCloud(settings: AzureSettings, parts: AzureCloudParts): AzureCloud {
  const { clock, log, monotonicMs = monotonicClock } = parts;
  const send = guarded(parts.network ?? createNetworkSend(), { clock, monotonicMs, log });
  const pausing = { wait: parts.wait ?? waitByTimer, random: parts.random ?? Math.random };
  const limiter = createFairLimiter(IN_FLIGHT);
  const { tokens, ...auth } = createAuth(settings, { ...parts, monotonicMs, send, ...pausing });
  return { ...auth, ...createArm(settings, { tokens, send, limiter, clock, log, ...pausing }) };
}

/** What the cloud is reached with. */
interface CloudConnection {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: SharedRecords;
  readonly network: HttpSend;
  /** Under which account the channel knows each person. */
  readonly conversations: Conversations;
  /** The bot's own, for the Token Service. */
  readonly token: BotToken | undefined;
}

/** Entra and ARM; with an OAuth connection of the Azure Bot, the Token Service keeps people's tokens for the bot. */
export function connectCloud(
  settings: Settings,
  { conversations, token, ...parts }: CloudConnection,
): AzureCloud {
  if (settings.tokenService === undefined) return createAzureCloud(azureSettings(settings), parts);
  const tokenService = {
    ...settings.tokenService,
    accountOf: (person: Pick<Person, 'tenantId' | 'objectId'>) => conversations.accountOf(person),
    ...(token === undefined ? {} : { botToken: token }),
  };
  return createAzureCloud(azureSettings(settings), { ...parts, tokenService });
}
