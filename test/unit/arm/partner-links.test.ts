import type { HttpReply } from '../../../src/network/http-send';
import { TransportError } from '../../../src/network/http-send';
import type { PartnerId } from '../../../src/model/identifiers';

import type { Answer } from '../auth/stub-cloud';
import { CORRELATION, CUSTOMER, GUEST_ID, StubCloud, actorAt, entraRefusal, json } from '../auth/stub-cloud';

const PARTNER = '5127255' as PartnerId;
const NONE = json(404, {
  error: { code: 'ManagementPartnerNotFound', message: 'none' },
  code: 'ManagementPartnerNotFound',
  message: 'none',
});
const EMPTY: HttpReply = { status: 200, headers: {}, body: '' };
const HTML: HttpReply = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html>a proxy</html>',
};
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}';
const MFA = json(
  401,
  { error: { code: 'RequestDisallowedByAzure', message: 'without authenticating through MFA' } },
  { 'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(CLAIMS)}"` },
);
const never = new AbortController().signal;

function row(more: Record<string, unknown> = {}): HttpReply {
  return json(
    200,
    {
      id: `/providers/microsoft.managementpartner/partners/${PARTNER}`,
      type: 'Microsoft.ManagementPartner/partners',
      name: PARTNER,
      etag: 18,
      properties: {
        partnerId: PARTNER,
        partnerName: 'Contoso',
        tenantId: CUSTOMER,
        objectId: GUEST_ID,
        version: 18,
        updatedTime: '2018-07-30T21:12:18.350161Z',
        createdTime: '2018-02-21T20:07:21.1341292Z',
        state: 'Active',
        ...more,
      },
    },
    { 'x-ms-request-id': 'arm-request' },
  );
}

const LINK = {
  partnerId: PARTNER,
  partnerName: 'Contoso',
  tenantId: CUSTOMER,
  objectId: GUEST_ID,
  version: 18,
  linkedSince: '2018-02-21T20:07:21.134Z',
  lastChanged: '2018-07-30T21:12:18.350Z',
  state: 'Active',
};

async function withArm(...answers: Answer[]) {
  const stub = new StubCloud();
  const cloud = await stub.signedIn(CUSTOMER);
  stub.armAnswers = answers;
  return { stub, links: cloud.links, actor: actorAt(CUSTOMER) };
}

describe('reading the link', () => {
  test('asks ARM once, as the person, under the correlation id', async () => {
    const { stub, links, actor } = await withArm(row());
    expect(await links.read(actor, never)).toEqual({
      kind: 'ok',
      value: { kind: 'linked', link: LINK },
      serviceRequestId: 'arm-request',
    });
    const [request] = stub.armRequests;
    expect(stub.armRequests).toHaveLength(1);
    expect(request).toMatchObject({ method: 'GET', timeoutMs: 4_000, maxBytes: 65_536 });
    expect(request!.url).toBe(
      'https://management.azure.com/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01',
    );
    expect(request!.headers).toMatchObject({
      'x-ms-correlation-request-id': CORRELATION,
      'x-ms-client-request-id': CORRELATION,
      'accept-encoding': 'identity',
    });
    expect(request!.headers['authorization']).toMatch(/^Bearer ey/);
  });

  test.each<[string, HttpReply]>([
    ['ARM says so', NONE],
    ['the row is that of a removed link', row({ state: 'Deleted' })],
  ])('is "not linked" when %s', async (_, answer) => {
    const { links, actor } = await withArm(answer);
    expect(await links.read(actor, never)).toMatchObject({ kind: 'ok', value: { kind: 'not-linked' } });
  });

  test('takes a version as text and a missing partner name', async () => {
    const { links, actor } = await withArm(row({ version: '3', partnerName: undefined }));
    expect(await links.read(actor, never)).toMatchObject({
      value: { link: { version: 3, partnerName: '' } },
    });
  });

  test.each<[string, Answer]>([
    ['500', json(500, {})],
    ['503', json(503, {})],
    ['a reset', new TransportError('reset', true)],
    ['a time-out', new TransportError('timeout', true)],
    ['429 with a short pause', json(429, {}, { 'retry-after': '1' })],
  ])('is tried again after %s', async (_, failure) => {
    const { stub, links, actor } = await withArm(failure, row());
    expect(await links.read(actor, never)).toMatchObject({ kind: 'ok' });
    expect(stub.armRequests).toHaveLength(2);
  });

  test('gives up after three tries, with growing pauses', async () => {
    const { stub, links, actor } = await withArm(json(503, {}));
    expect(await links.read(actor, never)).toMatchObject({ problem: { code: 'arm-failed' } });
    expect(stub.armRequests).toHaveLength(3);
    expect(stub.waits).toEqual([187.5, 375]);
  });

  test.each<[string, Answer, string]>([
    ['a refusal', json(403, {}), 'arm-forbidden'],
    ['429 with a long pause', json(429, {}, { 'retry-after': '3600' }), 'arm-busy'],
    ['429 without one', json(429, {}), 'arm-busy'],
    ['a page of HTML', HTML, 'arm-odd-answer'],
  ])('is not tried again after %s', async (_, answer, code) => {
    const { stub, links, actor } = await withArm(answer);
    expect(await links.read(actor, never)).toMatchObject({ problem: { code } });
    expect(stub.armRequests).toHaveLength(1);
  });

  test('ends with the deadline of the caller, with what is known then', async () => {
    const deadline = new AbortController();
    const failing = (): HttpReply => {
      deadline.abort();
      return json(503, {});
    };
    const { stub, links, actor } = await withArm(failing);
    expect(await links.read(actor, deadline.signal)).toMatchObject({ kind: 'problem' });
    expect(stub.armRequests).toHaveLength(1);
  });
});

describe('writing the link', () => {
  test.each([
    ['create', 'PUT'],
    ['update', 'PATCH'],
  ] as const)('%s is one %s without a body, and what ARM said comes back', async (verb, method) => {
    const { stub, links, actor } = await withArm(row());
    expect(await links[verb](actor, PARTNER, never)).toEqual({
      kind: 'ok',
      value: LINK,
      serviceRequestId: 'arm-request',
    });
    expect(stub.armRequests).toHaveLength(1);
    expect(stub.armRequests[0]).toMatchObject({
      method,
      url: `https://management.azure.com/providers/Microsoft.ManagementPartner/partners/${PARTNER}?api-version=2018-02-01`,
    });
    expect(stub.armRequests[0]!.body).toBeUndefined();
  });

  test('remove is one DELETE of the id', async () => {
    const { stub, links, actor } = await withArm(EMPTY);
    expect(await links.remove(actor, PARTNER, never)).toEqual({ kind: 'ok', value: undefined });
    expect(stub.armRequests).toHaveLength(1);
    expect(stub.armRequests[0]!.method).toBe('DELETE');
    expect(stub.armRequests[0]!.url).toContain(`/partners/${PARTNER}?`);
  });

  test('is at another id than asked for only if ARM says so: the answer is not changed', async () => {
    const { links, actor } = await withArm(row({ partnerId: '7654321' }));
    expect(await links.create(actor, PARTNER, never)).toMatchObject({ value: { partnerId: '7654321' } });
  });

  const writes = ['create', 'update', 'remove'] as const;
  const unclear: [string, Answer, string][] = [
    ['a time-out', new TransportError('timeout', true), 'arm-unreachable'],
    ['a reset', new TransportError('reset', true), 'arm-unreachable'],
    ['500', json(500, {}), 'arm-failed'],
    ['503 with Retry-After', json(503, {}, { 'retry-after': '1' }), 'arm-failed'],
    ['a page of HTML', HTML, 'arm-odd-answer'],
    ['201', json(201, {}), 'arm-odd-answer'],
    ['204', { status: 204, headers: {}, body: '' }, 'arm-odd-answer'],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://elsewhere.example/' }, body: '' },
      'arm-odd-answer',
    ],
    ['half an answer', { ...row(), body: '{"properties":{"par' }, 'arm-odd-answer'],
    ['too long an answer', new TransportError('too-large', true), 'arm-odd-answer'],
  ];

  test.each(writes.flatMap((verb) => unclear.map((answer) => [verb, ...answer] as const)))(
    '%s is sent once and may have taken effect after %s',
    async (verb, _, answer, code) => {
      const { stub, links, actor } = await withArm(answer);
      expect(await links[verb](actor, PARTNER, never)).toMatchObject({
        kind: 'problem',
        problem: { code, mayHaveTakenEffect: true, correlationId: CORRELATION },
      });
      expect(stub.armRequests).toHaveLength(1);
      expect(stub.waits).toEqual([]);
    },
  );

  test.each<[string, HttpReply]>([
    ['an empty object', json(200, {})],
    ['an empty answer', EMPTY],
    ['no properties', json(200, { id: 'x', name: PARTNER })],
    ['a removed row', row({ state: 'Deleted' })],
    ['no account', row({ objectId: undefined })],
    ['no tenant', row({ tenantId: 'contoso' })],
    ['no PartnerID', row({ partnerId: 'abc' })],
    ['a date that is none', row({ updatedTime: 'yesterday' })],
    ['a list', json(200, [])],
    ['null', json(200, null)],
  ])('is never called done on %s', async (_, answer) => {
    const { links, actor } = await withArm(answer);
    expect(await links.create(actor, PARTNER, never)).toMatchObject({
      problem: { code: 'arm-odd-answer', mayHaveTakenEffect: true },
    });
  });

  test.each(writes)('%s has certainly not happened when ARM was never reached', async (verb) => {
    const { stub, links, actor } = await withArm(new TransportError('unreachable', false));
    const outcome = await links[verb](actor, PARTNER, never);
    expect(outcome).toMatchObject({ problem: { code: 'arm-unreachable' } });
    expect(outcome.kind === 'problem' && outcome.problem.mayHaveTakenEffect).toBeFalsy();
    expect(stub.armRequests).toHaveLength(1);
  });

  test.each(writes)('%s is not sent at all when the deadline has passed', async (verb) => {
    const { stub, links, actor } = await withArm(row());
    const outcome = await links[verb](actor, PARTNER, AbortSignal.abort());
    expect(outcome.kind).toBe('problem');
    expect(outcome.kind === 'problem' && outcome.problem.mayHaveTakenEffect).toBeFalsy();
    expect(stub.armRequests).toEqual([]);
  });

  test('the deadline also ends the wait for Entra, and then nothing is written', async () => {
    const { stub, links, actor } = await withArm(row());
    const deadline = new AbortController();
    let release: (reply: HttpReply) => void = () => undefined;
    stub.entraAnswers.push(() => {
      deadline.abort();
      return new Promise((resolve) => (release = resolve));
    });
    const outcome = await links.create({ ...actor, claims: CLAIMS }, PARTNER, deadline.signal);
    expect(outcome).toMatchObject({ problem: { code: 'entra-unreachable' } });
    release(json(503, {}));
    expect(stub.armRequests).toEqual([]);
  });
});

