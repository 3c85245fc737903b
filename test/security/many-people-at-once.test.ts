import type { AzureCloud } from '../../src/app/cloud';
import type { HttpExchange, HttpReply } from '../../src/network/http-send';
import type { Actor } from '../../src/auth/ports';
import type { PartnerId, TenantId } from '../../src/model/identifiers';
import { asObjectId, asTenantId, newCorrelationId } from '../../src/model/identifiers';
import type { Person } from '../../src/model/person';

import { expectPassed } from '../support/threats';
import { AUDIENCE, CORRELATION, HOME, json, jwt } from '../unit/auth/stub-cloud';
import { TeamsStub, newSigner } from '../unit/auth/teams-sign-in';

const TENANTS = [HOME, ...[2, 3, 4, 5].map((n) => asTenantId(`${n}`.repeat(8) + tailOf(n))!)];
const PEOPLE: Person[] = ['a', 'b', 'c', 'd'].map((letter) => ({
  tenantId: HOME,
  objectId: asObjectId(`${letter.repeat(8)}-0000-4000-8000-000000000000`)!,
  displayName: letter,
}));

function tailOf(n: number): string {
  return `-${n}${n}${n}${n}-4000-8000-000000000000`;
}

/** The account of a person in a tenant, as this Entra makes it up. */
function objectIdIn(person: Pick<Person, 'objectId'>, tenantId: string): string {
  return tenantId === HOME ? person.objectId : `${person.objectId.slice(0, 9)}${tenantId.slice(9)}`;
}

interface Op {
  readonly actor: Actor;
  readonly verb: 'read' | 'create' | 'update' | 'remove';
  readonly partnerId: PartnerId;
}

const claimsIn = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

/** Entra and ARM for four people in five tenants. ARM writes down whose token came with which request. */
class Crowd extends TeamsStub {
  readonly seenByArm: { correlationId: string; method: string; tid: unknown; oid: unknown }[] = [];
  exchangeCount = 0;
  /** Every n-th token is for another tenant or another person than asked, as a broken cache would have it. */
  mixUpEvery = Infinity;

  readonly answer = async (exchange: HttpExchange): Promise<HttpReply> => {
    if (exchange.method === 'GET' && exchange.url.includes('login.')) return this.network(exchange);
    // Answers overtake each other.
    for (let turn = 0; turn < exchange.url.length % 7; turn += 1) await Promise.resolve();
    return exchange.url.startsWith(AUDIENCE) ? this.arm(exchange) : this.exchangeToken(exchange);
  };

  private exchangeToken({ url, body }: HttpExchange): HttpReply {
    const form = new URLSearchParams(body);
    const { oid } = claimsIn(form.get('assertion')!) as { oid: Person['objectId'] };
    const asked = new URL(url).pathname.split('/')[1]!;
    this.exchangeCount += 1;
    const isMixedUp = this.exchangeCount % this.mixUpEvery === 0;
    const tid = isMixedUp && this.exchangeCount % 2 === 0 ? TENANTS.find((id) => id !== asked)! : asked;
    const whose =
      isMixedUp && tid === asked ? PEOPLE.find(({ objectId }) => objectId !== oid)! : { objectId: oid };
    const now = Math.floor(this.now.getTime() / 1000);
    const claims = {
      tid,
      oid: objectIdIn(whose, tid),
      aud: AUDIENCE,
      scp: 'user_impersonation',
      exp: now + 3600,
    };
    const home = { uid: whose.objectId, utid: HOME };
    return json(200, {
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: jwt(claims),
      id_token: jwt({ ...claims, sub: 's', ver: '2.0', iat: now }),
      client_info: Buffer.from(JSON.stringify(home)).toString('base64url'),
    });
  }

