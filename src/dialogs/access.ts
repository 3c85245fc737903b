import type { Verb } from '../cards/press';
import type { View } from '../cards/view';
import type { Subscription } from '../model/access';
import type { Directory } from '../model/directory';
import { asTenantId } from '../model/identifiers';
import type { Outcome } from '../model/problem';
import type { AccessReport } from '../pal/access';
import { isForCustomer } from '../pal/access';
import type { SubscriptionFinding } from '../pal/access-rules';
import { accessView, unreadAccessView } from './access-views';
import type { Command } from './command';
import type { DialogContext, DialogResult } from './context';
import { customerRequestView } from './customer-request';
import { atHome, locate } from './locate';
import { textsOf } from './match-names';
import { readDirectories } from './named-directories';
import type { PlaceWords } from './place-words';
import { messageWords, plainMessage } from './place-words';
import type { Attempt } from './problem';
import { problemView } from './problem';
import { firstPictureIn, soonOr } from './turn';
import type { ReadText } from './read-text';
import type { Request } from './request';
import { pageIn } from './request';
import { blocked } from './sign-in';

type AccessRequest = Extract<Request, { kind: 'check-access' }>;

/**
 * Answers "does my access count?": for the directory that is named, else the one worked in. What is read goes into the
 * answer and nowhere else: the request that stays behind names the directory only, and pages are read anew.
 */
export async function accessDialog(context: DialogContext, request: AccessRequest): Promise<DialogResult> {
  const result = await check(context, request);
  return { tryAgain: { kind: 'check-access', isElsewhere: true }, ...result };
}

async function check(context: DialogContext, request: AccessRequest): Promise<DialogResult> {
  const listed = await context.pal.directories(context.caller);
  if (listed.kind !== 'ok') return blocked(context, listed, atHome(context, request));
  const named = request.tenantId === undefined ? (request.named ?? '') : '';
  const { found, fitting, unknown } = readDirectories(named, listed.value, context.placeWords);
  const isOne = found.length === 1 && fitting.length === 0;
  if (found.length + fitting.length === 0 && unknown.length > 0) {
    return inTime(
      context,
      unreadAccessView(context, undefined, 'reading'),
      searched(context, listed.value, named),
    );
  }
  const located = await locate(
    context,
    isOne ? { ...request, named: undefined, tenantId: found[0]?.tenantId } : request,
  );
  if (located.kind === 'result') return located.result;
  return checkIn(context, request, located.directory);
}

/** What a piece of work comes to: a card, or what stands in the way. */
type Checked =
  | { readonly kind: 'view'; readonly view: View }
  | {
      readonly kind: 'blocked';
      readonly outcome: Exclude<Outcome<never>, { kind: 'ok' }>;
      readonly attempt: Attempt;
    };

/** Checks one directory, or one of its subscriptions. */
async function checkIn(
  context: DialogContext,
  request: AccessRequest,
  directory: Directory,
): Promise<DialogResult> {
  const { named = '', subscriptionId, page = 1, forCustomer, isAwaited } = request;
  const { tenantId, name } = directory;
  const choose = { choose: chooseBy(directory, subscriptionId, named) };
  const attempt: Attempt = {
    request: { ...request, tenantId },
    tenantId,
    directoryName: name,
    action: 'show',
  };
  const work = context.access
    .read(context.caller, directory, choose)
    .then(async (outcome): Promise<Checked> => {
      if (outcome.kind !== 'ok') return { kind: 'blocked', outcome, attempt };
      const report = outcome.value;
      const view =
        forCustomer === true
          ? await accessRequestView(context, report)
          : await accessView(context, report, { page, subscriptionId });
      return { kind: 'view', view };
    });
  const result =
    isAwaited === true || forCustomer === true
      ? await resultOf(context, await work)
      : await inTime(context, unreadAccessView(context, directory, 'reading'), work);
  return { ...result, tryAgain: { kind: 'check-access', tenantId } };
}

/** The one with this id, or those with a name that is in the words; all where none is meant. */
function chooseBy(directory: Directory, subscriptionId: string | undefined, named: string) {
  const isMeant = ({ subscriptionId: id, name }: Subscription): boolean =>
    subscriptionId === undefined
      ? isCalledIn(name, named) && !isCalledIn(name, directory.name)
      : id === subscriptionId;
  return (listed: readonly Subscription[]): readonly Subscription[] => {
    const meant = listed.filter(isMeant);
    return meant.length > 0 ? meant : listed;
  };
}

/** Shows what comes of it: at once, or on a card that says meanwhile that it is being read. */
async function inTime(context: DialogContext, reading: View, work: Promise<Checked>): Promise<DialogResult> {
  const soon = await soonOr(work, firstPictureIn(context));
  if (soon !== undefined) return resultOf(context, soon.value);
  const done = work.then((checked) => lateView(context, checked));
  return { views: [reading], dialog: 'keep', follows: { done, latest: () => reading } };
}

async function resultOf(context: DialogContext, checked: Checked): Promise<DialogResult> {
  return checked.kind === 'view'
    ? { views: [checked.view], dialog: 'keep' }
    : blocked(context, checked.outcome, checked.attempt);
}

/** Nothing can wait for a sign-in any more when the answer is given already: its button asks for it. */
function lateView(context: DialogContext, checked: Checked): View {
  if (checked.kind === 'view') return checked.view;
  const { outcome, attempt } = checked;
  if (outcome.kind === 'problem') return problemView(context, outcome.problem, attempt);
  const directory = { tenantId: attempt.tenantId, name: attempt.directoryName };
  return unreadAccessView(context, directory, 'needs-you');
}

