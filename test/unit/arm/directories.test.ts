import { directoriesOf } from '../../../src/arm/directories';
import { TransportError } from '../../../src/network/http-send';

import { CUSTOMER, HOME, StubCloud, actorAt, json } from '../auth/stub-cloud';

const THIRD = '33333333-3333-4333-8333-333333333333';
const FOURTH = '44444444-4444-4444-8444-444444444444';
const never = new AbortController().signal;

const home = {
  tenantId: HOME,
  displayName: 'Zeta Partner',
  defaultDomain: 'partner.example',
  tenantCategory: 'Home',
};
const customer = {
  tenantId: CUSTOMER,
  displayName: 'Beta',
  defaultDomain: 'beta.example',
  tenantCategory: 'Home',
};

describe('the list of directories', () => {
  test('is asked for at home, wherever the person works', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER);
    stub.armAnswers = [json(200, { value: [customer, home] })];
    const listed = await cloud.directories.list(actorAt(CUSTOMER, '{"access_token":{}}'), never);
    expect(listed).toEqual({
      kind: 'ok',
      value: [
        { tenantId: HOME, name: 'Zeta Partner', defaultDomain: 'partner.example', kind: 'home' },
        { tenantId: CUSTOMER, name: 'Beta', defaultDomain: 'beta.example', kind: 'customer' },
      ],
    });
    expect(stub.entraRequests.map(({ url }) => new URL(url).pathname)).toEqual([
      `/${HOME}/oauth2/v2.0/token`,
    ]);
  });

  test('goes on over its pages', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    const nextLink = 'https://management.azure.com/tenants?api-version=2022-12-01&$skiptoken=2';
    stub.armAnswers = [json(200, { value: [home], nextLink }), json(200, { value: [customer] })];
    const listed = await cloud.directories.list(actorAt(HOME), never);
    expect(listed).toMatchObject({ value: [{ tenantId: HOME }, { tenantId: CUSTOMER }] });
    expect(stub.armRequests[1]!.url).toBe(nextLink);
  });

  test('never takes the token to another host, whatever the next page is said to be', async () => {
    for (const nextLink of [
      'https://evil.example/tenants',
      'https://management.azure.com.evil.example/tenants',
      'https://management.azure.com@evil.example/tenants',
      'https://management.azure.com:444/tenants',
      'http://management.azure.com/tenants',
    ]) {
      const stub = new StubCloud();
      const cloud = await stub.signedIn();
      stub.armAnswers = [json(200, { value: [home], nextLink })];
      const listed = await cloud.directories.list(actorAt(HOME), never);
      expect(listed.kind).toBe('problem');
      for (const { url } of stub.exchanges) expect(new URL(url).origin).toBe('https://management.azure.com');
    }
  });

  test('ends, even when the pages do not', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.armAnswers = [json(200, { value: [home], nextLink: 'https://management.azure.com/tenants?again' })];
    expect(await cloud.directories.list(actorAt(HOME), never)).toMatchObject({ kind: 'ok' });
    expect(stub.armRequests.length).toBeLessThanOrEqual(200);
  });

  test('is tried again after a reset, and is odd when it is empty or a page of HTML', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.armAnswers = [new TransportError('reset', true), json(200, { value: [home] })];
    expect(await cloud.directories.list(actorAt(HOME), never)).toMatchObject({ kind: 'ok' });
    for (const odd of [json(200, {}), json(200, { value: [] }), { ...json(200, ''), body: '<html>' }]) {
      stub.armAnswers = [odd];
      expect(await cloud.directories.list(actorAt(HOME), never)).toMatchObject({
        problem: { code: 'arm-odd-answer' },
      });
    }
  });
});

describe('an entry of the list', () => {
  test.each(['Home', 'ManagedBy', 'ProjectedBy', 'Elsewhere'])(
    'is a customer’s whatever its category says: %s',
    (tenantCategory) => {
      expect(directoriesOf([home, { ...customer, tenantCategory }], HOME)[1]).toMatchObject({
        kind: 'customer',
      });
    },
  );

  test('is named by its name, else by its domain, else by its id', () => {
    const listed = directoriesOf(
      [home, { tenantId: THIRD, defaultDomain: 'third.example' }, { tenantId: FOURTH, displayName: ' ' }],
      HOME,
    );
    expect(listed.map(({ name }) => name)).toEqual(['Zeta Partner', FOURTH, 'third.example']);
  });

  test('is home first, then in the order of names', () => {
    const named = (tenantId: string, displayName: string) => ({ tenantId, displayName });
    const listed = directoriesOf([named(THIRD, 'b'), named(FOURTH, 'A'), named(CUSTOMER, 'c'), home], HOME);
    expect(listed.map(({ name }) => name)).toEqual(['Zeta Partner', 'A', 'b', 'c']);
  });

  test('is left out when it is unreadable or a second time there, and home is never missing', () => {
    const listed = directoriesOf([null, 7, {}, { tenantId: 'x' }, customer, customer], HOME);
    expect(listed).toEqual([
      { tenantId: HOME, name: HOME, defaultDomain: '', kind: 'home' },
      expect.objectContaining({ tenantId: CUSTOMER }),
    ]);
  });
});

