import type { PartnerId } from '../../../src/model/identifiers';
import { manyDirectories } from './many-directories';
import type { ManyDirectories } from './many-directories';
import { partnerIdOf } from './model-arm';

const MINE = partnerIdOf('1234567');
const THEIRS = partnerIdOf('6098754');
const linked = (many: ManyDirectories): (PartnerId | null)[] =>
  many.directories.map(({ tenantId }) => many.arm(tenantId).linked);

describe('a batch that is on record no more', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const linkTwoDaysAgo = async () => {
    const many = manyDirectories(3);
    const pal = many.start();
    many.arm(many.directories[1]!.tenantId).linked = THEIRS;
    const planned = await pal.batches.plan(many.caller, {
      wishes: many.directories.map((directory) => ({ directory, wanted: MINE })),
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
