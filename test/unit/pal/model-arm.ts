import type { Directories, PartnerLinks } from '../../../src/arm/ports';
import type { Accounts, Actor } from '../../../src/auth/ports';
import type { ObjectId, PartnerId, TenantId } from '../../../src/model/identifiers';
import { asObjectId, asPartnerId, asTenantId } from '../../../src/model/identifiers';
import type { Link } from '../../../src/model/directory';
import type { Outcome, Problem } from '../../../src/model/problem';
import { failed, ok } from '../../../src/model/problem';

/** What befalls one call. */
export type Mishap =
  | 'none'
  /** The work is done, the answer is lost. */
  | 'done-unanswered'
  /** No answer, and nothing done. */
  | 'lost'
  /** A definite no. */
  | 'refused'
  /** A fault behind the door, before anything was done. */
  | 'fault'
  | 'sign-in'
  /** The work is done; the answer names another partner. */
  | 'odd';

/** One write that reached ARM, whatever it answered. */
export interface SeenWrite {
  readonly verb: 'create' | 'update' | 'remove';
  readonly partnerId: PartnerId;
  /** Whether the link was read since the write before it. */
  readonly wasLookedAt: boolean;
}

export const TENANT = must(asTenantId('11111111-1111-4111-8111-111111111111'));
export const ACCOUNT = must(asObjectId('22222222-2222-4222-8222-222222222222'));
const OTHER_PARTNER = partnerIdOf('9999998');

/** The text as a PartnerId; for literals. */
export function partnerIdOf(text: string): PartnerId {
  return must(asPartnerId(text));
}

/** ARM in memory for one account, after its rules, with a mishap for each call. */
export class ModelArm implements PartnerLinks, Accounts, Directories {
  account: ObjectId = ACCOUNT;
  readonly writes: SeenWrite[] = [];
  /** Taken one a call; when empty, all goes well. */
  mishaps: Mishap[] = [];
  private wasLookedAt = true;
  private version = 0;
  private current: PartnerId | null = null;

  constructor(private readonly tenantId: TenantId = TENANT) {}

  get linked(): PartnerId | null {
    return this.current;
  }

  /** Whoever writes, ARM counts it. */
  set linked(partnerId: PartnerId | null) {
    this.current = partnerId;
    this.version += 1;
  }

  resolve({
    tenantId,
  }: Actor): Promise<Outcome<{ tenantId: TenantId; objectId: ObjectId; username: string }>> {
    return Promise.resolve(ok({ tenantId, objectId: this.account, username: 'robin@example.test' }));
  }

  list(): Promise<Outcome<[]>> {
    return Promise.resolve(ok([]));
  }

  managedFromHome(): Promise<Outcome<ReadonlySet<TenantId>>> {
    return Promise.resolve(ok(new Set()));
  }

  read(actor: Actor): ReturnType<PartnerLinks['read']> {
    const mishap = this.mishaps.shift() ?? 'none';
    if (mishap === 'sign-in') return Promise.resolve({ kind: 'sign-in', need: { reason: 'expired' } });
    if (mishap !== 'none') return Promise.resolve(failed(problem(actor, 'arm-failed')));
    this.wasLookedAt = true;
    const { linked } = this;
    return Promise.resolve(
      ok(linked === null ? { kind: 'not-linked' } : { kind: 'linked', link: this.link(linked) }),
    );
  }

  create(actor: Actor, partnerId: PartnerId): Promise<Outcome<Link>> {
    if (this.linked !== null) return this.answer(actor, 'create', partnerId, 'already-linked');
    return this.answer(actor, 'create', partnerId);
  }

  update(actor: Actor, partnerId: PartnerId): Promise<Outcome<Link>> {
    if (this.linked === null) return this.answer(actor, 'update', partnerId, 'nothing-linked');
    return this.answer(actor, 'update', partnerId);
  }

  async remove(actor: Actor, partnerId: PartnerId): Promise<Outcome<void>> {
    if (this.linked !== null && this.linked !== partnerId) {
      const refused = await this.answer(actor, 'remove', partnerId, 'nothing-linked');
      return refused.kind === 'ok' ? ok(undefined) : refused;
    }
    const answered = await this.answer(actor, 'remove', partnerId);
    return answered.kind === 'ok' ? ok(undefined) : answered;
  }

  private answer(
    actor: Actor,
    verb: SeenWrite['verb'],
    partnerId: PartnerId,
    refusal?: Problem['code'],
  ): Promise<Outcome<Link>> {
    this.writes.push({ verb, partnerId, wasLookedAt: this.wasLookedAt });
    this.wasLookedAt = false;
    const mishap = this.mishaps.shift() ?? 'none';
    if (mishap === 'sign-in') return Promise.resolve({ kind: 'sign-in', need: { reason: 'step-up' } });
    if (mishap === 'refused') return Promise.resolve(failed(problem(actor, 'arm-forbidden')));
    if (mishap === 'fault') return Promise.resolve(failed(problem(actor, 'arm-failed', true)));
    if (mishap === 'lost') return Promise.resolve(failed(problem(actor, 'arm-unreachable', true)));
    if (refusal !== undefined) return Promise.resolve(failed(problem(actor, refusal)));
    this.linked = verb === 'remove' ? null : partnerId;
    if (mishap === 'done-unanswered') return Promise.resolve(failed(problem(actor, 'arm-unreachable', true)));
    return Promise.resolve(ok(this.link(mishap === 'odd' ? OTHER_PARTNER : partnerId)));
  }

  private link(partnerId: PartnerId): Link {
    return {
      partnerId,
      partnerName: '',
      tenantId: this.tenantId,
      objectId: this.account,
      version: this.version,
      linkedSince: '2026-01-01T00:00:00.000Z',
      lastChanged: '2026-01-01T00:00:00.000Z',
      state: 'Active',
    };
  }
}

function problem({ correlationId }: Actor, code: Problem['code'], mayHaveTakenEffect = false): Problem {
  return { code, correlationId, ...(mayHaveTakenEffect ? { mayHaveTakenEffect } : {}) };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A literal of the test is malformed.');
  return value;
}
