import { createSpellRepair } from '../../../../src/understanding/classifier/spell-repair';

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
