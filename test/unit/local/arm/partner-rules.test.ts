import fc from 'fast-check';
import { createLink, readLink, removeLink, updateLink } from '../../../../local/cloud/arm/partner-rules';
import type { LinkRow } from '../../../../local/cloud/state/link-row';

const KEY = { tenantId: 'tenant', objectId: 'person' };
const IDS = ['1234567', '1234568', '1234566', '9999999'];

type Write = { verb: 'put' | 'patch' | 'delete'; id: string };

function apply(row: LinkRow | undefined, { verb, id }: Write, now: string): LinkRow | undefined {
  const outcome =
    verb === 'put'
      ? createLink(KEY, row, id, now)
      : verb === 'patch'
        ? updateLink(row, id, now)
        : removeLink(row, id, now);
  return outcome.kind === 'refused' ? row : (outcome.row ?? row);
}

const writes = fc.array(
  fc.record({ verb: fc.constantFrom<Write['verb']>('put', 'patch', 'delete'), id: fc.constantFrom(...IDS) }),
);

describe('the rules of the ManagementPartner provider', () => {
  test('whatever is done, each effective write adds one and the first time stays', () => {
    fc.assert(
      fc.property(writes, (sequence) => {
        let row: LinkRow | undefined;
        sequence.forEach((write, index) => {
          const next = apply(row, write, `time ${index}`);
          if (next !== row) {
            expect(next?.version).toBe((row?.version ?? 0) + 1);
            if (row) expect(next?.createdTime).toBe(row.createdTime);
          }
          row = next;
        });
        expect(row === undefined || IDS.slice(0, 2).includes(row.partnerId)).toBe(true);
      }),
    );
  });

  test('a removed link can not be read, changed, or removed again, but linked anew', () => {
    const linked = apply(undefined, { verb: 'put', id: '1234567' }, 'then');
    const removed = apply(linked, { verb: 'delete', id: '1234567' }, 'now');
    expect(removed).toMatchObject({ state: 'Deleted', version: 2 });
    expect(readLink(removed, undefined).kind).toBe('refused');
    expect(updateLink(removed, '1234567', 'later').kind).toBe('refused');
    expect(removeLink(removed, '1234567', 'later')).toEqual({ kind: 'removed', row: undefined });
    expect(createLink(KEY, removed, '1234568', 'later')).toMatchObject({
      row: { version: 3, createdTime: 'then' },
    });
  });

  test('a read or a removal with another id finds nothing', () => {
    const linked = apply(undefined, { verb: 'put', id: '1234567' }, 'then');
    expect(readLink(linked, '1234568')).toEqual({ kind: 'refused', code: 'ManagementPartnerNotFound' });
    expect(removeLink(linked, '1234568', 'now')).toEqual({
      kind: 'refused',
      code: 'ManagementPartnerNotFound',
    });
  });
});
