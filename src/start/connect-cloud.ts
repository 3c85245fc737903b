import { createAzureCloud } from './azure-cloud';
import type { AzureCloud } from './azure-cloud';
import type { BotToken } from '../auth/bot-token';
import type { SharedRecords } from '../auth/shared-records';
import type { Settings } from '../config/settings';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import type { Person } from '../model/person';
import type { HttpSend } from '../network/http-send';
import type { Conversations } from '../teams/conversations';
import { azureSettings } from './sign-in';

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
