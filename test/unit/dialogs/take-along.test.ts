import fc from 'fast-check';
import { answerFileConsent } from '../../../src/dialogs/take-along';
import type { Reply, Turn } from '../../../src/dialogs/turn';
import type { FileId } from '../../../src/model/identifiers';
import { MARKUP_TRICKS } from '../../support/hostile-text';

const FILE = { name: 'PAL-links.csv', format: 'csv', text: 'x', sizeInBytes: 1, digest: 'd' };
const TURN = { isPersonal: true, person: {} } as Turn;

/** What is said once Teams has taken a file for which it tells this name and type. */
async function said(name: string, fileType: string): Promise<{ fileName: string; fileType?: string }[]> {
  const parts = {
    files: { take: () => Promise.resolve({ kind: 'file', file: FILE, offer: {} }) },
    uploads: { isKnown: () => true, put: () => Promise.resolve({ kind: 'done' }) },
  };
  const upload = { uploadUrl: 'https://x', contentUrl: 'https://x', uniqueId: 'u', name, fileType };
  const consent = { offerId: 'o' as FileId, upload, isAccepted: true, activityId: 'a' };
  const replies = await answerFileConsent(parts as never, TURN, consent);
  return replies.map((reply: Reply) => (reply as unknown as { view: { data: never } }).view.data);
}

test('a name that Teams has given the file is shown, and without one our own', async () => {
  expect((await said('PAL-links (1).csv', 'csv')).map(({ fileName }) => fileName)).toEqual([
    'PAL-links (1).csv',
    'PAL-links (1).csv',
  ]);
  expect((await said('\u200b\n', 'csv'))[0]?.fileName).toBe('PAL-links.csv');
});

test('whatever a client tells of the file, the card has one short visible line and our own type', async () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...MARKUP_TRICKS));
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, fileType) => {
      const all = await said(name, fileType);
      expect(all[0]?.fileType).toBe('csv');
      for (const { fileName } of all) {
        expect(fileName).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(Array.from(fileName).length).toBeLessThanOrEqual(100);
      }
    }),
    { numRuns: 100 },
  );
});
