import type { View } from '../cards/view';
import type { FaqLabel, Label } from '../model/label';
import { isFaqLabel } from '../model/label';
import type { CustomersQuestion } from '../understanding/rules/who';
import type { Understanding } from '../understanding/understand';
import { commandOfLabel } from './command';
import type { Command } from './command';
import type { DialogContext } from './context';
import { readDirectories } from './named-directories';
import { MENTION } from './place-words';
import type { ReadText } from './read-text';
import { isChange, isDirectoryRequest } from './request';
import type { Request } from './request';
import type { ConversationState } from './state';

/** Questions that have another answer for customers. */
const FOR_CUSTOMERS: Readonly<Partial<Record<FaqLabel, FaqLabel>>> = {
  'command-to-delete': 'pal-who-can-edit',
  'command-to-update': 'pal-who-can-edit',
  'pal-can-be-changed': 'pal-who-can-edit',
  'pal-effort-after-linking': 'pal-who-can-edit',
  'who-can-link-pal': 'pal-who-can-edit',
  'command-to-show': 'see-all-links',
  'bot-data-stored': 'pal-data-collected',
  'pal-revenue-report': 'pal-data-collected',
  'pal-benefits-partner': 'explain-pal-to-customer',
  'designations-and-pal': 'explain-pal-to-customer',
  'agreements-and-pal': 'explain-pal-to-customer',
  'dpor-benefits-partner': 'dpor-benefits-customer',
  'get-support': 'bot-permissions',
  'find-partner-id': 'customer-asked-to-link',
  'which-partner-id': 'customer-asked-to-link',
  'partner-id-rejected': 'customer-asked-to-link',
  'link-with-portal': 'customer-asked-to-link',
  'link-with-cli': 'customer-asked-to-link',
  'link-with-powershell': 'customer-asked-to-link',
  'automate-pal': 'customer-asked-to-link',
};

/**
 * What a command is to a customer: `anybody` may ask it; else it is about the partner's own account, and `instead` answers
 * what a customer means by it. What only `looks` is shown when it is plainly asked for; what `changes` a link asks
 * first: see askedFirst.
 */
type Asked = 'anybody' | { readonly does: 'looks' | 'changes'; readonly instead: FaqLabel };

/** No command, but a question. */
interface Question {
  readonly does: 'asks';
  readonly instead: FaqLabel;
}

/** Every command; a new one does not compile without a decision. */
const COMMANDS_OF_CUSTOMER: Readonly<Record<Exclude<Label, FaqLabel>, Asked>> = {
  'link-partner-id': { does: 'changes', instead: 'customer-asked-to-link' },
  'provide-partner-id': { does: 'changes', instead: 'customer-asked-to-link' },
  'link-everywhere': { does: 'changes', instead: 'customer-asked-to-link' },
  'change-partner-id': { does: 'changes', instead: 'pal-who-can-edit' },
  'unlink-partner-id': { does: 'changes', instead: 'pal-who-can-edit' },
  undo: { does: 'changes', instead: 'pal-who-can-edit' },
  'show-link': { does: 'looks', instead: 'see-all-links' },
  'show-all-links': { does: 'looks', instead: 'see-all-links' },
  'export-proof': { does: 'looks', instead: 'see-all-links' },
  'my-history': { does: 'looks', instead: 'see-all-links' },
  'check-access': { does: 'looks', instead: 'azure-role-needed' },
  'which-tenant': { does: 'looks', instead: 'see-all-links' },
  'switch-tenant': { does: 'looks', instead: 'see-all-links' },
  'sign-in': { does: 'looks', instead: 'bot-permissions' },
  help: 'anybody',
  limits: 'anybody',
  'switch-language': 'anybody',
  cancel: 'anybody',
  decline: 'anybody',
  confirm: 'anybody',
  'sign-out': 'anybody',
  'forget-me': 'anybody',
  greeting: 'anybody',
  thanks: 'anybody',
  'as-customer': 'anybody',
  'as-partner': 'anybody',
  'out-of-scope': 'anybody',
};

