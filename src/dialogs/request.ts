import { z } from 'zod';
import { FILE_FORMATS } from '../files/document';
import type { BatchId, OperationId, PartnerId, TenantId } from '../model/identifiers';
import { asBatchId, asOperationId, asPartnerId, asTenantId, branded } from '../model/identifiers';

const partnerId = branded<PartnerId>(asPartnerId);
const tenantId = branded<TenantId>(asTenantId);
const operationId = branded<OperationId>(asOperationId);
const batchId = branded<BatchId>(asBatchId);

/** The directory that a request is about, as far as it is known. */
const where = {
  /** Chosen, or named by its id. */
  tenantId: tenantId.optional(),
  /** Named by a domain or by words, still to be found among the person's directories. */
  named: z.string().optional(),
  /** Words that name directories which are to be left alone; empty when they can't be told. */
  except: z.string().optional(),
  /** Ask for the directory even if the person works in one. */
  isElsewhere: z.boolean().optional(),
  /** Another PartnerID was given, without a word of linking anew: "wrong number, it should be …". */
  isCorrection: z.boolean().optional(),
};

/** What else was named beside a directory that is asked about: it goes on with all of it. */
const together = {
  also: z.array(tenantId).optional(),
  /** For each further name that fits several: those, to be asked about in turn. */
  stillOpen: z.array(z.array(tenantId)).optional(),
  /** Names that fit none. */
  unknown: z.string().optional(),
};

/**
 * What a person wants, filled in result by result. It is data, so that it can wait for a sign-in, survive a restart,
 * and be tried again.
 */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('link'),
    partnerId: partnerId.optional(),
    /** The person has said that an unusually short or long PartnerID is right. */
    isLengthAccepted: z.boolean(),
    /**
     * In many directories at once: wherever nothing is linked; everywhere, which leaves open whether another PartnerID is
     * to be replaced; in all, whatever is linked there.
     */
    inMany: z.enum(['missing', 'everywhere', 'all']).optional(),
    /** "Wrong number": where the person's last change was, one or many; `all`: they speak of many. */
    corrects: z.enum(['last', 'all']).optional(),
    /** Another number on an open confirm card: for the directory of that change. */
    insteadOf: operationId.optional(),
    /** "And Coho too" at an open confirm card: what that one would change, in what is named as well. */
    besides: operationId.optional(),
    /** Another number while this batch waits for its confirmation: for those of it that are named. */
    inBatch: batchId.optional(),
    /** Words that name a directory: the number that is linked there is wanted, where the request says. */
    numberOf: z.string().optional(),
    ...together,
    ...where,
  }),
  z.object({ kind: z.literal('unlink'), inMany: z.enum(['all']).optional(), ...together, ...where }),
  /** `asked`: "undo" was, and there is nothing to undo; `undoneUntil`: any more since then, ISO 8601, UTC. */
  z.object({
    kind: z.literal('show'),
    asked: z.literal('undo').optional(),
    undoneUntil: z.string().optional(),
    ...where,
  }),
  z.object({ kind: z.literal('switch-directory'), ...where }),
  /**
   * What the person's access is worth; `named` may name a subscription too. What names one is kept only while the
   * request waits for a sign-in.
   */
  z.object({
    kind: z.literal('check-access'),
    subscriptionId: z.string().uuid().optional(),
    page: z.number().int().optional(),
    /** The text that asks the customer for what is missing, in place of the findings. */
    forCustomer: z.literal(true).optional(),
    /** However long it takes: a sign-in that it needs is asked for at its end. */
    isAwaited: z.literal(true).optional(),
    ...where,
  }),
  z.object({ kind: z.literal('which-directory') }),
  z.object({ kind: z.literal('execute'), operationId }),
  /** `isTyped`: the last change, whatever it is; an undo is taken back only by its own button. */
  z.object({
    kind: z.literal('undo'),
    operationId,
    isTyped: z.literal(true).optional(),
    /** It is confirmed on a card in any case. */
    isAsked: z.literal(true).optional(),
  }),
  /** What was changed last in one directory is to be undone. */
  z.object({ kind: z.literal('undo-in'), ...where }),
  z.object({ kind: z.literal('sign-in') }),
  /** How it stands in all directories. `isAgain`: read anew. */
  z.object({
    kind: z.literal('overview'),
    filter: z.enum(['all', 'missing', 'needs']),
    page: z.number().int(),
    /** Only those whose name or domain holds this. */
    search: z.string().max(1_000).optional(),
    isAgain: z.boolean().optional(),
    /** "Check again" was pressed: what was refused before may be taken now. */
    isChecked: z.literal(true).optional(),
  }),
  /**
   * What ARM says now, to be taken along: of all directories, or of those that are named. `history`: one's own decisions.
   * `format`: as a file at once.
   */
  z.object({
    kind: z.literal('prove'),
    of: z.enum(['links', 'history']),
    format: z.enum(FILE_FORMATS).optional(),
    ...where,
  }),
  /** What the access to each of all directories is worth. */
  z.object({ kind: z.literal('check-all-access'), page: z.number().int() }),
  /** Does a confirmed batch, or goes on with it; `only`: in this directory, after a sign-in there. */
  z.object({ kind: z.literal('run-batch'), batchId, only: tenantId.optional() }),
  /** Plans what a batch leads to next; `chosen`: the part of it in these directories. See Batches.planNext. */
  z.object({
    kind: z.literal('plan-batch'),
    batchId,
    next: z.enum(['undo', 'redo', 'retry', 'rest', 'left', 'chosen']),
    chosen: z.array(tenantId).optional(),
    /** Another number for some of them. */
    other: z.object({ directories: z.array(tenantId), partnerId }).optional(),
    except: where.except,
  }),
  /** The directories of a batch, with another PartnerID: where the first was refused, or in all while it waits. */
  /** `besides`: words that name directories in which the same is wanted as well. */
  z.object({
    kind: z.literal('other-id'),
    batchId,
    partnerId: partnerId.optional(),
    besides: z.string().optional(),
  }),
  /** Shows what a batch would change with ticks to choose from; `ticked`: what was chosen, by its place on that card. */
  z.object({ kind: z.literal('choose-many'), batchId, ticked: z.array(z.string()).optional() }),
]);

