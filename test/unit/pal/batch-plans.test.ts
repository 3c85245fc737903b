import type { PartnerId } from '../../../src/model/identifiers';
import { manyDirectories } from './many-directories';
import type { ManyDirectories } from './many-directories';
import { partnerIdOf } from './model-arm';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');

function wishes({ directories }: ManyDirectories, wanted: PartnerId | null = MINE) {
  return directories.map((directory) => ({ directory, wanted }));
}

const linked = (many: ManyDirectories): (PartnerId | null)[] =>
  many.directories.map(({ tenantId }) => many.arm(tenantId).linked);

test('a change that is not the latest in its directory is not taken back, whatever is linked there by now', async () => {
  const many = manyDirectories(1);
  const pal = many.start();
  many.arm(many.directories[0]!.tenantId).linked = THEIRS;
  const first = await pal.batches.plan(many.caller, { wishes: wishes(many) });
  await pal.batches.execute(many.caller, first.id);
  for (const wanted of [null, MINE]) {
    const later = await pal.batches.plan(many.caller, { wishes: wishes(many, wanted) });
    await pal.batches.execute(many.caller, later.id);
  }
  const undo = await pal.batches.planNext(many.caller, first.id, many.directories, { kind: 'undo' });
  if (undo.kind !== 'ok') throw new Error(undo.kind);
  expect([undo.value.operations.length, undo.value.changed.length]).toEqual([0, 1]);
});

test('what does not fit into a batch is the next one, and the one after that, until all is done once', async () => {
  const many = manyDirectories(50);
  const pal = many.start();
  const wish = { wanted: MINE, isOnlyMissing: true };
  const sizes: number[] = [];
  let planned = await pal.batches.plan(many.caller, { wishes: wishes(many), most: 20, wish });
  for (;;) {
    sizes.push(planned.operations.length);
    await pal.batches.execute(many.caller, planned.id);
    if (planned.rest.length === 0) break;
    const next = await pal.batches.planNext(
      many.caller,
      planned.id,
      many.directories,
      { kind: 'rest' },
      { most: 20 },
    );
    if (next.kind !== 'ok') throw new Error(next.kind);
    planned = next.value;
  }
  expect(sizes).toEqual([20, 20, 10]);
  expect(new Set(linked(many))).toEqual(new Set([MINE]));
  expect(many.directories.map(({ tenantId }) => many.arm(tenantId).writes.length)).toEqual(
    Array.from({ length: 50 }, () => 1),
  );
});

test('of a planned batch a part can be chosen, and what has another PartnerID as well; nothing else is planned', async () => {
  const many = manyDirectories(4);
  const pal = many.start();
  many.arm(many.directories[3]!.tenantId).linked = THEIRS;
  const ids = many.directories.map(({ tenantId }) => tenantId);
  const onlyMissing = wishes(many).map((one) => ({ ...one, onlyIf: null }));
  const wish = { wanted: MINE, isOnlyMissing: true };
  const planned = await pal.batches.plan(many.caller, { wishes: onlyMissing, wish });
  expect(planned.operations.map(({ tenantId }) => tenantId)).toEqual(ids.slice(0, 3));
  await pal.batches.drop(many.caller, planned.id);
  const next = { kind: 'chosen', directories: [ids[1]!, ids[3]!] } as const;
  const chosen = await pal.batches.planNext(many.caller, planned.id, many.directories, next);
  if (chosen.kind !== 'ok') throw new Error(chosen.kind);
  await pal.batches.execute(many.caller, chosen.value.id);
  expect(linked(many)).toEqual([null, MINE, null, MINE]);
});

describe('a batch that is on record no more', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const linkTwoDaysAgo = async () => {
    const many = manyDirectories(3);
    const pal = many.start();
    many.arm(many.directories[1]!.tenantId).linked = THEIRS;
    const planned = await pal.batches.plan(many.caller, {
      wishes: wishes(many),
    });
    await pal.batches.execute(many.caller, planned.id);
    many.wait(2 * DAY_MS);
    const next = async (kind: 'undo' | 'redo' | 'retry') => {
      const outcome = await pal.batches.planNext(many.caller, planned.id, many.directories, { kind });
      return outcome.kind === 'ok' ? outcome.value : outcome;
    };
    return { many, pal, next };
  };

  test('is taken back by what the trail says was there before, and says until when its record was kept', async () => {
    const { many, pal, next } = await linkTwoDaysAgo();
    const undo = await next('undo');
    if ('kind' in undo) throw new Error(undo.kind);
    expect(undo.undoneUntil).toMatch(/^2026-03-02T09:00:00/);
    expect(undo.operations).toMatchObject([
      { isUndo: true, after: null },
      { isUndo: true, after: THEIRS },
      { isUndo: true, after: null },
    ]);
    await pal.batches.execute(many.caller, undo.id);
    expect(linked(many)).toEqual([null, THEIRS, null]);

    const again = await next('undo');
    expect(again).toMatchObject({ operations: [], changed: [] });
    const redo = await next('redo');
    expect(redo).toMatchObject({ operations: [{ after: MINE }, { after: MINE }, { after: MINE }] });
  });

  test('is left as it is where the link has changed since, by the person or by somebody else', async () => {
    const { many, pal, next } = await linkTwoDaysAgo();
    const [first, second, third] = many.directories;
    for (const wanted of [THEIRS, MINE]) {
      const change = await pal.batches.plan(many.caller, { wishes: [{ directory: first!, wanted }] });
      await pal.batches.execute(many.caller, change.id);
    }
    many.arm(second!.tenantId).linked = partnerIdOf('1234568');
    expect(await next('undo')).toMatchObject({
      changed: [{ directory: first }, { directory: second }],
      operations: [{ tenantId: third!.tenantId }],
    });
  });

  test('is not known to anybody else, nor tried again', async () => {
    const { many, pal, next } = await linkTwoDaysAgo();
    expect(await next('retry')).toMatchObject({ kind: 'problem', problem: { code: 'operation-unknown' } });
    const { caller, directories } = many;
    const somebody = {
      ...caller,
      person: { ...caller.person, objectId: '99999999-9999-4999-8999-999999999999' as never },
    };
    const [batch] = (await pal.history(caller.person)).map(({ batchId }) => batchId);
    const outcome = await pal.batches.planNext(somebody, batch as never, directories, { kind: 'undo' });
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'operation-unknown' } });
  });
});
