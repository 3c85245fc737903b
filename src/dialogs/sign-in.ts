import { z } from 'zod';
import type { View } from '../cards/view';
import { apartMs } from '../model/clock';
import type { TenantId } from '../model/identifiers';
import { newOperationId } from '../model/identifiers';
import type { Outcome, ProblemCode, SignInNeed } from '../model/problem';
import type { Command } from './command';
import type { DialogContext, DialogResult } from './context';
import type { SignedOut } from '../model/person';
import { answer, goPersonal } from './context';
import type { Attempt } from './problem';
import { problemResult, problemView } from './problem';
import type { Request } from './request';
import { requestSchema } from './request';
import type { ConversationState, DialogState, SigningIn } from './state';
import { signInReason } from './state';

/** A need for a sign-in, or the person's own wish for one. */
type WantedSignIn = Omit<SignInNeed, 'reason'> & { readonly reason: SigningIn['reason'] };

/** A sign-in for these may go without the person: no second factor and no consent is asked for. */
const SILENT_REASONS: readonly SigningIn['reason'][] = ['first', 'expired', 'asked', 'interrupted'];

/** With these, nothing is held of a sign-in that was made a moment ago: another instance has it, or a restart took it. */
const LOST_REASONS: readonly SigningIn['reason'][] = ['first', 'expired'];

/**
 * Sends the person to sign in and parks the request until they have. No sign-in card comes
 * - right after a sign-in for the same that did not help: that is a problem, so that nobody is sent round in circles;
 * - when the person came back from its page a moment ago: another instance holds that sign-in.
 */
export async function askToSignIn(
  context: DialogContext,
  need: WantedSignIn,
  attempt: Attempt,
): Promise<DialogResult> {
  const { caller, signInService, justSignedIn } = context;
  const { tenantId, directoryName, request } = attempt;
  if (!context.isPersonal) return goPersonal(context);
  const isMet = justSignedIn?.tenantId === tenantId && justSignedIn.reason === need.reason;
  // What Teams did silently, the person may still do on the page.
  if (isMet && !justSignedIn.isSilent) {
    const problem = { code: SIGN_IN_DID_NOT_HELP[need.reason], correlationId: caller.correlationId };
    return problemResult(context, problem, attempt, { claims: need.claims });
  }
  const ways = waysOf(context, need, tenantId);
  if (ways.phase !== 'silent' && context.signedInLately === tenantId && LOST_REASONS.includes(need.reason)) {
    const problem = { code: 'sign-in-elsewhere', correlationId: caller.correlationId } as const;
    return answer(problemView(context, problem, attempt));
  }
  const url = await signInService.begin(caller, tenantId, {
    ...(need.claims === undefined ? {} : { claims: need.claims }),
    askConsent: need.reason === 'consent',
  });
  return {
    views: [
      {
        name: 'sign-in',
        data: {
          url,
          reason: need.reason,
          account: caller.person.displayName,
          directoryName,
          directoryId: tenantId,
        },
      },
    ],
    dialog: { kind: 'signing-in', request, tenantId, reason: need.reason, ...ways },
  };
}

/** What goes on after a sign-in whose button stands on a card that says something else, too. */
const goesOnSchema = z.object({ request: requestSchema, reason: signInReason });

/**
 * Begins a sign-in for a button on a card that stays, whatever else the conversation comes to, and gives the address of
 * its page: `request` goes on afterwards. Undefined in a group.
 */
export async function signInPageFor(
  { caller, signInService, isPersonal }: DialogContext,
  tenantId: TenantId,
  { claims, reason }: Pick<SignInNeed, 'claims' | 'reason'>,
  request: Request,
): Promise<string | undefined> {
  if (!isPersonal) return undefined;
  const goesOn = JSON.stringify({ request, reason } satisfies z.infer<typeof goesOnSchema>);
  return signInService.begin(caller, tenantId, {
    ...(claims === undefined ? {} : { claims }),
    askConsent: reason === 'consent',
    goesOn,
  });
}

/** Whether Teams can do the sign-in without the person. */
export function goesSilently(context: DialogContext, need: SignInNeed, tenantId: TenantId): boolean {
  return waysOf(context, need, tenantId).phase === 'silent';
}

/** What goes on after the sign-in of such a button; undefined when a newer version of the bot wrote it. */
export function readGoesOn(goesOn: string): z.infer<typeof goesOnSchema> | undefined {
  return goesOnSchema.safeParse(JSON.parse(goesOn)).data;
}

