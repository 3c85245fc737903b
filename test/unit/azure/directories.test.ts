import { directoriesOf } from '../../../src/azure/directories';
import { TransportError } from '../../../src/network/http-send';

import { CUSTOMER, HOME, StubCloud, actorAt, json } from './stub-cloud';

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
    expect(stub.armRequests.length).toBeLessThanOrEqual(20);
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
  test.each(['ManagedBy', 'ProjectedBy'])('that is %s is reached through Lighthouse', (tenantCategory) => {
    expect(directoriesOf([home, { ...customer, tenantCategory }], HOME)[1]).toMatchObject({
      kind: 'lighthouse',
    });
  });

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

  test('beyond the five hundredth is left out', () => {
    const many = Array.from({ length: 900 }, (_, n) => ({
      tenantId: `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`,
    }));
    expect(directoriesOf([home, ...many], HOME)).toHaveLength(500);
  });
});
