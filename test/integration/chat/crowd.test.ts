import type { FaultInput } from '../../../local/cloud/faults/fault';
import { crowdAccount, crowdDirectoryId } from '../../../local/cloud/world/crowd-of-directories';
import { findTenant } from '../../../local/cloud/world/lookup';
import type { Chat } from '../../support/chat';
import { runningTestBot } from '../../support/test-bot';
import type { ShownCard } from '../../support/shown-card';
import { settled, silentlyAtHome } from '../../support/talks';

const testBot = runningTestBot({ silentSignIn: {} });
afterEach(() => {
  testBot().world.setCrowd(0);
});

/** The many directories by their number's remainder of twenty: these can't be read without somebody. */
const CLOSED = [5, 7, 11, 13];
const NEEDS_FACTOR = 3;
const TAKES_NO_LINK = 17;
/** What ARM answers to the one write in each; those that are closed get none. */
function answerIn(number: number): number {
  const remainder = number % 20;
  if (remainder === NEEDS_FACTOR) return 401;
  return remainder === TAKES_NO_LINK ? 400 : 200;
}

/** Directories in which ARM is not as it should be. */
const CREATE = { operation: 'arm-create' } as const;
const TROUBLED: ReadonlyMap<number, FaultInput> = new Map<number, FaultInput>([
  [30, { ...CREATE, kind: 'delay', ms: 2_500 }],
  [32, { ...CREATE, kind: 'throttle', retryAfterSeconds: 20 }],
  [34, { ...CREATE, kind: 'status', status: 503 }],
]);

/** Those that have refused a link to the person of these tests: they are not offered again. */
const tookNone: number[] = [];
const isClosed = (number: number): boolean => CLOSED.includes(number % 20);
const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

/** The numbers of the many directories that a card names, in its order; on a confirm card, of those that it would link. */
function numbersOn({ text }: ShownCard, behind = ''): number[] {
  return [...text.matchAll(new RegExp(`\\(customer-(\\d+)\\.example\\)${behind}`, 'g'))].map(([, number]) =>
    Number(number),
  );
}
const TO_BE_LINKED = ': – → 1234567';

interface Write {
  readonly tenant: string;
  readonly user: string | null;
  readonly what: string;
  readonly status: number;
}

/** What ARM was asked to change since the journal was cleared. */
function writes(): Write[] {
  return testBot()
    .world.journal()
    .flatMap(({ method, path, tenant, user, status }) => {
      const [, partnerId] = /managementpartner\/partners\/(\d+)$/i.exec(path) ?? [];
      if (partnerId === undefined || method === 'GET') return [];
      return [{ tenant: tenant ?? '', user, what: `${method} ${partnerId}`, status }];
    });
}

interface Confirmed {
  readonly result: ShownCard;
  readonly made: readonly Write[];
}

/** Confirms a batch, and holds what ARM got against the card that was pressed and the one that came of it. */
async function confirmed(robin: Chat, confirm: ShownCard): Promise<Confirmed> {
  testBot().world.clearJournal();
  const result = await settled(testBot(), robin, () => robin.press('confirm-batch', { on: confirm }));
  const made = writes();
  const isListed = ({ tenant }: Write): boolean =>
    confirm.text.includes(`(${findTenant(tenant)?.domain})${TO_BE_LINKED}`);
  expect(made.filter((write) => write.what !== 'PUT 1234567' || !isListed(write))).toEqual([]);
  for (const number of numbersOn(confirm, TO_BE_LINKED).filter((one) => !TROUBLED.has(one))) {
    const tenant = crowdDirectoryId(number);
    const user = number % 20 === TAKES_NO_LINK ? robin.person.objectId : crowdAccount(robin.person, tenant);
    const write = { tenant, user, what: 'PUT 1234567', status: answerIn(number) };
    expect(made.filter((one) => one.tenant === tenant)).toEqual([write]);
  }
  const done = made.filter(({ status }) => status === 200).map(({ tenant }) => tenant);
  expect(new Set(done).size).toBe(done.length);
  const planned = /\((\d+)\)\?$/.exec(confirm.heading)?.[1];
  expect(result.heading).toBe(`${done.length} of ${planned} done`);
  return { result, made };
}

test('fifty directories: every page together shows each once, a filter what fits it, and one press links them', async () => {
  testBot().world.setCrowd(50);
  const robin = await silentlyAtHome(testBot());
  let card = await settled(testBot(), robin, () => robin.say('where am I linked'));
  expect(card.text).toContain('of 64 linked');
  const seen = numbersOn(card);
  while (card.buttons.some(({ title }) => title === 'Next page')) {
    card = await robin.press('Next page', { on: card });
    seen.push(...numbersOn(card));
  }
  expect(card.text).toContain('Page 7 of 7');
  expect(seen.sort((a, b) => a - b)).toEqual(numbersTo(50));
  const needs = await robin.press('Only what needs somebody', { on: card });
  expect(numbersOn(needs).filter((number) => !isClosed(number))).toEqual([]);
  expect(writes()).toEqual([]);

  const choice = await robin.say('link 1234567 everywhere');
  await confirmed(robin, await robin.press('Continue', { on: choice }));
  tookNone.push(...numbersTo(50).filter((number) => number % 20 === TAKES_NO_LINK));
  const linked = numbersTo(50).filter((number) => {
    const tenant = crowdDirectoryId(number);
    return testBot().world.link(tenant, crowdAccount(robin.person, tenant) ?? '')?.partnerId === '1234567';
  });
  expect(linked).toEqual(numbersTo(50).filter((number) => !isClosed(number) && answerIn(number) === 200));
});

test('five hundred, some of them slow, pausing or broken: each that a card has named is written once, and none else', async () => {
  testBot().world.setCrowd(500);
  for (const [number, fault] of TROUBLED)
    testBot().world.setFault({ ...fault, tenant: crowdDirectoryId(number) });
  const robin = await silentlyAtHome(testBot());
  let confirm = await robin.say('link 1234567 everywhere');
  const named: number[] = [];
  const batches: Confirmed[] = [];
  for (;;) {
    named.push(...numbersOn(confirm, TO_BE_LINKED));
    const batch = await confirmed(robin, confirm);
    batches.push(batch);
    if (!batch.result.buttons.some(({ verb }) => verb === 'next-batch')) break;
    confirm = await robin.press('next-batch', { on: batch.result });
  }
  const [first] = batches;
  const isKnownToTakeNone = (number: number): boolean => tookNone.includes(number);
  expect(named.sort((a, b) => a - b)).toEqual(
    numbersTo(500).filter((number) => !isClosed(number) && !isKnownToTakeNone(number)),
  );
  // One that is asked to wait is not asked again; what a 503 was answered to is read, and then done.
  const statuses = [...TROUBLED.keys()].map((number) =>
    first?.made.filter(({ tenant }) => tenant === crowdDirectoryId(number)).map(({ status }) => status),
  );
  expect(statuses).toEqual([[200], [429], [503, 200]]);
  expect(first?.result.text).toContain('(customer-32.example): ⚠ failed: Azure is busy');
});