/** Who can do the sign-in: Teams, the person, or either. Where its card is open already, nobody tries silently again. */
function waysOf(
  { maySignInSilently, justSignedIn, openSignIn, now }: DialogContext,
  { reason, silentFailed }: WantedSignIn,
  tenantId: TenantId,
): Omit<SigningIn, 'kind' | 'request' | 'tenantId' | 'reason'> {
  const isOpen = openSignIn?.tenantId === tenantId && openSignIn.reason === reason;
  const takesToken =
    SILENT_REASONS.includes(reason) && silentFailed !== true && justSignedIn?.isSilent !== true;
  return {
    attemptId: newOperationId(),
    askedAt: now.toISOString(),
    phase: isOpen ? openSignIn.phase : takesToken ? (maySignInSilently ? 'silent' : 'card') : 'page-only',
  };
}

const SIGN_IN_DID_NOT_HELP: Record<SigningIn['reason'], ProblemCode> = {
  first: 'sign-in-failed',
  expired: 'sign-in-failed',
  asked: 'sign-in-failed',
  interrupted: 'sign-in-failed',
  consent: 'consent-needed',
  'step-up': 'mfa-refused',
};

/** A sign-in card counts as just shown for this long. */
const JUST_SHOWN_MS = 60_000;

/** The sign-in whose card was just shown and can still be used; undefined when a new one was asked for by name. */
export function openSignInOf(
  { dialog, openCard }: ConversationState,
  command: Command,
  now: Date,
): SigningIn | undefined {
  if (dialog.kind !== 'signing-in' || openCard === undefined) return undefined;
  if (
    dialog.phase === 'silent' ||
    dialog.phase === 'failed' ||
    (command.kind === 'do' && command.wantsCard === true)
  )
    return undefined;
  return apartMs(dialog.askedAt, now) < JUST_SHOWN_MS ? dialog : undefined;
}

/** The directory whose sign-in page the person came back from a moment ago. */
export function signedInLately({ lastSignIn }: ConversationState, now: Date): TenantId | undefined {
  if (lastSignIn === undefined) return undefined;
  return apartMs(lastSignIn.at, now) < JUST_SHOWN_MS ? lastSignIn.tenantId : undefined;
}

/** Whether a silent sign-in has timed out: the process that waited for it has died. */
export function hasTimedOut(dialog: DialogState, now: Date, patienceMs: number): dialog is SigningIn {
  if (dialog.kind !== 'signing-in' || dialog.phase !== 'silent') return false;
  return apartMs(dialog.askedAt, now) > patienceMs;
}

/** Whether the conversation waits for this sign-in: on that directory's page, or silently where that may help. */
export function isAwaited(dialog: DialogState, signedInto: TenantId | undefined): dialog is SigningIn {
  if (dialog.kind !== 'signing-in') return false;
  if (signedInto !== undefined) return dialog.tenantId === signedInto;
  return dialog.phase === 'silent' || dialog.phase === 'card';
}

/** Forgets the person's sign-in, and says what that was. */
export async function signOutDialog({
  caller,
  overviews,
  pal,
  signInService,
}: DialogContext): Promise<DialogResult> {
  const names = new Map(
    pal.rememberedDirectories(caller.person).map(({ tenantId, name }) => [tenantId, name]),
  );
  const nameOf = (tenantId: TenantId): string => names.get(tenantId) ?? tenantId;
  pal.dropDirectories(caller.person);
  overviews.forget(caller.person);
  return answer(signedOutView(await signInService.signOut(caller.person), nameOf));
}

function signedOutView(signedOut: SignedOut, nameOf: (tenantId: TenantId) => string): View {
  const { signIns, ssoToken, exchanged, isComplete } = signedOut;
  return {
    name: 'signed-out',
    data: {
      wasSignedIn: ssoToken || signIns.length > 0,
      byPage: signIns.map(nameOf),
      byTeams: ssoToken,
      usedByTeamsIn: exchanged.map(nameOf),
      isIncomplete: !isComplete,
    },
  };
}

/** Answers an outcome that is not ok: a sign-in card, or the problem's card. */
export async function blocked(
  context: DialogContext,
  outcome: Exclude<Outcome<never>, { kind: 'ok' }>,
  attempt: Attempt,
): Promise<DialogResult> {
  return outcome.kind === 'sign-in'
    ? askToSignIn(context, outcome.need, attempt)
    : problemResult(context, outcome.problem, attempt);
}

/** What was found to be wanted there when the directories were read. */
export function needFor({ overviews, caller, now }: DialogContext, tenantId: TenantId): SignInNeed {
  const state = overviews.latest(caller.person, now)?.read.get(tenantId)?.state;
  return state !== undefined && 'need' in state ? state.need : { reason: 'first' };
}