  private arm({ method, headers }: HttpExchange): HttpReply {
    const header = (name: string) =>
      Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
    const { tid, oid } = claimsIn(header('authorization').replace('Bearer ', ''));
    this.seenByArm.push({ correlationId: header('x-ms-correlation-request-id'), method, tid, oid });
    if (method === 'DELETE') return { status: 200, headers: {}, body: '' };
    const time = '2026-01-01T00:00:00Z';
    const who = { partnerId: '1234567', tenantId: tid, objectId: oid };
    const properties = { ...who, version: 1, createdTime: time, updatedTime: time, state: 'Active' };
    return json(200, { id: '/x', name: '1234567', etag: 1, properties });
  }
}

function opsOf(count: number): Op[] {
  const verbs = ['read', 'create', 'update', 'remove'] as const;
  return Array.from({ length: count }, (_, n) => ({
    actor: {
      person: PEOPLE[n % 4]!,
      tenantId: TENANTS[Math.floor(n / 4) % 5]!,
      correlationId: newCorrelationId(),
    },
    verb: verbs[(n * 7 + Math.floor(n / 20)) % 4]!,
    partnerId: '1234567' as PartnerId,
  }));
}

function run({ links }: AzureCloud, { actor, verb, partnerId }: Op): Promise<{ kind: string }> {
  const signal = new AbortController().signal;
  return verb === 'read' ? links.read(actor, signal) : links[verb](actor, partnerId, signal);
}

async function crowdRun(mixUpEvery: number) {
  const crowd = new Crowd(await newSigner('key-1'));
  crowd.mixUpEvery = mixUpEvery;
  const cloud = crowd.cloud({ network: crowd.answer });
  const handOver = async (person: Person, n: number): Promise<void> => {
    await cloud.ssoTokens.accept(person, await crowd.teamsToken({ n }, person), CORRELATION);
  };
  await Promise.all(PEOPLE.map(handOver));
  const ops = opsOf(200);
  const outcomes = await Promise.all(
    ops.map(async (op, n) => {
      // Now and then a client of somebody hands over a new token, in the middle of everything.
      if (n % 9 === 0) await handOver(PEOPLE[n % 4]!, n);
      return run(cloud, op);
    }),
  );
  return { crowd, ops, outcomes };
}

function foreignCalls(crowd: Crowd, ops: readonly Op[]): unknown[] {
  const byId = new Map<string, { tenantId: TenantId; person: Person }>(
    ops.map(({ actor }) => [actor.correlationId, actor]),
  );
  return crowd.seenByArm.filter(({ correlationId, tid, oid }) => {
    const actor = byId.get(correlationId);
    return actor === undefined || tid !== actor.tenantId || oid !== objectIdIn(actor.person, actor.tenantId);
  });
}

test('two hundred operations of four people in five tenants at once: each with the token of its own person and tenant', async () => {
  const { crowd, ops, outcomes } = await crowdRun(Infinity);
  expect(outcomes.filter(({ kind }) => kind !== 'ok')).toEqual([]);
  expect(crowd.seenByArm).toHaveLength(200);
  expect(new Set(crowd.seenByArm.map(({ tid, oid }) => `${String(tid)} ${String(oid)}`)).size).toBe(20);
  expect(foreignCalls(crowd, ops)).toEqual([]);
  const passed = ops.length - foreignCalls(crowd, ops).length;
  expectPassed({ id: 'T13', what: '200 operations at once, 4 people, 5 tenants', tried: ops.length, passed });
});

test('even if every third token that comes back is another tenant’s or another person’s, none of them is used', async () => {
  const { crowd, ops, outcomes } = await crowdRun(3);
  const mismatches = crowd.logged.filter(({ event }) => event === 'azure.token.mismatch');
  expect(mismatches.length).toBeGreaterThan(5);
  expect(outcomes.filter(({ kind }) => kind === 'ok').length).toBe(crowd.seenByArm.length);
  expect(crowd.seenByArm.length).toBeGreaterThan(50);
  expect(crowd.seenByArm.length).toBeLessThan(200);
  expect(foreignCalls(crowd, ops)).toEqual([]);
});