/** Looks for a subscription of that name in all directories. */
async function searched(context: DialogContext, all: readonly Directory[], named: string): Promise<Checked> {
  const { hits, unsearched } = await findSubscriptions(context, all, named);
  const [hit, ...others] = hits;
  if (hit !== undefined && others.length === 0) {
    const subscriptionId = hit.finding.subscription.subscriptionId;
    return { kind: 'view', view: await accessView(context, hit.report, { page: 1, subscriptionId }) };
  }
  const view: View = {
    name: 'choose-subscription',
    data: {
      named,
      unsearched,
      choices: hits.map(({ report: { directory }, finding: { subscription } }) => ({
        directoryName: directory.name,
        directoryId: directory.tenantId,
        subscriptionId: subscription.subscriptionId,
        name: subscription.name,
      })),
    },
  };
  return { kind: 'view', view };
}

const ACCESS_VERBS = [
  'check-access',
  'access-page',
  'request-access',
  'check-all-access',
] as const satisfies readonly Verb[];
type AccessVerb = (typeof ACCESS_VERBS)[number];

/** Whether a press is about what access is worth. */
export function isOfAccess(verb: Verb): verb is AccessVerb {
  return ACCESS_VERBS.some((one) => one === verb);
}

/** The fields that come with such a press. */
interface AccessPress {
  readonly directoryId?: string;
  readonly subscriptionId?: string;
  readonly page?: string;
  readonly topic?: string;
}

/** What such a press asks for; its ids are hints, looked up among what the person sees. */
export function accessCommandOfPress(press: AccessPress, verb: AccessVerb): Command {
  const page = pageIn(press.page);
  if (verb === 'check-all-access') return { kind: 'do', request: { kind: 'check-all-access', page } };
  const tenantId = asTenantId(press.directoryId ?? '');
  const subscriptionId = GUID.exec(press.subscriptionId ?? '')?.[0]?.toLowerCase();
  const request: AccessRequest = {
    kind: 'check-access',
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(press.topic === 'choose' ? { isElsewhere: true } : {}),
    ...(press.topic === 'sign-in' ? { isAwaited: true } : {}),
    ...(verb === 'access-page' ? { page } : {}),
    ...(verb === 'request-access' ? { forCustomer: true } : {}),
  };
  return { kind: 'do', request };
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** "Does my access count at Contoso?", "check my role on Contoso-Prod", "check everything". */
export function accessOfText({ said, place, text }: ReadText, words: PlaceWords): Command | undefined {
  if (said.label !== 'check-access' || said.band !== 'answer') return undefined;
  const isGeneral = (word: string): boolean => words.subscription.has(word) || words.around.has(word);
  const named = said.where.places.filter(
    (one) => !messageWords(one).every(({ text: word }) => isGeneral(word)),
  );
  const names = named.length > 0 ? named.join(', ') : place;
  if (names !== undefined) {
    const tenantId = asTenantId(names);
    const where = tenantId === undefined ? { named: names } : { tenantId };
    return { kind: 'do', request: { kind: 'check-access', ...where } };
  }
  const isAll =
    said.where.isEverywhere || messageWords(plainMessage(text)).some(({ text: word }) => words.all.has(word));
  return { kind: 'do', request: isAll ? { kind: 'check-all-access', page: 1 } : { kind: 'check-access' } };
}

/** A subscription that fits, and what was read of its directory. */
interface Hit {
  readonly report: AccessReport;
  readonly finding: SubscriptionFinding;
}

/** Whether the words name this subscription, whole: "my role on contoso prod" names Contoso-Prod. */
function isCalledIn(name: string, words: string): boolean {
  const said = ` ${textsOf(words).join(' ')} `;
  const texts = textsOf(name);
  return texts.length > 0 && said.includes(` ${texts.join(' ')} `);
}

/**
 * The subscriptions of all directories that the words name. `unsearched`: how many directories could not be looked into,
 * since they want a sign-in or don't answer.
 */
async function findSubscriptions(
  { access, caller }: DialogContext,
  directories: readonly Directory[],
  words: string,
): Promise<{ readonly hits: readonly Hit[]; readonly unsearched: number }> {
  const hits: Hit[] = [];
  let unsearched = 0;
  const choose = <S extends { readonly name: string }>(listed: readonly S[]): readonly S[] =>
    listed.filter(({ name }) => isCalledIn(name, words));
  for await (const { report } of access.readMany(caller, directories, { choose })) {
    if (report.kind !== 'ok' || report.value.unreadable !== undefined) unsearched += 1;
    else hits.push(...report.value.findings.map((finding) => ({ report: report.value, finding })));
  }
  return { hits, unsearched };
}

/** The smallest role of Microsoft's list in common use: it opens support requests, and changes nothing else. */
const SMALLEST_ROLE = 'Support Request Contributor';
const MOST_NAMED = 9;
/** Longer ones would be cut on the card. */
const LONGEST_SCOPE = 60;

/** The message that asks the customer for the role that is missing, on each subscription where it would change something. */
function accessRequestView(context: DialogContext, { directory, findings }: AccessReport): Promise<View> {
  const scopes = findings.filter(isForCustomer).map(({ subscription: { name, subscriptionId } }) => {
    const whole = `${name} (${subscriptionId})`;
    return whole.length <= LONGEST_SCOPE ? whole : name;
  });
  const rest = scopes.length - MOST_NAMED;
  return customerRequestView(context, scopes.length === 0 ? 'first-role' : 'role', directory.tenantId, {
    role: SMALLEST_ROLE,
    scopes: rest > 0 ? [...scopes.slice(0, MOST_NAMED), `… (+${rest})`] : scopes,
  });
}
