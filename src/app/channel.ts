import type { BotToken } from '../auth/bot-token';
import type { Settings } from '../config/settings';
import { CHANNEL, Refusals } from '../http/authenticate';
import { Authenticator } from '../http/messages';
import { monotonicClock } from '../model/clock';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import { fetchKeys, createPublishedKeys } from '../network/issuer-keys';
import { createNetworkSend } from '../network/network-send';
import { Connector } from '../teams/channel/connector';
import { SendPace } from '../teams/channel/send-pace';
import { createBotToken } from '../auth/bot-token';

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
