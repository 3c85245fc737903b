import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';
import { z } from 'zod';

import type { Actor } from '../auth/ports';
import { asObjectId, asPartnerId, asTenantId } from '../model/identifiers';
import type { Link } from '../model/directory';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { Wait } from '../lib/async';
import type { ArmCaller, ArmOperation, ArmOutcome, ArmSdkOptions } from './call';
import type { PartnerLinks } from './ports';
import { retriedRead } from './read-pages';

/** A link is under one kilobyte; an answer far beyond that is none. */
const MAX_BYTES = 64 * 1024;

/** PartnerLinks over the SDK of Microsoft.ManagementPartner. */
export function createPartnerLinks(parts: {
  readonly callArm: ArmCaller;
  readonly wait: Wait;
  readonly random: () => number;
}): PartnerLinks {
  const { callArm } = parts;

  async function write<T>(
    actor: Actor,
    operation: ArmOperation<T>,
    signal: AbortSignal,
  ): Promise<Outcome<T>> {
    return asWritten(actor, await callArm(actor, operation, signal));
  }

  return {
    read: async (actor, signal) => {
      const found = await retriedRead(() => callArm(actor, READ, signal), { ...parts, signal });
      if (found.kind === 'not-linked') return ok({ kind: 'not-linked' }, found.serviceRequestId);
      if (found.kind !== 'ok') return found;
      const { value, serviceRequestId } = found;
      return isRemoved(value)
        ? ok({ kind: 'not-linked' }, serviceRequestId)
        : ok({ kind: 'linked', link: value }, serviceRequestId);
    },
    create: (actor, partnerId, signal) =>
      write(
        actor,
        linking('create', (api, options) => api.partner.create(partnerId, options)),
        signal,
      ),
    update: (actor, partnerId, signal) =>
      write(
        actor,
        linking('update', (api, options) => api.partner.update(partnerId, options)),
        signal,
      ),
    remove: async (actor, partnerId, signal) => {
      const removal: ArmOperation<true> = {
        verb: 'remove',
        maxBytes: MAX_BYTES,
        run: async (options) => {
          let body: string | null | undefined;
          const onResponse = (raw: { bodyAsText?: string | null }): void => {
            body = raw.bodyAsText;
          };
          await apiOf(options).partner.delete(partnerId, { ...options.operation, onResponse });
          // ARM says nothing when it removes; a page with status 200 is somebody else's.
          return (body ?? '').trim() === '' ? true : undefined;
        },
      };
      const removed = await write(actor, removal, signal);
      return removed.kind === 'ok' ? ok(undefined, removed.serviceRequestId) : removed;
    },
  };
}

const READ: ArmOperation<Link> = {
  verb: 'read',
  maxBytes: MAX_BYTES,
  run: async (options) => linkOfAnswer(await apiOf(options).partners.get(options.operation)),
};

function linking(
  verb: 'create' | 'update',
  send: (api: ACEProvisioningManagementPartnerAPI, options: ArmSdkOptions['operation']) => Promise<unknown>,
): ArmOperation<Link> {
  return {
    verb,
    maxBytes: MAX_BYTES,
    run: async (options) => {
      const link = linkOfAnswer(await send(apiOf(options), options.operation));
      return link === undefined || isRemoved(link) ? undefined : link;
    },
  };
}

function apiOf({ credential, client }: ArmSdkOptions): ACEProvisioningManagementPartnerAPI {
  return new ACEProvisioningManagementPartnerAPI(credential, client);
}

function asWritten<T>(actor: Actor, outcome: ArmOutcome<T>): Outcome<T> {
  // Only reads answer "not linked".
  return outcome.kind === 'not-linked'
    ? failed({ code: 'nothing-linked', correlationId: actor.correlationId })
    : outcome;
}

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
function linkOfAnswer(value: unknown): Link | undefined {
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
function isRemoved(link: Link): boolean {
  return link.state.toLowerCase() === 'deleted';
}

function refuse(context: z.RefinementCtx): typeof z.NEVER {
  context.addIssue({ code: z.ZodIssueCode.custom });
  return z.NEVER;
}
