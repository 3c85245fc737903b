import { createJournal } from '../../../../local/cloud/journal/journal';

const clock = { now: () => new Date('2026-03-01T08:00:00Z') };

describe('the journal', () => {
  test('shows status 0 until an answer begins', () => {
    const journal = createJournal(clock);
    const req = { method: 'GET', path: '/a' };
    const res = { headersSent: false, statusCode: 200 };
    journal.begin(req, res);
    journal.note(req, { tenant: 'tenant' });
    journal.note(req, { user: 'person' });
    const entry = {
      at: '2026-03-01T08:00:00.000Z',
      method: 'GET',
      path: '/a',
      tenant: 'tenant',
      user: 'person',
    };
    expect(journal.entries()).toEqual([{ ...entry, status: 0 }]);
    res.headersSent = true;
    expect(journal.entries()).toEqual([{ ...entry, status: 200 }]);
  });

  test('forgets the oldest beyond five thousand', () => {
    const journal = createJournal(clock);
    for (let index = 0; index < 5_003; index += 1) {
      journal.begin({ method: 'GET', path: `/${index}` }, { headersSent: true, statusCode: 200 });
    }
    expect(journal.entries()).toHaveLength(5_000);
    expect(journal.entries()[0]?.path).toBe('/3');
  });
});
