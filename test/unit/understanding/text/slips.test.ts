import { createSpellRepair, createTypoRepair, isOneSlip } from '../../../../src/understanding/text/slips';

const repair = createSpellRepair(
  new Map([
    ['tenant', 40],
    ['link', 90],
    ['line', 5],
    ['weather', 3],
    ['whether', 9],
  ]),
);

describe('the repair of slips', () => {
  test.each([
    ['tennant', 'tenant'],
    ['tenat', 'tenant'],
    ['tneant', 'tenant'],
    ['ttenant', 'tenant'],
    ['linl', 'link'],
    ['lini', 'link'],
  ])('takes %s for %s', (slip, word) => {
    expect(repair([slip])).toEqual([word]);
  });

  test.each(['weather', 'line', 'lnk', 'banana', '12345', 'tenänt', 'numtoken'])(
    'leaves %s alone',
    (word) => {
      expect(repair([word])).toEqual([word]);
    },
  );

  test('looks at sixty words of a message and no more', () => {
    const repaired = repair(Array.from({ length: 100 }, () => 'tennant'));
    expect(repaired.filter((word) => word === 'tenant')).toHaveLength(60);
  });
});

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

describe('the repair of key words', () => {
  const repairKeys = createTypoRepair(['unlink', 'cancel'], new Set(['uplink']));

  test('touches key words only, and no known word', () => {
    expect(repairKeys(['unlnik', 'uplink', 'cancle', 'link', 'lnik', '12345'])).toEqual([
      'unlink',
      'uplink',
      'cancel',
      'link',
      'lnik',
      '12345',
    ]);
  });

  test('looks at sixty words of a message and no more', () => {
    const repaired = repairKeys(Array.from({ length: 100 }, () => 'unlnik'));
    expect(repaired.filter((word) => word === 'unlink')).toHaveLength(60);
  });
});
