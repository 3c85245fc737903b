import { createAzureCloud } from './azure-cloud';
import type { AzureCloud } from './azure-cloud';
import type { BotToken } from '../auth/bot-token';
import type { SharedRecords } from '../auth/shared-records';
import type { Settings } from '../config/settings';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { HttpSend } from '../network/http-send';
import type { ChannelAccounts } from '../teams/channel-accounts';
import { azureSettings } from './sign-in';

/** What the cloud is reached with. */
interface CloudConnection {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: SharedRecords;
  readonly network: HttpSend;
  /** Under which account the channel knows each person. */
  readonly accounts: ChannelAccounts;
  /** The bot's own, for the Token Service. */
  readonly token: BotToken | undefined;
}

/** Entra and ARM; with an OAuth connection of the Azure Bot, the Token Service keeps people's tokens for the bot. */
export function connectCloud(settings: Settings, { accounts, token, ...parts }: CloudConnection): AzureCloud {
  if (settings.tokenService === undefined) return createAzureCloud(azureSettings(settings), parts);
  const tokenService = {
    ...settings.tokenService,
    accountOf: accounts.of.bind(accounts),
    ...(token === undefined ? {} : { botToken: token }),
  };
  return createAzureCloud(azureSettings(settings), { ...parts, tokenService });
}
