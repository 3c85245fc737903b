import { askToForget, forgetDialog } from '../../../src/dialogs/forget';
import type { ConversationState } from '../../../src/dialogs/state';
import type { DialogResult } from '../../../src/dialogs/context';
import { newOperationId } from '../../../src/model/identifiers';
import { forgetPerson } from '../../../src/pal/forget-person';
import { StorageAwayError } from '../../../src/storage/record-store';
import { testPal } from '../pal/test-pal';

const ASKED_AT = Date.parse('2026-03-01T09:00:00Z');
const LIFE_MS = 10 * 60 * 1000;
const SHOWN_ON = 'message-7';

const result = askToForget({ now: new Date(ASKED_AT), pal: { trailDaysAfterForget: 0 } });
const dialog = result.dialog === 'keep' ? ({ kind: 'idle' } as const) : result.dialog;
const state: ConversationState = { schema: 1, dialog, openCard: SHOWN_ON };
const operationId = dialog.kind === 'forgetting' ? dialog.operationId : undefined;

/** A press on the card, `afterMs` after it was shown; reports what was deleted. */
async function press(
  afterMs: number,
  { id = operationId, isExecuting = false, isComplete = true, forget = () => Promise.resolve() } = {},
): Promise<{ result: DialogResult; heading: string; deleted: string[] }> {
  if (id === undefined) throw new Error('No card was shown.');
  const { caller } = testPal();
  const deleted: string[] = [];
  const answered = await forgetDialog(
    {
      caller,
      now: new Date(ASKED_AT + afterMs),
      signInService: {
        signOut: () => {
          deleted.push('sign-in');
          return Promise.resolve({ signIns: [], ssoToken: false, exchanged: [], isComplete });
        },
      },
      pal: {
        trailDaysAfterForget: 0,
        isExecuting: () => Promise.resolve(isExecuting),
        erase: async () => {
          await forget();
          deleted.push('records');
        },
      },
    },
    state,
    id,
  );
  const [view] = answered.views;
  return {
    result: answered,
    heading: view?.name === 'problem' ? view.data.code : (view?.name ?? ''),
    deleted,
  };
}

test('asking deletes nothing and waits for the button', () => {
  expect(result.views).toEqual([{ name: 'confirm-forget', data: { operationId, trailDays: 0 } }]);
  expect(result.dialog).toMatchObject({ kind: 'forgetting', askedAt: new Date(ASKED_AT).toISOString() });
  expect(result.forgets).toBeUndefined();
});

test('within ten minutes the press deletes sign-in and records, and nothing of the turn may be stored', async () => {
  const { heading, deleted, result: answered } = await press(LIFE_MS);
  expect(heading).toBe('forgotten');
  expect(deleted).toEqual(['sign-in', 'records']);
  expect(answered.forgets).toBe(true);
});

test.each([
  ['a moment after ten minutes', LIFE_MS + 1, {}],
  ['with another id', 0, { id: newOperationId() }],
])('a press %s deletes nothing and leaves the dialog', async (_, afterMs, options) => {
  const { heading, deleted, result: answered } = await press(afterMs, options);
  expect(heading).toBe('superseded');
  expect(deleted).toEqual([]);
  expect(answered.dialog).toBe(state.dialog);
});

test('while a change is being written nothing is deleted, the sign-in least of all', async () => {
  const { heading, deleted } = await press(0, { isExecuting: true });
  expect(heading).toBe('forget-waits');
  expect(deleted).toEqual([]);
});

test('a sign-in that could not be forgotten everywhere is told', async () => {
  const { result: answered } = await press(0, { isComplete: false });
  expect(answered.views).toEqual([{ name: 'forgotten', data: { isIncomplete: true, trailDays: 0 } }]);
});

test('when the storage goes away half-way the person is told, and asking again deletes the rest', async () => {
  const { store, caller } = testPal();
  const { tenantId, objectId } = caller.person;
  const mine = `chat|${tenantId}.${objectId}`;
  for (const collection of ['operations', 'references', 'conversations'] as const) {
    await store.put(collection, mine, { schema: 1 }, { absent: true });
  }
  const remove = store.delete.bind(store);
  const away = jest.spyOn(store, 'delete').mockImplementation((collection, key) => {
    return collection === 'operations' ? remove(collection, key) : Promise.reject(new StorageAwayError());
  });
  const forget = (): Promise<void> => forgetPerson(store, caller.person);
  const first = await press(0, { forget });
  expect(first.heading).toBe('not-all-forgotten');
  expect(first.result.forgets).toBeUndefined();
  expect(await store.get('operations', mine)).toBeUndefined();
  expect(await store.get('conversations', mine)).toBeDefined();
  away.mockRestore();
  expect((await press(0, { forget })).heading).toBe('forgotten');
  expect(await store.get('conversations', mine)).toBeUndefined();
});

test('an error that nobody foresaw is not taken for a storage that is away', async () => {
  const forget = (): Promise<void> => Promise.reject(new Error('unforeseen'));
  await expect(press(0, { forget })).rejects.toThrow('unforeseen');
});
