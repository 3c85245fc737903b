import { z } from 'zod';

import { readJsonFile } from '../lib/json';
import type { AnswerData, Topic } from '../cards/answer-view';
import type { View } from '../cards/view';
import type { Concern, Entry, Guide } from '../knowledge/entry';
import type { Knowledge, Placeholders } from '../knowledge/load-knowledge';
import type { PartnerId } from '../model/identifiers';
import { LANGUAGES } from '../model/language';

/** What the commands of an answer are filled in with, as far as it is known. */
export interface FilledIn {
  /** Id or domain. */
  readonly tenant?: string;
  readonly partnerId?: PartnerId;
}

const MOST_RELATED = 2;
/** Of what customers ask about: the partner's own request to them. */
const ASKED_BY_PARTNER = 'access-request';

/** Topics with a step-by-result guide of their own. */
const GUIDE_OF: Readonly<Record<string, string>> = {
  'link-with-portal': 'link-by-portal',
  'link-with-cli': 'link-by-cli',
  'link-with-powershell': 'link-by-powershell',
  'service-principal-link': 'link-service-principal',
  'what-is-service-principal': 'zero-trust',
  'lighthouse-link': 'link-lighthouse',
  'lighthouse-access': 'get-access',
  'access-options': 'get-access',
  'access-directory-account': 'get-access',
  'privileged-access-risk': 'zero-trust',
  'dpor-add-steps': 'dpor-walkthrough',
};

/** Gives the answers of one language as views. */
export interface Explainer {
  /** The answer to a question; "unknown" when nobody wrote one. */
  answer(topic: string, known: FilledIn): View;
  /** A procedure from beginning to end. */
  guide(id: string, known: FilledIn): View;
}

/**
 * Makes the explainer. What holds nothing of the one who asks is the same view for everybody, so that it need be drawn
 * only once. `placeholders` stand in the commands where something is not known.
 */
export function createExplainer(knowledge: Knowledge, placeholders: Placeholders): Explainer {
  const forAll = new WeakMap<Entry | Guide, View>();
  const viewOf = <T extends Entry | Guide>(
    source: T | undefined,
    known: FilledIn,
    dataOf: (source: T, values: Placeholders) => AnswerData,
  ): View => {
    if (source === undefined) return { name: 'unknown', data: {} };
    const draw = (values: Placeholders): View => ({ name: 'answer', data: dataOf(source, values) });
    const values = valuesOf(known);
    if (source.commands !== undefined && Object.keys(values).length > 0)
      return draw({ ...placeholders, ...values });
    const view = forAll.get(source) ?? draw(placeholders);
    forAll.set(source, view);
    return view;
  };
  return {
    answer: (topic, known) =>
      viewOf(knowledge.entry(topic), known, (entry, values) => entryData(knowledge, entry, values)),
    guide: (id, known) => viewOf(knowledge.guide(id), known, guideData),
  };
}

/**
 * What a customer can be told: by concern, else the customer's version of an answer. `pageUrl` is the page for the
 * customer's administrator.
 */
export function forCustomerView(knowledge: Knowledge, topic: string, pageUrl: string): View {
  const concern = knowledge.concern(topic);
  if (concern !== undefined) return toForward(concern.title, concern.text, concern.plain, pageUrl);
  const customer = knowledge.entry(topic)?.customer;
  return customer === undefined
    ? concernsView(knowledge, 'partner')
    : toForward(customer.title, customer.text, [customer.title, ...customer.text], pageUrl);
}

/**
 * The same to the customer themselves. Where there is no such text, the answer for everybody, without what leads to the
 * partner's next step; what customers ask where there is none at all.
 */
export function toCustomerView(
  knowledge: Knowledge,
  explainer: Explainer,
  topic: string,
  pageUrl: string,
): View {
  const view = forCustomerView(knowledge, topic, pageUrl);
  if (view.name === 'for-customer')
    return { name: 'for-customer', data: { ...view.data, reader: 'customer' } };
  const general = explainer.answer(topic, {});
  return general.name === 'answer'
    ? { name: 'answer', data: { ...general.data, hasCustomerText: false, guide: '', related: [] } }
    : concernsView(knowledge, 'customer');
}

