import type { AnswerData, Topic, View } from '../cards/view';
import type { Concern, Entry, Guide } from '../knowledge/entry';
import type { Knowledge } from '../knowledge/load-knowledge';
import type { Placeholders } from '../knowledge/placeholders';
import type { PartnerId } from '../model/identifiers';

/** What the commands of an answer are filled in with, as far as it is known. */
export interface Known {
  /** Id or domain. */
  readonly tenant?: string;
  readonly partnerId?: PartnerId;
  /** What stands in a command where something is not known. */
  readonly placeholders: Placeholders;
}

const MOST_RELATED = 2;

/** Topics with a step-by-step guide of their own. */
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

/** The answer to a question; "unknown" when nobody wrote one. */
export function answerView(knowledge: Knowledge, topic: string, known: Known): View {
  const entry = knowledge.entry(topic);
  if (entry === undefined) return { name: 'unknown', data: {} };
  return { name: 'answer', data: entryData(knowledge, entry, known) };
}

/** A procedure from beginning to end. */
export function guideView(knowledge: Knowledge, id: string, known: Known): View {
  const guide = knowledge.guide(id);
  return guide === undefined
    ? { name: 'unknown', data: {} }
    : { name: 'answer', data: guideData(guide, known) };
}

/** What a customer can be told: by concern, else the customer's version of an answer. */
export function forCustomerView(knowledge: Knowledge, topic: string): View {
  const concern = knowledge.concern(topic);
  if (concern !== undefined) return toForward(concern.title, concern.text, concern.plain);
  const customer = knowledge.entry(topic)?.customer;
  return customer === undefined
    ? concernsView(knowledge)
    : toForward(customer.title, customer.text, [customer.title, ...customer.text]);
}

/** Asks what the customer wants to know. */
export function concernsView(knowledge: Knowledge): View {
  return { name: 'customer-concerns', data: { concerns: knowledge.concerns.map(topicOfConcern) } };
}

/** The questions or commands that a message may have meant. */
export function didYouMeanView(choices: readonly Topic[]): View {
  return choices.length === 0 ? { name: 'unknown', data: {} } : { name: 'did-you-mean', data: { choices } };
}

function entryData(knowledge: Knowledge, entry: Entry, known: Known): AnswerData {
  return {
    topic: entry.id,
    question: entry.question,
    short: entry.short,
    long: entry.long,
    steps: entry.steps ?? [],
    commands: filled(entry.commands ?? [], known),
    warning: '',
    hasCustomerText: entry.customer !== undefined,
    isGuide: false,
    guide: GUIDE_OF[entry.id] ?? '',
    sources: entry.sources,
    related: entry.related.slice(0, MOST_RELATED).flatMap((topic) => {
      const question = knowledge.entry(topic)?.question;
      return question === undefined ? [] : [{ topic, title: question }];
    }),
    next: entry.next,
  };
}

function guideData(guide: Guide, known: Known): AnswerData {
  return {
    topic: guide.id,
    question: guide.title,
    short: guide.intro,
    long: [],
    steps: guide.steps,
    commands: filled(guide.commands ?? [], known),
    warning: guide.warning ?? '',
    hasCustomerText: false,
    isGuide: true,
    guide: '',
    sources: guide.sources,
    related: [],
    next: ['link', 'help'],
  };
}

/** People paste these into a shell: a tenant that is more than a domain or an id is not filled in. */
const PASTEABLE_TENANT = /^[a-z0-9][a-z0-9.-]{0,253}$/;

function filled(commands: AnswerData['commands'], known: Known): AnswerData['commands'] {
  const tenant = PASTEABLE_TENANT.test(known.tenant ?? '') ? known.tenant : undefined;
  const values = {
    ...known.placeholders,
    ...(tenant === undefined ? {} : { tenant }),
    ...(known.partnerId === undefined ? {} : { partnerId: known.partnerId }),
  };
  return commands.map(({ title, lines }) => ({
    title,
    lines: lines.map((line) =>
      line.replace(/\{(tenant|partnerId|appId)\}/g, (_, name: keyof Placeholders) => values[name]),
    ),
  }));
}

function toForward(title: string, text: readonly string[], plain: readonly string[]): View {
  return { name: 'for-customer', data: { title, text, copy: plain.join('\n\n') } };
}

function topicOfConcern(concern: Concern): Topic {
  return { topic: concern.id, title: concern.concern };
}
