import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';

/** Azure's public cloud: the channel's services, and where the bot proves who it is. */
const CHANNEL_SCOPE = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com/';

/**
 * The bot's own token for the channel's services, kept by the SDK until it ends; undefined for a bot that has no
 * identity there. `configuration`: the identity under the SDK's names.
 */
export function createBotToken(
  configuration: Readonly<Record<string, string>>,
): () => Promise<string | undefined> {
  const appId = configuration['MicrosoftAppId'];
  if (appId === undefined) return () => Promise.resolve(undefined);
  const factory = new ConfigurationServiceClientCredentialFactory({ ...configuration });
  return async () => {
    const credentials: object = await factory.createCredentials(appId, CHANNEL_SCOPE, LOGIN, true);
    return canGetToken(credentials) ? credentials.getToken() : undefined;
  };
}

/** The SDK's interface only signs requests of its own client; every class behind it has this. */
function canGetToken(credentials: object): credentials is { getToken(): Promise<string> } {
  return 'getToken' in credentials && typeof credentials.getToken === 'function';
}
