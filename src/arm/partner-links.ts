import { ACEProvisioningManagementPartnerAPI } from '@azure/arm-managementpartner';

import type { Link } from '../model/link';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { ArmCaller, ArmOperation, ArmOutcome, ArmSdkOptions } from './call';
import { isRemoved, linkOfAnswer } from './link-answer';
import type { PartnerLinks } from './ports';
import type { Actor } from '../auth/ports';
import type { Wait } from '../network/pause';
import { retriedRead } from './retried-read';

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
      if (found.kind === 'not-linked') return ok(found);
      if (found.kind !== 'ok') return found;
      return ok(isRemoved(found.value) ? { kind: 'not-linked' } : { kind: 'linked', link: found.value });
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
