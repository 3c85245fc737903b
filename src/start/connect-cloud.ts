import { createAzureCloud } from '../azure/azure-cloud';
import type { AzureCloud } from '../azure/azure-cloud';
import type { SharedRecords } from '../azure/shared-records';
import type { Settings } from '../config/settings';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { HttpSend } from '../network/http-send';
import { createBotToken } from '../teams/bot-token';
import type { ChannelAccounts } from '../teams/channel-accounts';
import { channelConfiguration } from '../teams/teams-bot';
import { azureSettings } from './sign-in';

/** What the cloud is reached with. */
interface CloudConnection {
  readonly clock: Clock;
  readonly log: Log;
  readonly records: SharedRecords;
  readonly network: HttpSend;
  /** Under which account the channel knows each person. */
  readonly accounts: ChannelAccounts;
}

/** Entra and ARM; with an OAuth connection of the Azure Bot, the Token Service keeps people's tokens for the bot. */
export function connectCloud(settings: Settings, { accounts, ...parts }: CloudConnection): AzureCloud {
  if (settings.tokenService === undefined) return createAzureCloud(azureSettings(settings), parts);
  const botToken = createBotToken(channelConfiguration(settings.bot));
  const tokenService = { ...settings.tokenService, botToken, accountOf: accounts.of.bind(accounts) };
  return createAzureCloud(azureSettings(settings), { ...parts, tokenService });
}
