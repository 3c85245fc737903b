import { createTypoRepair, isOneSlip } from '../../../../src/understanding/rules/typos';

describe('a slip', () => {
  test.each(['unlnik', 'ulink', 'unlinkk', 'unlimk', 'nulink', 'nlink'])(
    '%s is one slip from unlink',
    (word) => {
      expect(isOneSlip(word, 'unlink')).toBe(true);
      expect(isOneSlip('unlink', word)).toBe(true);
    },
  );

  test.each(['unlink', 'link', 'linkun', 'unknil', 'unlinked', ''])('%s is not', (word) => {
    expect(isOneSlip(word, 'unlink')).toBe(false);
  });
});

describe('the repair', () => {
  const repair = createTypoRepair(['unlink', 'cancel'], new Set(['uplink']));

  test('touches key words only, and no known word', () => {
    expect(repair(['unlnik', 'uplink', 'cancle', 'link', 'lnik', '12345'])).toEqual([
      'unlink',
      'uplink',
      'cancel',
      'link',
      'lnik',
      '12345',
    ]);
  });

  test('looks at sixty words of a message and no more', () => {
    const repaired = repair(Array.from({ length: 100 }, () => 'unlnik'));
    expect(repaired.filter((word) => word === 'unlink')).toHaveLength(60);
  });
});
