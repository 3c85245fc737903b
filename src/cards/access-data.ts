import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import { ACCESS_REASONS, AGREEMENT_KINDS } from '../model/access';
import type { AccessData, ShownAccess } from './access-view';
import { cleanText, writeDate, writeDay } from './card-text';
import type { Fields } from './link-data';
import { whoAndWhereFields } from './link-data';
import type { ViewData } from './view';

/** Keeps a page of findings below the 24 KB of a card, whatever things are called. */
const NAME_LENGTH = 40;
const MOST_PARTNERS = 3;

/** Data of the card that says what access is worth. */
export function accessFields(data: ViewData<'access'>, texts: AccessTexts, locale: string): Fields {
  const counting = numberOf(data.pec) + numberOf(data.recognition);
  const groups = (data.groups as typeof data.groups | undefined) ?? [];
  const partners = (data.otherPartners as readonly string[] | undefined) ?? [];
  return {
    ...whoAndWhereFields(data),
    state: cleanText(data.state),
    way: cleanText(data.way),
    link: cleanText(data.link),
    partnerId: cleanText(data.partnerId),
    partnerName: cleanText(data.partnerName),
    linkedSince: writeDay(data.linkedSince, locale),
    total: numberOf(data.total),
    counting,
    no: numberOf(data.no),
    unknown: numberOf(data.unknown),
    headline: headlineOf(data, counting),
    groups: groups.map((group) => groupFields(group, texts, locale)),
    page: numberOf(data.page),
    pages: numberOf(data.pages),
    nextPage: String(numberOf(data.page) + 1),
    isCut: data.isCut,
    subscriptionId: idOf(data.subscriptionId),
    partners: partners
      .slice(0, MOST_PARTNERS)
      .map((name) => cleanText(name, NAME_LENGTH))
      .join(', '),
    canAskCustomer: data.canAskCustomer,
    listDate: writeDay(data.listDate, locale),
    listCheckedOn: writeDay(data.listCheckedOn, locale),
    readAt: writeDate(data.readAt, locale),
  };
}

/** Data of the list of all directories. */
export function accessOfAllFields(data: ViewData<'access-of-all'>, locale: string): Fields {
  const rows = (data.rows as typeof data.rows | undefined) ?? [];
  return {
    total: numberOf(data.total),
    counts: numberOf(data.counts),
    noRole: numberOf(data.noRole),
    notLinked: numberOf(data.notLinked),
    pending: numberOf(data.pending),
    page: numberOf(data.page),
    pages: numberOf(data.pages),
    nextPage: String(numberOf(data.page) + 1),
    rows: rows.map(({ directoryName, directoryId, domain, state, counting, total, isCut }) => ({
      name: cleanText(directoryName, NAME_LENGTH) || cleanText(domain, NAME_LENGTH),
      domain: cleanText(domain, NAME_LENGTH),
      directoryId: cleanText(directoryId),
      state: cleanText(state),
      counting: numberOf(counting),
      seen: numberOf(total),
      isCut: isCut,
    })),
    readAt: writeDate(data.readAt, locale),
  };
}

/** Data of the question for a subscription. */
export function chooseSubscriptionFields(data: ViewData<'choose-subscription'>): Fields {
  const choices = (data.choices as typeof data.choices | undefined) ?? [];
  return {
    named: cleanText(data.named, NAME_LENGTH),
    unsearched: numberOf(data.unsearched),
    isFound: choices.length > 0,
    more: Math.max(0, choices.length - MOST_CHOICES),
    choices: choices.slice(0, MOST_CHOICES).map(({ directoryId, directoryName, subscriptionId, name }) => ({
      directoryId: cleanText(directoryId),
      subscriptionId: idOf(subscriptionId),
      title: `${cleanText(name, NAME_LENGTH)} (${cleanText(directoryName, NAME_LENGTH)})`,
    })),
  };
}

/** As many buttons as fit beside the others. */
const MOST_CHOICES = 4;

