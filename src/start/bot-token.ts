import type { BotToken } from '../auth/bot-token';
import { createBotToken } from '../auth/bot-token';
import type { Settings } from '../config/settings';
import type { Clock } from '../model/clock';
import { createNetworkSend } from '../network/network-send';

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
