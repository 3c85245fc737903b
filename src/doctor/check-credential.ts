import { X509Certificate } from 'node:crypto';

import { z } from 'zod';

import type { AppCredential } from '../auth/entra-client';
import type { Settings } from '../config/settings';
import { whereToFind } from '../config/settings';
import type { Ask, Asked } from './check-network';
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
export function checkCertificate(credential: AppCredential, now: Date): Finding[] {
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

const refusal = z.object({ error_codes: z.array(z.number()).min(1) });
const SUBJECT = 'the bot’s own token';

/** What a number of Entra means for the bot's own credential (Entra's list of error codes). */
const MEANINGS: Readonly<Record<number, readonly [says: string, setting: string]>> = {
  7000215: ['Entra refuses the client secret', 'SECRET_BOT_PASSWORD'],
  7000222: ['the client secret has expired', 'SECRET_BOT_PASSWORD'],
  700016: ['Entra does not know BOT_ID in the directory BOT_TENANT_ID', 'BOT_ID'],
  7000229: ['BOT_ID has no enterprise application in the directory BOT_TENANT_ID', 'BOT_TENANT_ID'],
  90002: ['Entra knows no directory BOT_TENANT_ID', 'BOT_TENANT_ID'],
  900023: ['BOT_TENANT_ID is not the id of a directory', 'BOT_TENANT_ID'],
};

/**
 * Whether Entra gives the bot the token with which it answers in Teams. Without it the bot hears and never speaks. The
 * token is for the connector alone, and is dropped at once.
 */
export async function checkBotToken(settings: Settings, ask: Ask): Promise<Finding> {
  const { bot, channel } = settings;
  if (bot.appId === '') return notChecked(SUBJECT, 'a local bot has no Azure Bot');
  const asked = await ask(`${channel.authorityHost}/${bot.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: bot.appId,
    client_secret: bot.password,
    scope: channel.scope,
  });
  return judge(asked);
}

function judge(asked: Asked): Finding {
  if (asked.kind === 'no answer') {
    return notChecked(SUBJECT, `Entra can’t be reached (${asked.code})`, 'See Network.');
  }
  if (asked.status === 200) return right(SUBJECT, 'Entra gives it: the bot can answer in Teams');
  const code = codeIn(asked.text);
  const known = code === undefined ? undefined : MEANINGS[code];
  if (known !== undefined) {
    const [says, setting] = known;
    return wrong(SUBJECT, `${says} (AADSTS${code ?? ''})`, whereToFind(setting));
  }
  const name = code === undefined ? `status ${asked.status}` : `AADSTS${code}`;
  return doubtful(
    SUBJECT,
    `Entra refuses it: ${name}`,
    'Look this code up at https://login.microsoftonline.com/error.',
  );
}

function codeIn(text: string): number | undefined {
  try {
    return refusal.safeParse(JSON.parse(text)).data?.error_codes[0];
  } catch {
    return undefined;
  }
}
