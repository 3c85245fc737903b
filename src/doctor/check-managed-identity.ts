import type { Settings } from '../config/settings';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong } = findingsOf('Credentials');

/** Asks the managed identity with that client id for a token. */
export type AskIdentity = (
  clientId: string,
  scope: string,
) => Promise<{ readonly kind: 'token' | 'refused' | 'unreachable' }>;

/** The audience of the token with which a managed identity proves to be the sign-in app. */
const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default';

/** For each use of a managed identity, whether this machine has it. */
export async function checkManagedIdentities(settings: Settings, ask: AskIdentity): Promise<Finding[]> {
  const { bot, azure, channel } = settings;
  const uses = [
    ...(bot.appType === 'UserAssignedMSI'
      ? [{ name: 'BOT_ID', clientId: bot.appId, scope: channel.scope }]
      : []),
    ...(azure.credential.kind === 'managed-identity'
      ? [
          {
            name: 'AAD_APP_MANAGED_IDENTITY_CLIENT_ID',
            clientId: azure.credential.clientId,
            scope: EXCHANGE_SCOPE,
          },
        ]
      : []),
  ];
  return Promise.all(
    uses.map(async ({ name, clientId, scope }) => {
      const { kind } = await ask(clientId, scope);
      if (kind === 'token') return right(name, 'the managed identity gives a token');
      return kind === 'refused'
        ? wrong(
            name,
            'this machine has no managed identity with that client id',
            'Azure portal › your Container App › Identity › User assigned: add it. Off Azure there is none: run the doctor in the container.',
          )
        : wrong(
            name,
            'nobody answers for a managed identity here',
            'Off Azure there is none: run the doctor in the container (docs/ADMIN.md, Doctor).',
          );
    }),
  );
}
