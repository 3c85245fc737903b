import { X509Certificate } from 'node:crypto';

import type { AppCredentialSetting } from '../config/app-credential-setting';
import type { Settings } from '../config/settings';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong, doubtful, notChecked } = findingsOf('Credentials');

const NAME = 'AAD_APP_CERTIFICATE_FILE';
const DAY_MS = 86_400_000;
/** Time enough to make a new one and to upload it. */
const SOON_DAYS = 30;
const FIX =
  'Make a new one, upload its public part at App registrations › your sign-in app › Certificates & secrets, set the file, restart, then remove the old one (docs/ADMIN.md, Secrets).';

/** How old the sign-in app's proof is and how long it is good for, as far as that can be read from it. */
export function checkCertificate(credential: AppCredentialSetting, now: Date): Finding[] {
  if (credential.kind === 'managed-identity') {
    return [right('sign-in app', 'proves itself by a managed identity: nothing expires')];
  }
  if (credential.kind === 'secret') {
    const says = 'a secret does not tell its expiry';
    const fix = 'See the column Expires at App registrations › your sign-in app › Certificates & secrets.';
    return [notChecked('SECRET_AAD_APP_CLIENT_SECRET', says, fix)];
  }
  const { validFrom, validTo } = new X509Certificate(credential.chain);
  const [from, to] = [new Date(validFrom), new Date(validTo)];
  if (from > now) return [wrong(NAME, `is valid only from ${day(from)} on`, FIX)];
  if (to <= now) return [wrong(NAME, `expired on ${day(to)}`, FIX)];
  const left = Math.floor((to.getTime() - now.getTime()) / DAY_MS);
  const age = Math.floor((now.getTime() - from.getTime()) / DAY_MS);
  const says = `is ${age} days old and good for ${left} days, until ${day(to)}`;
  return [left < SOON_DAYS ? doubtful(NAME, says, FIX) : right(NAME, says)];
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

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