/** What was shown last, if that can be taken along: "as a file, please" is about it. */
export const shownSchema = z.object({
  of: z.enum(['links', 'history']),
  tenantId: tenantId.optional(),
  named: z.string().optional(),
});

/** See requestSchema. */
export type Request = z.infer<typeof requestSchema>;
const IN_ONE_DIRECTORY = ['link', 'unlink', 'show', 'undo-in', 'switch-directory', 'check-access'] as const;
/** The requests that are about one directory. */
export type DirectoryRequest = Extract<Request, { kind: (typeof IN_ONE_DIRECTORY)[number] }>;
/** "Link (or change to) this PartnerID." */
export type LinkRequest = Extract<Request, { kind: 'link' }>;

/** The page that a button names, from 1; the first for what is no number that a record can hold. */
export function pageIn(text = ''): number {
  const page = Number.parseInt(text, 10);
  return Number.isSafeInteger(page) ? page : 1;
}

/** Whether the request is about one directory. */
export function isDirectoryRequest(request: Request): request is DirectoryRequest {
  return IN_ONE_DIRECTORY.some((kind) => kind === request.kind);
}

const CHANGES: readonly Request['kind'][] = ['link', 'unlink', 'undo', 'undo-in', 'plan-batch', 'other-id'];

/** Whether the request begins a change. */
export function isChange({ kind }: Request): boolean {
  return CHANGES.includes(kind);
}

/** Identifiers that the stored forms of this room share. */
export const identifiers = { partnerId, tenantId, operationId, batchId };

/** Whether a link is asked for without a word of where. */
export function isWithoutPlace({ tenantId, named, inMany, also }: LinkRequest): boolean {
  return [tenantId, named, inMany, also].every((one) => one === undefined);
}