describe('when ARM wants a stronger sign-in', () => {
  test('a token that Entra gives silently goes on with the write', async () => {
    const { stub, links, actor } = await withArm(MFA, row());
    expect(await links.create(actor, PARTNER, never)).toMatchObject({ kind: 'ok', value: LINK });
    expect(stub.armRequests.map(({ method }) => method)).toEqual(['PUT', 'PUT']);
    const [before, after] = stub.armRequests.map(({ headers }) => headers['authorization']);
    expect(after).not.toBe(before);
    expect(stub.entraRequests).toHaveLength(1);
  });

  test('the person is asked when Entra wants them, with the claims of ARM', async () => {
    const { stub, links, actor } = await withArm(MFA);
    stub.entraAnswers.push(entraRefusal(50076, { error: 'interaction_required' }));
    expect(await links.create(actor, PARTNER, never)).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS },
    });
    expect(stub.armRequests).toHaveLength(1);
  });

  test('the person is asked when the new token does not do either', async () => {
    const { links, actor } = await withArm(MFA);
    expect(await links.create(actor, PARTNER, never)).toEqual({
      kind: 'sign-in',
      need: { reason: 'step-up', claims: CLAIMS },
    });
  });

  test('a refusal in spite of the stronger sign-in is a problem, not the next sign-in', async () => {
    const stub = new StubCloud();
    const { links } = await stub.signedIn(CUSTOMER, CLAIMS);
    stub.armAnswers = [MFA];
    expect(await links.create(actorAt(CUSTOMER, CLAIMS), PARTNER, never)).toMatchObject({
      kind: 'problem',
      problem: { code: 'mfa-refused', serviceCode: 'RequestDisallowedByAzure' },
    });
    stub.passMinutes(2);
    expect(await links.create(actorAt(CUSTOMER, CLAIMS), PARTNER, never)).toMatchObject({ kind: 'sign-in' });
  });

  test('a token for the wrong tenant is not used to meet it', async () => {
    const { stub, links, actor } = await withArm(MFA);
    stub.bend = (claims) => ({ ...claims, tid: actor.person.tenantId });
    expect(await links.create(actor, PARTNER, never)).toMatchObject({ problem: { code: 'token-mismatch' } });
    expect(stub.armRequests).toHaveLength(1);
  });
});

test('a call without a session asks to sign in and sends nothing', async () => {
  const stub = new StubCloud();
  const outcome = await stub.cloud().links.read(actorAt(CUSTOMER), never);
  expect(outcome).toEqual({ kind: 'sign-in', need: { reason: 'first' } });
  expect(stub.exchanges).toEqual([]);
});

test('every call leaves one log line with ids and no token', async () => {
  const { stub, links, actor } = await withArm(row());
  await links.read(actor, never);
  const lines = stub.logged.filter(({ event }) => event === 'azure.arm.call');
  expect(lines).toMatchObject([
    {
      fields: {
        verb: 'read',
        status: 200,
        requestId: 'arm-request',
        outcome: 'ok',
        correlationId: CORRELATION,
      },
    },
  ]);
  expect(JSON.stringify(stub.logged)).not.toContain('eyJ');
});
