import type { Arm } from '../arm/arm';
import { createArm } from '../arm/arm';
import type { Auth, AuthParts } from '../auth/auth';
import { createAuth } from '../auth/auth';
import type { BotToken } from '../auth/bot-token';
import { createBotToken } from '../auth/bot-token';
import type { AzureSettings } from '../auth/entra-client';
import type { Accounts, SharedRecords } from '../auth/ports';
import type { Settings } from '../config/settings';
import { Authenticator, Refusals } from '../http/messages';
import type { Wait } from '../lib/async';
import { waitByTimer } from '../lib/async';
import type { Clock, MonotonicClock } from '../model/clock';
import { monotonicClock } from '../model/clock';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import { personKey } from '../model/person';
import { failed } from '../model/problem';
import { guarded } from '../network/circuit-breaker';
import { createFairLimiter } from '../network/fair-limiter';
import type { HttpSend } from '../network/http-send';
import { createNetworkSend } from '../network/http-send';
import { createPublishedKeys, fetchKeys } from '../network/verify-jwt';
import { Connector } from '../teams/channel/connector';
import { CHANNEL } from '../teams/incoming';
import { SendPace } from '../teams/channel/send-pace';
import type { Conversations } from '../teams/conversations';
import { azureSettings } from './sign-in';

/** Calls to ARM at once, and likewise exchanges for tokens: of one person, and of all together. */
const IN_FLIGHT = { each: 8, all: 96 };
const NEVER = new AbortController().signal;

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
  const { tokens, accounts, ...auth } = createAuth(settings, { ...parts, monotonicMs, send, ...pausing });
  const limiter = createFairLimiter(IN_FLIGHT);
  return {
    ...auth,
    accounts: inTurn(accounts),
    ...createArm(settings, { tokens, send, limiter, clock, log, ...pausing }),
  };
}

/** Whoever has five hundred directories keeps nobody waiting for the token of one. */
function inTurn(accounts: Accounts): Accounts {
  const limiter = createFairLimiter(IN_FLIGHT);
  return {
    resolve: async (actor, signal = NEVER) => {
      const { person, correlationId } = actor;
      const account = await limiter.run(personKey(person), signal, () => accounts.resolve(actor));
      return account ?? failed({ code: 'entra-unreachable', correlationId, serviceCode: 'out of time' });
    },
  };
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

/** Both directions of the channel: who may come in, and how the bot's messages go out. */
export function createChannel(
  { bot, channel, environment }: Settings,
  parts: {
    readonly clock: Clock;
    readonly log: Log;
    readonly token: BotToken | undefined;
  },
): { authenticator: Authenticator; connector: Connector; refusals: Refusals } {
  const { clock, log, token } = parts;
  const refusals = new Refusals({ monotonicMs: monotonicClock, log });
  const { metadataUrl, issuer, services } = channel;
  const isLocal = environment === 'local';
  const reading = createNetworkSend({ plainOnLoopback: isLocal });
  // Connections to Teams are kept: a message that arrives twice is better than a handshake for each.
  const sending = createNetworkSend({ plainOnLoopback: isLocal, reusesForWrites: true });
  if (token === undefined) {
    return {
      refusals,
      authenticator: new Authenticator({ services, clock, refusals }),
      connector: new Connector({ send: sending, services, clock, log }),
    };
  }
  const origins = new Set([new URL(metadataUrl).origin]);
  const keys = createPublishedKeys({
    issuer: { component: 'channel' },
    read: () => fetchKeys(reading, 'channel-keys', metadataUrl, origins, CHANNEL),
    monotonicMs: monotonicClock,
    log,
  });
  return {
    refusals,
    authenticator: new Authenticator({
      signed: { issuer, audience: bot.appId, keys },
      services,
      clock,
      refusals,
    }),
    // The local chat client takes as much as it is sent.
    connector: new Connector({
      send: sending,
      token,
      services,
      clock,
      log,
      ...(isLocal ? {} : { pace: new SendPace(monotonicClock) }),
    }),
  };
}

/** The one token with which the bot speaks to the channel's services; undefined for a bot that has no identity there. */
export function botTokenOf({ bot, channel, environment }: Settings, clock: Clock): BotToken | undefined {
  if (bot.appId === '') return undefined;
  const { authorityHost, scope } = channel;
  const isLocal = environment === 'local';
  const credential =
    bot.appType === 'UserAssignedMSI'
      ? ({ kind: 'is-identity' } as const)
      : ({ kind: 'secret', secret: bot.password } as const);
  return createBotToken(
    { ...bot, credential, authorityHost, isKnownAuthority: isLocal, scope },
    { send: createNetworkSend({ plainOnLoopback: isLocal }), clock },
  );
}
