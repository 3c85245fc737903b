import { z } from 'zod';

import { asObjectId, asPartnerId, asTenantId } from '../model/identifiers';
import type { Link } from '../model/link';

// The SDK hands over what ARM sent, whatever that was: a page of HTML with status 200 arrives as `{}`.
const answer = z.object({
  partnerId: z.string().transform((value, context) => asPartnerId(value) ?? refuse(context)),
  tenantId: z.string().transform((value, context) => asTenantId(value) ?? refuse(context)),
  objectId: z.string().transform((value, context) => asObjectId(value) ?? refuse(context)),
  partnerName: z.string().max(1_000).nullish(),
  version: z.number().int(),
  createdTime: z.date(),
  updatedTime: z.date(),
  state: z.string().min(1).max(100),
});

/** ARM's answer as a Link, or undefined when it is none. */
export function linkOfAnswer(value: unknown): Link | undefined {
  const parsed = answer.safeParse(value).data;
  if (parsed === undefined) return undefined;
  const { createdTime, updatedTime, partnerName, ...same } = parsed;
  return {
    ...same,
    partnerName: partnerName ?? '',
    linkedSince: createdTime.toISOString(),
    lastChanged: updatedTime.toISOString(),
  };
}

/** ARM keeps the row of a removed link; such a row links nobody. */
export function isRemoved(link: Link): boolean {
  return link.state.toLowerCase() === 'deleted';
}

function refuse(context: z.RefinementCtx): typeof z.NEVER {
  context.addIssue({ code: z.ZodIssueCode.custom });
  return z.NEVER;
}