type Headline =
  | 'reading'
  | 'needs-you'
  | 'unreadable'
  | 'not-linked'
  | 'nothing-seen'
  | 'nothing'
  | 'unknown'
  | 'some'
  | 'all';

/** What the card says first: what stands in the way of all the rest. */
function headlineOf(data: AccessData, counting: number): Headline {
  if (data.state !== 'read') return data.state;
  if (data.link === 'missing') return 'not-linked';
  if (data.total === 0) return 'nothing-seen';
  if (counting === 0) return data.unknown > 0 ? 'unknown' : 'nothing';
  return counting < data.total ? 'some' : 'all';
}

function groupFields(group: ShownAccess, texts: AccessTexts, locale: string): Fields {
  const { names, count, verdict, reasons, lasting, agreement, role, scope, through, mender } = group;
  const [first, ...others] = reasons.map((reason) => wordsFor(texts.reasons, reason));
  const rest = count - names.length;
  const until = writeDate(group.until, locale);
  const shownNames = names.map((name) => cleanText(name, NAME_LENGTH)).join(', ');
  const where = wordsFor(texts.scopes, scope).replace('{name}', () =>
    cleanText(group.scopeName, NAME_LENGTH),
  );
  const roleParts = [
    `${cleanText(role, NAME_LENGTH)} ${where}`,
    wordsFor(texts.through, through),
    wordsFor(texts.lasting, lasting).replace('{date}', until),
    lasting === 'activated' && until !== '' ? texts.lasting.until.replace('{date}', until) : '',
  ];
  return {
    names: rest > 0 ? `${shownNames} ${texts.more.replace('{count}', String(rest))}` : shownNames,
    sign: wordsFor(SIGNS, verdict),
    verdict: wordsFor(texts.verdicts, verdict),
    reason: first ?? '',
    remarks: others.join(' '),
    role: role === '' ? '' : roleParts.filter((part) => part !== '').join(', '),
    agreement: reasons[0] === 'too-many' ? '' : wordsFor(texts.agreements, agreement),
    mender: wordsFor(texts.menders, mender),
  };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SIGNS = { pec: '✓', recognition: '✓', no: '✗', unknown: '?' };

/** The words for it; empty for what there are none for. */
function wordsFor(words: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(words, name) ? (words[name] ?? '') : '';
}

/** A GUID, or nothing. */
function idOf(value: unknown): string {
  return typeof value === 'string' && GUID.test(value) ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) ? value : 0;
}

const text = z.string().min(1).max(160);
/** One text for each of these; none is missing and none is too many. */
const forEach = <K extends string>(keys: readonly K[], one: z.ZodString) =>
  z.object(Object.fromEntries(keys.map((key) => [key, one])) as Record<K, z.ZodString>).strict();
const maybe = z.string().max(160);

const accessTexts = z
  .object({
    verdicts: forEach(['pec', 'recognition', 'no', 'unknown'], text),
    reasons: forEach(ACCESS_REASONS, text),
    agreements: forEach(AGREEMENT_KINDS, text),
    /** `{name}`: of the group or the resource. */
    scopes: forEach(['root', 'management-group', 'subscription', 'resource-group', 'resource'], text),
    through: forEach(['account', 'group', 'foreign-group'], maybe),
    /** `{date}`: when the role ends. */
    lasting: forEach(['permanent', 'until', 'activated', 'when-activated', 'unknown'], maybe),
    menders: forEach(['customer', 'you-or-customer', 'seller', 'nobody'], maybe),
    /** Behind the names of some subscriptions: `{count}` others. */
    more: text,
  })
  .strict();

/** The words for what is found of somebody's access. */
export type AccessTexts = Readonly<z.infer<typeof accessTexts>>;

/** Reads `content/<locale>/access.json`; throws, naming every fault, when a text is missing, unknown or too long. */
export function loadAccessTexts(contentFolder: string, locale: string): AccessTexts {
  return readJsonFile(accessTexts, contentFolder, locale, 'access.json');
}
