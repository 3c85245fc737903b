import { z } from 'zod';

const MAX_DELAY_MS = 120_000;

/** The requests that a fault can hit; `arm` is any of ARM's, `access` what is asked about a subscription. */
export const FAULT_OPERATIONS = [
  'arm-read',
  'arm-create',
  'arm-update',
  'arm-delete',
  'tenants',
  'subscriptions',
  'access',
  'arm',
  'token',
] as const;

export type FaultOperation = (typeof FAULT_OPERATIONS)[number];

const common = {
  operation: z.enum(FAULT_OPERATIONS),
  /** Only in this tenant (id); absent: in every one. */
  tenant: z.string().uuid().toLowerCase().optional(),
  /** How many requests it hits before it is used up. */
  count: z.number().int().min(1).max(1_000_000).default(1),
};

const faultKinds = z.discriminatedUnion('kind', [
  /** `writes` tells whether the change happens before the wait or after it. */
  z
    .object({
      ...common,
      kind: z.literal('delay'),
      ms: z.number().int().min(0).max(MAX_DELAY_MS),
      writes: z.enum(['before', 'after']).default('before'),
    })
    .strict(),
  /** No answer, no change, until the client gives up. */
  z.object({ ...common, kind: z.literal('hang') }).strict(),
  /** The connection is dropped at once; nothing changes. */
  z.object({ ...common, kind: z.literal('reset') }).strict(),
  /** The change happens, half of the answer arrives. */
  z.object({ ...common, kind: z.literal('cut-body') }).strict(),
  z
    .object({
      ...common,
      kind: z.literal('throttle'),
      retryAfterSeconds: z.number().int().min(0).max(3600).optional(),
      /** The header as it is sent, instead of seconds. */
      retryAfter: z.string().max(60).optional(),
    })
    .strict(),
  z.object({ ...common, kind: z.literal('status'), status: z.number().int().min(500).max(599) }).strict(),
  /** 200 with a page instead of JSON, as a proxy in the way sends it; nothing changes. */
  z.object({ ...common, kind: z.literal('html') }).strict(),
  /** The change happens, the connection is dropped instead of an answer. */
  z.object({ ...common, kind: z.literal('commit-then-drop') }).strict(),
  /** The change happens, the answer does not tell the truth about it. */
  z
    .object({
      ...common,
      kind: z.literal('odd-answer'),
      answer: z.enum(['other-partner', 'other-tenant', 'empty']),
    })
    .strict(),
  /** Entra refuses with this number. */
  z
    .object({
      ...common,
      operation: z.literal('token'),
      kind: z.literal('aadsts'),
      aadsts: z.number().int().min(10_000).max(99_999_999),
      /** Sent along as the claims challenge. */
      claims: z.string().max(4_000).optional(),
    })
    .strict(),
]);

function nameTheKind(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'aadsts' in input && !('kind' in input)
    ? { ...input, kind: 'aadsts' }
    : input;
}

/** A fault as a script gives it. `{operation:'token', aadsts:53003}` may leave the kind out. */
export const faultSchema = z.preprocess(nameTheKind, faultKinds);

/** A script: one fault or a list of them. */
export const faultScriptSchema = z.union([z.array(faultSchema).max(100), faultSchema]);

export type Fault = z.infer<typeof faultKinds>;
export type FaultInput = z.input<typeof faultKinds>;
