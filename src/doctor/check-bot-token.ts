import { z } from 'zod';
import type { Settings } from '../config/settings';
import { whereToFind } from '../config/setting-table';
import type { Ask, Asked } from './ask';
import type { Finding } from './finding';
import { findingsOf } from './finding';

const { right, wrong, doubtful, notChecked } = findingsOf('Credentials');

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