/** Asks what the customer wants to know; `reader`: who is asked. `isMissed`: what they wrote was not understood. */
export function concernsView(
  { concerns: all }: Knowledge,
  reader: 'partner' | 'customer',
  isMissed = false,
): View {
  const concerns = reader === 'customer' ? all.filter(({ id }) => id !== ASKED_BY_PARTNER) : all;
  return { name: 'customer-concerns', data: { concerns: concerns.map(topicOfConcern), reader, isMissed } };
}

/** The questions or commands that a message may have meant. */
export function didYouMeanView(choices: readonly Topic[]): View {
  return choices.length === 0 ? { name: 'unknown', data: {} } : { name: 'did-you-mean', data: { choices } };
}

function entryData(knowledge: Knowledge, entry: Entry, values: Placeholders): AnswerData {
  return {
    topic: entry.id,
    question: entry.question,
    short: entry.short,
    long: entry.long,
    steps: entry.steps ?? [],
    picture: entry.picture,
    tables: entry.tables ?? [],
    commands: filled(entry.commands ?? [], values),
    warning: '',
    hasCustomerText: entry.customer !== undefined,
    isGuide: false,
    guide: GUIDE_OF[entry.id] ?? '',
    sources: entry.sources,
    reviewed: entry.reviewed,
    related: entry.related.slice(0, MOST_RELATED).flatMap((topic) => {
      const question = knowledge.entry(topic)?.question;
      return question === undefined ? [] : [{ topic, title: question }];
    }),
    next: entry.next,
  };
}

function guideData(guide: Guide, values: Placeholders): AnswerData {
  return {
    topic: guide.id,
    question: guide.title,
    short: guide.intro,
    long: [],
    steps: guide.steps,
    tables: [],
    commands: filled(guide.commands ?? [], values),
    warning: guide.warning ?? '',
    hasCustomerText: false,
    isGuide: true,
    guide: '',
    sources: guide.sources,
    reviewed: guide.reviewed,
    related: [],
    next: ['link', 'help'],
  };
}

/** People paste these into a shell: a tenant that is more than a domain or an id is not filled in. */
const PASTEABLE_TENANT = /^[a-z0-9][a-z0-9.-]{0,253}$/;

function valuesOf({ tenant, partnerId }: FilledIn): Partial<Placeholders> {
  return {
    ...(tenant !== undefined && PASTEABLE_TENANT.test(tenant) ? { tenant } : {}),
    ...(partnerId === undefined ? {} : { partnerId }),
  };
}

function filled(commands: AnswerData['commands'], values: Placeholders): AnswerData['commands'] {
  return commands.map(({ title, lines }) => ({
    title,
    lines: lines.map((line) =>
      line.replace(/\{(tenant|partnerId|appId)\}/g, (_, name: keyof Placeholders) => values[name]),
    ),
  }));
}

function toForward(title: string, text: readonly string[], plain: readonly string[], pageUrl: string): View {
  return {
    name: 'for-customer',
    data: { title, text, copy: plain.join('\n\n'), pageUrl, reader: 'partner' },
  };
}

function topicOfConcern(concern: Concern): Topic {
  return { topic: concern.id, title: concern.concern };
}

/** What the bot is asked for and can't do; `all`: what it can't do at all. */
export type Limit = 'remind' | 'users' | 'colleague' | 'undo' | 'all';

const stemsSchema = z
  .object({ remind: z.string().min(1), users: z.string().min(1), colleague: z.string().min(1) })
  .strict();

/** For each limit the beginnings of the words that tell it, lower-case; the first that fits counts. */
export type LimitWords = ReadonlyMap<Limit, readonly string[]>;

/** Reads `content/<language>/limits.json` of all languages; throws, naming the fault, when one is not right. */
export function loadLimitWords(contentFolder: string): LimitWords {
  const read = LANGUAGES.map((language) => readJsonFile(stemsSchema, contentFolder, language, 'limits.json'));
  const stems = (limit: keyof z.infer<typeof stemsSchema>): string[] =>
    read.flatMap((one) => one[limit].split(' '));
  return new Map([
    ['remind', stems('remind')],
    ['users', stems('users')],
    ['colleague', stems('colleague')],
  ]);
}

/** Which limit a message that was understood as one runs into. */
export function limitOf(text: string, words: LimitWords): Limit {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u);
  const fits = (stems: readonly string[]): boolean =>
    said.some((word) => stems.some((stem) => word.startsWith(stem)));
  return [...words].find(([, stems]) => fits(stems))?.[0] ?? 'all';
}
