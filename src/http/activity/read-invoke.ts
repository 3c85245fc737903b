import { z } from 'zod';
import { VERBS } from '../../cards/press';
import type { Press } from '../../dialogs/command-of-press';
import type { Turn } from '../../dialogs/turn';
import { cleanJsonOf } from '../../lib/json';
import { prepared } from '../../lib/quick-schemas';
import { asFileId } from '../../model/identifiers';
import { addresseeOf } from '../../teams/messages';
import type { Incoming } from '../../teams/incoming';

/** Card inputs are short; more is not read. */
const LONGEST_INPUT = 1_000;
/** Entra's tokens are two to four KB. */
const LONGEST_TOKEN = 16_384;
/** Some clients send an object as its JSON text. */
const LONGEST_JSON = 16_384;
/**
 * The name of the search box, as the app manifest has it; the client sends another one when it opens. The local chat
 * client knows no manifest, and sends none.
 */
const SEARCH_WORDS = 'words';

/** An object, also where it comes as JSON text. */
const unwrapped = <T extends z.ZodTypeAny>(inner: T) =>
  prepared(
    (value) =>
      typeof value === 'string' && value.length <= LONGEST_JSON ? (cleanJsonOf(value) ?? value) : value,
    inner,
  );
const input = z.string().max(LONGEST_INPUT).optional().catch(undefined);
const press = z.object({
  verb: z.enum(VERBS),
  operationId: input,
  partnerId: input,
  directoryId: input,
  topic: input,
  batchId: input,
  subscriptionId: input,
  filter: input,
  page: input,
  missing: input,
  companyId: input,
  search: input,
  others: input,
  documentId: input,
  format: input,
});
const data = unwrapped(z.record(z.unknown()).nullish());
const submit = unwrapped(z.record(z.unknown()));
const execute = unwrapped(
  z.object({ action: unwrapped(z.object({ verb: z.string().nullish().catch(undefined), data })) }),
);
const addressee = z.object({ for: z.string() });
const search = unwrapped(
  z.object({
    parameters: z
      .array(
        z.object({ name: z.string().default(SEARCH_WORDS), value: z.string().max(LONGEST_INPUT).catch('') }),
      )
      .max(10),
  }),
);
const exchange = unwrapped(
  z.object({
    id: z.string().min(1).max(200),
    // One that is no token is refused like any other that is not good, so that the person gets a button.
    token: z.string().max(LONGEST_TOKEN).catch(''),
  }),
);
const along = unwrapped(
  z.object({ authentication: z.object({ token: z.string().min(1).max(LONGEST_TOKEN) }) }),
);
const word = z.string().min(1).max(LONGEST_INPUT);
/** Teams' addresses of OneDrive have a key in them. */
const address = z.string().min(1).max(8_192);
const fileConsent = unwrapped(
  z.object({
    type: z.literal('fileUpload'),
    action: z.enum(['accept', 'decline']),
    context: unwrapped(z.object({ offerId: word })),
    /** One that is not as it should be is none: the file is to be had in another way. */
    uploadInfo: unwrapped(
      z.object({ uploadUrl: address, contentUrl: address, uniqueId: word, fileType: word, name: word }),
    )
      .optional()
      .catch(undefined),
  }),
);
const failure = unwrapped(z.object({ code: z.string().regex(/^[a-z]{1,40}$/i) }));

type Kinds<T> = T extends { readonly turn: Turn }
  ? Omit<T, 'turn' | 'place' | 'activityId' | 'invokeName'>
  : never;
/** What an activity of a known person asks for. */
export type AskedFor = Kinds<Incoming>;

/** Reads the value of an invoke; `pressedOn`: the message that it came from, as the client says. */
export function readInvoke(
  {
    name = '',
    value,
    replyToId,
  }: { name?: string | undefined; value?: unknown; replyToId?: string | undefined },
  turn: Turn,
): AskedFor {
  switch (name) {
    case 'adaptiveCard/action': {
      const action = execute.safeParse(value).data?.action;
      if (action === undefined) return { kind: 'unknown-invoke' };
      const verb = action.verb === '' ? undefined : action.verb;
      const fields = { ...action.data, ...(verb == null ? {} : { verb }) };
      const pressed = readPress(fields, replyToId, turn);
      return pressed === undefined ? { kind: 'unknown-invoke' } : { ...pressed, ...tokenAlong(value) };
    }
    case 'composeExtension/query': {
      const words = search.safeParse(value).data?.parameters.find((one) => one.name === SEARCH_WORDS);
      return { kind: 'search', words: words?.value ?? '', ...tokenAlong(value) };
    }
    case 'signin/tokenExchange': {
      const given = exchange.safeParse(value).data;
      if (given === undefined) return { kind: 'unknown-invoke' };
      return { kind: 'sso-token', exchangeId: given.id, token: given.token };
    }
    case 'signin/failure':
      return { kind: 'sso-failure', reason: failure.safeParse(value).data?.code ?? 'unknown' };
    case 'fileConsent/invoke':
      return readFileConsent(value, replyToId);
    case 'signin/verifyState':
      return { kind: 'sign-in-closed' };
    default:
      return { kind: 'unknown-invoke' };
  }
}

function readFileConsent(value: unknown, replyToId: string | undefined): AskedFor {
  const { action, context, uploadInfo } = fileConsent.safeParse(value).data ?? {};
  const offerId = asFileId(context?.offerId ?? '');
  if (action === undefined || offerId === undefined) return { kind: 'unknown-invoke' };
  const isAccepted = action === 'accept';
  const upload = isAccepted ? uploadInfo : undefined;
  const pressedOn = replyToId === '' ? undefined : replyToId;
  return { kind: 'file-consent', consent: { offerId, isAccepted, upload }, pressedOn };
}

/** The press that a message of an old client holds in its value (Action.Submit); undefined when it holds none. */
export function readSubmit(value: unknown, replyToId: string | undefined, turn: Turn): AskedFor | undefined {
  const fields = submit.safeParse(value).data;
  return fields === undefined ? undefined : readPress(fields, replyToId, turn);
}

function readPress(
  fields: object,
  pressedOn: string | undefined,
  turn: Turn,
): Extract<AskedFor, { kind: 'press' }> | undefined {
  const read = press.safeParse(fields);
  if (!read.success) return undefined;
  const whose = addressee.safeParse(fields).data?.for;
  return {
    kind: 'press',
    press: read.data satisfies Press,
    pressedOn: pressedOn === '' ? undefined : pressedOn,
    isSomebodyElses: whose !== undefined && whose !== addresseeOf(turn.person),
  };
}

/** A client that was asked to sign in sends the token along with the invoke it repeats. */
function tokenAlong(value: unknown): { token?: string } {
  const token = along.safeParse(value).data?.authentication.token;
  return token === undefined ? {} : { token };
}
