import type { View } from '../cards/view';
import type { Subscription } from '../model/access';
import type { Directory } from '../model/directory';
import type { Outcome } from '../model/problem';
import { accessRequestView } from './access-request';
import { accessView, unreadAccessView } from './access-views';
import { blocked } from './sign-in';
import type { DialogContext, DialogResult } from './context';
import { findSubscriptions, isCalledIn } from './find-subscriptions';
import { atHome, locate } from './locate';
import { readDirectories } from './named-directories';
import type { Attempt } from './problem';
import { problemView } from './problem';
import { FIRST_PICTURE_MS, soonOr } from './progress';
import type { Request } from './request';

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
  const listed = await context.pal.directories(context.asker);
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
    .read(context.asker, directory, choose)
    .then(async (outcome): Promise<Checked> => {
      if (outcome.kind !== 'ok') return { kind: 'blocked', outcome, attempt };
      const report = outcome.value;
      const view =
        forCustomer === true
          ? await accessRequestView(context, report)
          : accessView(context, report, { page, subscriptionId });
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
  const soon = await soonOr(work, FIRST_PICTURE_MS);
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
    return { kind: 'view', view: accessView(context, hit.report, { page: 1, subscriptionId }) };
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
