import type { Actor } from '../../../src/auth/ports';
import type { Directory } from '../../../src/model/directory';
import { newCorrelationId } from '../../../src/model/identifiers';
import type { Account } from '../../../src/model/person';
import type { Outcome } from '../../../src/model/problem';
import { failed, ok } from '../../../src/model/problem';
import type { PartnerLinks } from '../../../src/arm/ports';
import { DirectoryList } from '../../../src/pal/directory-list';
import { currentReader } from '../../../src/pal/planning';
import { ACCOUNT, TENANT } from './model-arm';

const signal = new AbortController().signal;
const HOME: Directory = { tenantId: TENANT, name: 'Fabrikam', defaultDomain: '', kind: 'home' };
const actor: Actor = {
  person: { tenantId: TENANT, objectId: ACCOUNT, displayName: 'Robin' },
  tenantId: TENANT,
  correlationId: newCorrelationId(),
};

function listed(
  answers: Outcome<Directory[]>[],
  managed: Outcome<ReadonlySet<typeof TENANT>>[] = [ok(new Set())],
) {
  let askedManaged = 0;
  let now = 0;
  let asked = 0;
  const directories = {
    list: () => {
      const answer = answers[Math.min(asked, answers.length - 1)]!;
      asked += 1;
      return Promise.resolve(answer);
    },
    managedFromHome: () => {
      const answer = managed[Math.min(askedManaged, managed.length - 1)]!;
      askedManaged += 1;
      return Promise.resolve(answer);
    },
  };
  let account: Outcome<Account> = ok({
    tenantId: HOME.tenantId,
    objectId: actor.person.objectId,
    username: '',
  });
  const accounts = { resolve: () => Promise.resolve(account) };
  const list = new DirectoryList({ accounts, directories }, { now: () => new Date(now) });
  const signOut = () => (account = { kind: 'sign-in', need: { reason: 'first' } });
  return {
    list,
    signOut,
    asked: () => asked,
    managed: () => askedManaged,
    wait: (ms: number) => (now += ms),
  };
}

test('is given to nobody who has signed out since, wherever they did', async () => {
  const { list, asked, signOut } = listed([ok([HOME])]);
  await list.of(actor, signal);
  signOut();
  expect(await list.of(actor, signal)).toEqual({ kind: 'sign-in', need: { reason: 'first' } });
  expect([list.remembers(actor.person), asked()]).toEqual([[], 1]);
});

test('is read once within five minutes, and anew afterwards', async () => {
  const { list, asked, wait } = listed([ok([HOME])]);
  await list.of(actor, signal);
  wait(5 * 60_000 - 1);
  await list.of(actor, signal);
  expect(asked()).toBe(1);
  wait(1);
  await list.of(actor, signal);
  expect(asked()).toBe(2);
});

test.each([-3_600_000, 3_600_000])('is read anew when the clock was set by %d ms', async (ms) => {
  const { list, asked, wait } = listed([ok([HOME])]);
  await list.of(actor, signal);
  wait(ms);
  await list.of(actor, signal);
  expect(asked()).toBe(2);
});

test('is read anew after the person signed in or out', async () => {
  const { list, asked } = listed([ok([HOME])]);
  await list.of(actor, signal);
  list.drop(actor.person);
  await list.of(actor, signal);
  expect(asked()).toBe(2);
});

test('names what it remembers without asking anybody, and nothing once it is forgotten', async () => {
  const { list, asked } = listed([ok([HOME])]);
  expect(list.remembers(actor.person)).toEqual([]);
  await list.of(actor, signal);
  expect(list.remembers(actor.person)).toEqual([HOME]);
  list.drop(actor.person);
  expect(list.remembers(actor.person)).toEqual([]);
  expect(asked()).toBe(1);
});

test('a failure is not remembered', async () => {
  const problem = failed({ code: 'arm-failed', correlationId: actor.correlationId });
  const { list } = listed([problem, ok([HOME])]);
  expect((await list.of(actor, signal)).kind).toBe('problem');
  expect(await list.of(actor, signal)).toEqual(ok([HOME]));
});

test('one person’s list is never another’s', async () => {
  const { list, asked } = listed([ok([HOME])]);
  await list.of(actor, signal);
  await list.of(
    { ...actor, person: { ...actor.person, tenantId: ACCOUNT as unknown as typeof TENANT } },
    signal,
  );
  expect(asked()).toBe(2);
});

describe('a directory without an account of the person', () => {
  const CUSTOMER = ACCOUNT as unknown as typeof TENANT;
  const customer: Directory = { tenantId: CUSTOMER, name: 'Litware', defaultDomain: '', kind: 'customer' };
  const there = { ...actor, tenantId: CUSTOMER };

  test('is Lighthouse when its subscriptions are seen at home, which is asked once for all, and then remembered', async () => {
    const { list, managed } = listed([ok([HOME, customer])], [ok(new Set([CUSTOMER]))]);
    await list.of(actor, signal);
    const asked = await Promise.all([
      list.isManagedFromHome(there, signal),
      list.isManagedFromHome(actor, signal),
    ]);
    expect(asked).toEqual([ok(true), ok(false)]);
    expect(managed()).toBe(1);
    expect(list.remembers(actor.person)).toEqual([HOME, { ...customer, kind: 'lighthouse' }]);
  });

  test('is not when nothing of it is seen; what can’t be read now is told, and not remembered', async () => {
    const away = failed({ code: 'arm-failed', correlationId: actor.correlationId });
    const { list } = listed([ok([HOME, customer])], [away, ok(new Set<typeof TENANT>())]);
    expect(await list.isManagedFromHome(there, signal)).toEqual(away);
    expect(await list.isManagedFromHome(there, signal)).toEqual(ok(false));
    expect(list.remembers(actor.person)).toEqual([]);
  });

  test.each<[string, Outcome<ReadonlySet<typeof TENANT>>, string]>([
    ['took no token for it', { kind: 'sign-in', need: { reason: 'expired' } }, 'arm-failed'],
    ['had an error', failed({ code: 'arm-busy', correlationId: actor.correlationId }), 'arm-busy'],
    ['shows none', failed({ code: 'arm-forbidden', correlationId: actor.correlationId }), 'not-in-directory'],
  ])('ARM %s: the customer is to blame only where ARM has answered', async (_, answered, code) => {
    const { list } = listed([ok([HOME, customer])], [answered]);
    const notThere = failed({ code: 'not-in-directory', correlationId: actor.correlationId });
    const links = { read: () => Promise.reject(new Error('There is no account.')) };
    const read = currentReader(
      { accounts: { resolve: () => Promise.resolve(notThere) }, links: links as unknown as PartnerLinks },
      list,
    );
    expect(await read(there, signal)).toMatchObject({ kind: 'problem', problem: { code } });
  });
});