describe('a very long list', () => {
  const many = (count: number, from = 0): unknown[] =>
    Array.from({ length: count }, (_, n) => ({
      tenantId: `33333333-3333-4333-8333-${String(from + n).padStart(12, '0')}`,
    }));
  const next = (skip: number): string =>
    `https://management.azure.com/tenants?api-version=1&$skiptoken=${skip}`;

  test('is read to its end: 1,200 directories on twelve pages', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    stub.armAnswers = Array.from({ length: 12 }, (_, page) =>
      json(200, {
        value: [...(page === 0 ? [home] : []), ...many(100, page * 100)],
        ...(page < 11 ? { nextLink: next(page) } : {}),
      }),
    );
    const listed = await cloud.directories.list(actorAt(HOME), never);
    expect(listed.kind === 'ok' && listed.value).toHaveLength(1_201);
  });

  test('may have pages of megabytes: 300 directories with 300 domains each', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    const domains = Array.from({ length: 300 }, (_, n) => `domain-number-${n}.of-a-very-long-name.example`);
    const value = [home, ...many(300)].map((entry) => ({ ...(entry as object), domains }));
    const page = json(200, { value });
    expect(page.body.length).toBeGreaterThan(3 * 1024 * 1024);
    stub.armAnswers = [
      ({ maxBytes }) => {
        if (page.body.length > maxBytes) throw new TransportError('too-large', true);
        return page;
      },
    ];
    const listed = await cloud.directories.list(actorAt(HOME), never);
    expect(listed.kind === 'ok' && listed.value).toHaveLength(301);
  });

  test('ends at five thousand', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    let page = 0;
    stub.armAnswers = [() => json(200, { value: many(100, (page += 1) * 100), nextLink: next(page) })];
    const listed = await cloud.directories.list(actorAt(HOME), never);
    expect(listed.kind === 'ok' && listed.value).toHaveLength(5_001);
  });
});

describe('which directories are managed from home', () => {
  const subscription = (tenantId: unknown, ...managedBy: unknown[]) => ({
    subscriptionId: 's',
    tenantId,
    managedByTenants: managedBy.map((by) => ({ tenantId: by })),
  });

  test('is told by the subscriptions that are seen at home, over all pages', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn(CUSTOMER);
    const nextLink = 'https://management.azure.com/subscriptions?api-version=1&$skiptoken=2';
    stub.armAnswers = [
      json(200, { value: [subscription(THIRD, CUSTOMER), subscription(HOME, HOME)], nextLink }),
      json(200, { value: [subscription(CUSTOMER, THIRD, HOME.toUpperCase()), subscription(FOURTH)] }),
    ];
    const managed = await cloud.directories.managedFromHome(actorAt(CUSTOMER), never);
    expect(managed).toEqual({ kind: 'ok', value: new Set([CUSTOMER]) });
    expect(stub.armRequests.map(({ url }) => new URL(url).pathname)).toEqual(Array(2).fill('/subscriptions'));
    expect(stub.entraRequests.map(({ url }) => new URL(url).pathname)).toEqual([
      `/${HOME}/oauth2/v2.0/token`,
    ]);
  });

  test('is nobody where the fields are odd, and where nothing is seen at all', async () => {
    const stub = new StubCloud();
    const cloud = await stub.signedIn();
    const odd = [
      null,
      7,
      {},
      subscription('x', HOME),
      { tenantId: CUSTOMER },
      subscription(CUSTOMER, 7, null),
    ];
    for (const value of [odd, []]) {
      stub.armAnswers = [json(200, { value })];
      expect(await cloud.directories.managedFromHome(actorAt(HOME), never)).toEqual({
        kind: 'ok',
        value: new Set(),
      });
    }
  });
});
