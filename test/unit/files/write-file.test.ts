import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { LinkRow, LinksDocument } from '../../../src/files/document';
import { documentSchema, safeCell, writeFile } from '../../../src/files/document';
import { proofData } from '../../../src/dialogs/proof';

const ROW: LinkRow = {
  tenantId: '064b669a-db66-4565-a1cb-43e18d7c61ed',
  tenantDisplayName: 'Wide World Importers',
  tenantDefaultDomain: 'wide-world-importers.example',
  type: 'user',
  displayName: 'Robin',
  userPrincipalName: 'robin@fabrikam.example',
  appId: null,
  objectId: '11111111-db66-4565-a1cb-43e18d7c61ed',
  partnerAdminLink: '/providers/microsoft.managementpartner/partners/0123456',
  partnerName: 'Fabrikam',
  partnerId: '0123456',
  state: 'Active',
  version: 3,
  createdTime: '2026-01-16T13:56:59.611Z',
  updatedTime: '2026-02-17T09:05:12.000Z',
  result: 'linked',
  reason: null,
  checkedAt: '2026-03-04T08:15:00.000Z',
  armRequestId: '22222222-db66-4565-a1cb-43e18d7c61ed',
};

function documentOf(...rows: LinkRow[]): LinksDocument {
  const askedBy = {
    displayName: 'Robin',
    userPrincipalName: 'robin@fabrikam.example',
    objectId: '33333333-db66-4565-a1cb-43e18d7c61ed',
    tenantId: '44444444-db66-4565-a1cb-43e18d7c61ed',
  };
  return {
    schema: 'pal-assistant/links',
    schemaVersion: 1,
    madeAt: '2026-03-04T08:15:00.000Z',
    askedBy,
    rows,
  };
}

/** As a spreadsheet reads it that takes `delimiter` for the end of a cell, wherever quotes allow that. */
function cellsOf(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let [cell, isQuoted, isFresh] = ['', false, true];
  const end = (): void => {
    cells.push(cell);
    [cell, isQuoted, isFresh] = ['', false, true];
  };
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place] ?? '';
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[place + 1] === '"') {
        cell += '"';
        place += 1;
      } else isQuoted = false;
    } else if (letter === '"' && isFresh) [isQuoted, isFresh] = [true, false];
    else if (letter === delimiter || letter === '\n') end();
    else if (letter !== '\r') {
      cell += letter;
      isFresh = false;
    }
  }
  end();
  return cells;
}

/** What Excel, LibreOffice and Google Sheets may take for the beginning of a formula, spaces and quotes before it or not. */
const IS_FORMULA = /^[\s"\p{Cc}\p{Cf}]*[=+\-@＝＋－＠\u2212﹦﹢﹣﹫\t\r]/u;

test('the columns are those of the attestation that partners know, in its order, and then what ARM says besides', () => {
  const { text, name } = writeFile(documentOf(ROW), 'csv', 'en');
  const [head, line] = text.split('\r\n');
  expect(name).toBe('PAL-links-2026-03-04-08-15-00.csv');
  expect(head).toBe(
    '\uFEFF"tenantId","tenantDisplayName","tenantDefaultDomain","type","displayName","userPrincipalName","appId",' +
      '"objectId","partnerAdminLink","partnerName","partnerId","state","version","createdTime","updatedTime",' +
      '"result","reason","checkedAt","armRequestId","askedBy","askedByObjectId"',
  );
  expect(line).toContain('"Fabrikam","0123456","Active","3","2026-01-16T13:56:59.611Z"');
});

test('where German is spoken Excel finds its columns by semicolons', () => {
  expect(writeFile(documentOf(ROW), 'csv', 'de').text.split('\r\n')[0]).toContain(
    '"tenantId";"tenantDisplayName"',
  );
});

test('the JSON file is the document, with the version of its form', () => {
  const document = documentOf(ROW);
  const { text, digest, sizeInBytes } = writeFile(document, 'json', 'de');
  expect(documentSchema.parse(JSON.parse(text))).toEqual(document);
  expect(digest).toBe(createHash('sha256').update(text).digest('hex'));
  expect(sizeInBytes).toBe(Buffer.byteLength(text));
});

test.each(['csv', 'json'] as const)('the same document is the same %s file, byte for byte', (format) => {
  expect(writeFile(documentOf(ROW), format, 'en')).toEqual(writeFile(documentOf({ ...ROW }), format, 'en'));
});

test.each([
  ['=1+1', "'=1+1"],
  ['\t=1+1', "'=1+1"],
  [' @SUM(A1)', "'@SUM(A1)"],
  ['\u200B+1', "'+1"],
  ['＝1', "'＝1"],
  ['-2', "'-2"],
  ['x;=1', "x;'=1"],
  ['Müller & Söhne', 'Müller & Söhne'],
  ['a-b', 'a-b'],
  ['robin_fabrikam.example#EXT#@contoso.example', 'robin_fabrikam.example#EXT#@contoso.example'],
  ['two\r\nlines', 'two lines'],
])('the cell of %j says %j', (name, cell) => {
  expect(safeCell(name)).toBe(cell);
});

test('no name begins a formula, whichever sign a spreadsheet takes for the end of a cell', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '=',
          '+',
          '-',
          '@',
          '\t',
          '\r',
          '\n',
          '＝',
          '＋',
          '－',
          '＠',
          '−',
          '﹦',
          '﹢',
          '﹣',
          '﹫',
        ),
        fc.constantFrom('"', "'", ',', ';', '|', ' ', '\u00A0', '\u200B', '\u202E', '\uFEFF', '\\'),
        fc.constantFrom('1+1', 'cmd|', 'HYPERLINK(', 'a', 'Ä', '😀'),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom('en', 'de'), (name, other, language) => {
      const row = { ...ROW, tenantDisplayName: name, partnerName: other, displayName: other, state: name };
      const text = writeFile(documentOf(row), 'csv', language).text.replace('\uFEFF', '');
      for (const delimiter of [',', ';', '\t', '|']) {
        expect(cellsOf(text, delimiter).filter((cell) => IS_FORMULA.test(cell))).toEqual([]);
      }
      // Read with its own sign, it has as many cells as columns.
      expect(cellsOf(text, language === 'de' ? ';' : ',')).toHaveLength(2 * 21 + 1);
    }),
    { numRuns: 500 },
  );
});

test.each(['\npartnerId: 9999999', '\r\n\r\nresult: not-linked', '\u2028state: Deleted'])(
  'a name with lines of its own, %j, adds no field to the text of a proof',
  (lines) => {
    const row = { ...ROW, tenantDisplayName: `Wide World${lines}`, partnerName: `Fabrikam${lines}` };
    const textOf = (one: LinkRow): string[] => proofData(documentOf(one), { pageUrl: '' }).copy.split('\n');
    const names = (one: LinkRow): string[] => textOf(one).map((line) => line.split(':', 1)[0] ?? '');
    expect(names(row)).toEqual(names(ROW));
  },
);
