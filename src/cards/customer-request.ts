import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { CustomerRequest } from '../model/problem';
import { CUSTOMER_REQUESTS, isCustomerRequest } from '../model/problem';
import type { Language } from '../model/language';

import { nameFields } from './batch-data';
import { cleanText, safeLink } from './card-text';
import type { Fields } from './link-data';
import type { ViewData } from './view';

const NAME_LENGTH = 60;
const MOST_SCOPES = 10;
/** A longer address is cut on its way by some servers: then there is no button for the mail. */
const LONGEST_MAIL_URL = 2_000;
/** Opens a new mail in Outlook on the web, with what stands in the address. */
const COMPOSE = 'https://outlook.office.com/mail/deeplink/compose';

const message = z.object({ subject: z.string().min(1), lines: z.array(z.string().min(1)).min(1) }).strict();
const messages = z
  .object(
    Object.fromEntries(CUSTOMER_REQUESTS.map((kind) => [kind, message])) as Record<
      CustomerRequest,
      typeof message
    >,
  )
  .strict();

/** The messages to a customer's administrator in one language. */
export type RequestTexts = Readonly<z.infer<typeof messages>>;

/** Reads `<contentFolder>/<locale>/customer-requests.json`; throws, naming the fault, when one is missing or unknown. */
export function loadRequestTexts(contentFolder: string, locale: string): RequestTexts {
  return readJsonFile(messages, contentFolder, locale, 'customer-requests.json');
}

/** Data of a message to a customer's administrator: in the language of the chat, and in the other one. */
export function customerRequestFields(
  data: ViewData<'request-to-customer'>,
  texts: Readonly<Record<Language, RequestTexts>>,
  language: Language,
): Fields {
  const kind = isCustomerRequest(data.kind) ? data.kind : 'consent';
  const values = valuesOf(data);
  const approvals = (data.approvals ?? []).map((row) => {
    const { name, domain } = nameFields(row);
    return `${name} (${domain}): ${safeLink(row.url)}`;
  });
  const other = language === 'en' ? 'de' : 'en';
  return {
    own: [written(texts[language][kind], values)],
    other: [written(texts[other][kind], values)],
    approvalUrl: safeLink(data.approvalUrl),
    approvals: approvals.join('\n'),
    approvalCount: approvals.length,
    nextPage: Number.isInteger(data.nextPage) ? String(data.nextPage) : '0',
  };
}

function valuesOf(data: ViewData<'request-to-customer'>): ReadonlyMap<string, string> {
  const { scopes } = data as { readonly scopes?: readonly string[] };
  const displayName = cleanText(data.displayName, NAME_LENGTH);
  const directoryId = cleanText(data.directoryId, NAME_LENGTH);
  return new Map([
    ['displayName', displayName],
    ['account', cleanText(data.account, NAME_LENGTH) || displayName],
    ['directory', cleanText(data.directoryName, NAME_LENGTH) || directoryId],
    ['directoryId', directoryId],
    ['clientId', cleanText(data.clientId, NAME_LENGTH)],
    ['approvalUrl', safeLink(data.approvalUrl)],
    ['pageUrl', safeLink(data.pageUrl)],
    ['role', cleanText(data.role, NAME_LENGTH)],
    [
      'scopes',
      (scopes ?? [])
        .slice(0, MOST_SCOPES)
        .map((scope) => cleanText(scope, NAME_LENGTH))
        .join(', '),
    ],
  ]);
}

/** The message with its values, as paragraphs and as plain text; `mailUrl` is empty when it is too long for one. */
function written(
  { subject, lines }: RequestTexts[CustomerRequest],
  values: ReadonlyMap<string, string>,
): Fields {
  const filled = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '');
  const paragraphs = lines.map(filled);
  const copy = paragraphs.join('\n\n');
  const mail = `${COMPOSE}?subject=${encodeURIComponent(filled(subject))}&body=${encodeURIComponent(copy)}`;
  return {
    subject: filled(subject),
    paragraphs,
    copy,
    mailUrl: mail.length <= LONGEST_MAIL_URL ? safeLink(mail) : '',
  };
}