/** Somebody else's link, or a question about whose it is. */
const OF_OTHERS =
  /\b(?:partner(?:['’]?s|n)?(?![\s-]?(?:id|admin|nummer|number))|vendors?|suppliers?|consultants?|they|them|their|our|who|whose|dienstleisters?|anbieters?|berater[sn]?|deren|denen|ihre[nmrs]?|unser\w*|wer|wessen)\b/iu;
const OWN = /\b(?:i|me|my|mine|ich|mir|mich|mein\w*)\b/iu;
/** Who they work for: "I work for the customer", "we are a customer of Fabrikam". */
const CUSTOMERS_SIDE = [
  /^(?:i|we)(?:['’]?m|['’]?re| am| are| work| belong| come)(?: an?| the| one of| in| it| admin| administrator| working| employed)* (?:for|at|with|from|on|to|of) (?:the|your) (?:customer|client)(?:['’]s)?(?: (?!as\b|and\b)\p{L}+){0,2}$/iu,
  /^(?:i|we|my company|our company)(?:['’]?m|['’]?re| am| are| is) (?:an? |the |your )?(?:customer|client)(?: of .{1,40})?$/iu,
  /^(?:ich|wir) (?:bin|sind|arbeiten?|gehören?|kommen?)(?: admin| administrator(?:in)?)?(?: beim| vom| zum| für den| bei dem| von dem| auf| der| die| eine?)? (?:kunden?|kundin|kundenseite)(?: von .{1,40}| in der it)?$/iu,
];
/** What may stand beside it: a greeting, "I'm not the partner" and "what is this?". */
const BESIDE_SIDE =
  /^(?:hi|hello|hey|sorry|hallo|guten tag|(?:i['’]?m|i am|we['’]?re|we are|ich bin|wir sind) (?:not|nicht) (?:the|a|der) partner|(?:what|who|was|wer)(?:['’]s| is| are| does| ist| sind| macht| soll| bist)? ?(?:this|it|you|das|du|sie|dieser)?(?: bot| thing| app| do| for| about| here| hier)*)?$/iu;
/** So short, it is a command, such as "give me proof". */
const MOST_WORDS = 3;

/** Whether somebody only says that they are on the customer's side, and perhaps asks what this is. */
function isFromCustomer(text: string): boolean {
  const clauses = plain(text.replace(MENTION, ' '))
    .split(/[,;.?!]+/)
    .map((clause) =>
      clause
        .trim()
        .replace(/^(?:and|but|und|aber) /iu, '')
        .replace(/\s+/g, ' '),
    );
  const isSide = (clause: string): boolean => CUSTOMERS_SIDE.some((form) => form.test(clause));
  return clauses.some(isSide) && clauses.every((clause) => isSide(clause) || BESIDE_SIDE.test(clause));
}

/**
 * A customer's question that is understood by its words alone: of who has said so, or whose words show it. What is not
 * understood otherwise, and speaks of "us" or of a partner, is taken for one too. Undefined for everything else.
 */
export function questionOfCustomer(
  { audience }: ConversationState,
  { said }: Pick<ReadText, 'said'>,
): Command | undefined {
  const { asCustomer, band } = said;
  if (asCustomer === undefined || band === 'answer') return undefined;
  const isSided = audience !== undefined || said.subject === 'customer';
  if (!(isSided ? isAnswered(asCustomer, said) : mayBeTheirs(asCustomer, said))) return undefined;
  const sure = sureOf(said);
  const ofCustomers = sure === undefined ? asCustomer.topic : FOR_CUSTOMERS[sure];
  // What has another answer for customers is the partner's question first, unless the words say otherwise.
  if (!isSided && sure !== undefined && ofCustomers !== undefined && ofCustomers !== asCustomer.topic)
    return undefined;
  return explainTo(ofCustomers ?? sure ?? asCustomer.topic);
}

/** It says a little of everything: what the words ask is nearer. */
const WIDEST: FaqLabel = 'what-is-pal';

/** The answer that is likelier than what single words say. */
function sureOf(said: Understanding): FaqLabel | undefined {
  const best = bestOf(said);
  return isFaqLabel(best) && best !== WIDEST && said.confidence >= SURE ? best : undefined;
}

/** From this on the likeliest answer is better than what single words say. */
const SURE = 0.75;
/** From this on it is about something else altogether. */
const SURELY_STRANGE = 0.9;
/** From this on it is rather about something else, when it speaks of nobody; then when it speaks of "us". */
const [HARDLY_STRANGE, RATHER_STRANGE] = [0.5, 0.7];

/** Whether a customer's message is about what the bot knows, rather than about something else altogether. */
function isAnswered({ isAboutUs }: CustomersQuestion, said: Understanding): boolean {
  return isAboutUs || strangenessOf(said) < SURELY_STRANGE;
}

/** Whether who has not said so may be a customer. What is not understood at all is answered rather than not. */
function mayBeTheirs(asCustomer: CustomersQuestion, said: Understanding): boolean {
  const { isAboutUs, isLikely, isOfTrade } = asCustomer;
  const best = bestOf(said);
  if (said.subject !== 'self' || !(isFaqLabel(best) || best === 'out-of-scope')) return false;
  // What the words say alone, the likeliest answer says too.
  if (said.band !== 'decline') return isLikely || (isAboutUs && !isOfTrade && best === asCustomer.topic);
  const most = isLikely ? SURELY_STRANGE : isAboutUs ? RATHER_STRANGE : HARDLY_STRANGE;
  return !isOfTrade && strangenessOf(said) < most;
}

/** How likely it is about something else, from 0 to 1. */
function strangenessOf(said: Understanding): number {
  if (bestOf(said) !== 'out-of-scope') return 0;
  return said.top3.find(({ label }) => label === 'out-of-scope')?.confidence ?? 0;
}

function explainTo(topic: FaqLabel): Command {
  return { kind: 'explain', how: 'ask', topic, isCustomers: true };
}

function bestOf({ band, top3, label }: Understanding): Label {
  return (band === 'offer' ? top3[0]?.label : label) ?? 'out-of-scope';
}

/**
 * What a message means that a customer writes: who has said so (`state.audience`), or whose words show it. A question
 * is answered for customers. A plain command about their own account comes from the partner after all: `ofPartner` says
 * which. Undefined where nobody but the partner is meant, and for what anybody may ask.
 */
export function commandOfCustomer(
  { audience }: ConversationState,
  { said, text }: Pick<ReadText, 'said' | 'text'>,
  ofPartner: () => Command,
): Command | undefined {
  if (isFromCustomer(text)) return commandOfLabel('as-customer');
  const best = bestOf(said);
  const isDeclared = audience === 'customer';
  const asked = askedWith(best, isDeclared && OF_OTHERS.test(plain(text)));
  if (asked === 'anybody') return undefined;
  if (!isDeclared && !asksLikeOne(audience, said, best)) return undefined;
  if (!isDeclared || asked.does === 'asks' || !isPlainlyOwn(asked.does, said, plain(text))) {
    const { instead } = asked;
    return explainTo(instead === WIDEST ? (said.asCustomer?.topic ?? instead) : instead);
  }
  return ofPartner();
}

/**
 * What a message or a press comes to in the conversation of who has said that they are the customer: what would change a
 * link of their own is asked about first. They look at their own account as the customer that they are.
 */
export function askedFirst({ audience }: ConversationState, command: Command): Command {
  if (audience !== 'customer' || command.kind !== 'do' || command.isPartners === true) return command;
  const { request, wantsCard } = command;
  // A change that waits for its press was begun by the partner.
  const begins = isChange(request) || request.kind === 'choose-many';
  return begins && wantsCard !== true ? { kind: 'ask-if-partner', request } : command;
}

function askedWith(label: Label, isOfOthers: boolean): Asked | Question {
  if (isFaqLabel(label)) return { does: 'asks', instead: FOR_CUSTOMERS[label] ?? label };
  // "Undo their link" is nothing that the bot can do, and a customer's question.
  if (label === 'limits' && isOfOthers) return { does: 'asks', instead: 'pal-who-can-edit' };
  return COMMANDS_OF_CUSTOMER[label];
}

function plain(text: string): string {
  return text.normalize('NFKC').trim();
}

function asksLikeOne(audience: ConversationState['audience'], said: Understanding, best: Label): boolean {
  return said.subject === 'customer' || (audience === 'questions' && isQuestion(best, said));
}

/** Whether a message is certainly a command about the caller's own account. */
function isPlainlyOwn(does: 'looks' | 'changes', said: Understanding, text: string): boolean {
  if (said.band !== 'answer' || said.subject !== 'self' || OF_OTHERS.test(text)) return false;
  const isShort = text.split(/\s+/).length <= MOST_WORDS && !text.endsWith('?');
  return does === 'changes' || isShort || OWN.test(text);
}

/** Whether it asks, and is no wish to do something. */
function isQuestion(label: Label, { band }: Understanding): boolean {
  return isFaqLabel(label) || band === 'offer';
}

/** Asks who had said that they are the customer whether what they asked for is to be done, where, as the partner. */
export async function goOnAsPartnerView(context: DialogContext, request: Request): Promise<View> {
  const { kind } = request;
  const isUndo = kind === 'undo' || kind === 'undo-in' || (kind === 'plan-batch' && request.next === 'undo');
  const action = isUndo ? 'undo' : kind === 'unlink' ? kind : 'link';
  const partnerId = 'partnerId' in request ? (request.partnerId ?? '') : '';
  const many = 'inMany' in request && request.also === undefined ? request.inMany : undefined;
  const inMany = many === undefined ? '' : many === 'missing' ? 'missing' : 'all';
  const places = inMany === '' ? (await namesIn(context, request)).join(', ') : '';
  return { name: 'go-on-as-partner', data: { reader: 'customer', action, partnerId, inMany, places } };
}

/** The directories of a request as far as it names them, by their names where these are known without asking ARM. */
async function namesIn({ caller, pal, placeWords }: DialogContext, request: Request): Promise<string[]> {
  if (request.kind === 'undo') return [(await pal.find(caller, request.operationId))?.directoryName ?? ''];
  if (!isDirectoryRequest(request)) return [];
  const all = pal.rememberedDirectories(caller.person);
  const { named = '', tenantId } = request;
  const also = 'also' in request ? (request.also ?? []) : [];
  const ids = [...also, ...(tenantId === undefined ? [] : [tenantId])];
  const { found, fitting, unknown } = readDirectories(named, all, placeWords);
  return [
    ...ids.map((id) => all.find((one) => one.tenantId === id)?.name ?? id),
    ...[...found, ...fitting, ...unknown].map(({ name }) => name),
  ];
}
