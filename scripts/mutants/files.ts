import { inRoom } from './mutant';
import type { Mutant } from './mutant';

const ROOM = 'src/files';
const kept = inRoom(ROOM, ['test/unit/files/files.test.ts']);
const cells = inRoom(ROOM, ['test/unit/files/write-file.test.ts']);
const upload = inRoom(ROOM, ['test/unit/files/upload.test.ts']);
const said = inRoom(ROOM, [
  'test/unit/files/document.test.ts',
  'test/unit/files/write-file.test.ts',
  'test/integration/chat/proof.test.ts',
]);
const card = inRoom('src/dialogs', [
  'test/unit/files/document.test.ts',
  'test/unit/files/write-file.test.ts',
  'test/integration/chat/proof.test.ts',
]);

/** What a file says, who gets it, how often, and where it goes. */
export const FILES: readonly Mutant[] = [
  kept("if (put.kind === 'conflict') return { kind: 'taken' };", '', 'of two presses one gets the file'),
  kept("if (offer.status === 'taken') return { kind: 'taken' };", '', 'a file is handed out once'),
  kept('|| !isSame(offer.person, person)) return', ') return', 'nobody gets somebody else’s file'),
  kept('|| !isSame(first.person, person)) return', ') return', 'nobody reads somebody else’s document'),
  kept(
    'one.tenantId === other.tenantId && one.objectId === other.objectId',
    'one.tenantId === other.tenantId',
    'a colleague is somebody else',
  ),
  kept(
    'return age < FRESH_MS ?',
    'return age < 2 * FRESH_MS ?',
    'what is older than ten minutes is read anew',
  ),
  kept('const OFFER_MS = 10 * 60 * 1000;', 'const OFFER_MS = 60 * 60 * 1000;', 'an offer lasts ten minutes'),
  kept(
    'if (read?.person.tenantId !== person.tenantId) return undefined;',
    'if (read === undefined) return undefined;',
    'another company learns nothing of a file',
  ),
  kept(
    'isOwn: read.person.objectId === person.objectId',
    'isOwn: read.person.tenantId === person.tenantId',
    'a colleague’s file is not called one’s own',
  ),
  kept(
    'await this.noteDigest(person, correlationId, document, file);',
    '',
    'what was handed out stands in the trail',
  ),
  kept(
    'for (let index = 1; index < first.parts;',
    'for (let index = 2; index < first.parts;',
    'a large document comes back whole',
  ),
  cells(`return visible.replace(FORMULA, "$1'");`, 'return visible;', 'no cell is a formula'),
  cells('/(^|[,;|"])(?=', '/(^)(?=', 'nor is one behind another program’s separator'),
  cells(".replace(INVISIBLE, ' ')", '', 'no invisible sign hides a formula'),
  cells('\\uff1d\\uff0b', '\\uff0b', 'nor does a full-width sign'),
  cells('quoted: true,', 'quoted: false,', 'every cell is quoted'),
  cells('bom: true,', 'bom: false,', 'Excel reads umlauts'),
  cells(
    "createHash('sha256').update(bytes)",
    "createHash('sha256').update(document.madeAt)",
    'the digest is that of the file’s bytes',
  ),
  upload(
    'hostname.endsWith(`.${domain}`)',
    'hostname.endsWith(domain)',
    'evilsharepoint.com is not SharePoint',
  ),
  upload("isKnown && protocol === 'https:' && port", 'isKnown && port', 'no file goes out unencrypted'),
  upload(
    'if (WRITTEN_HOST.exec(text)?.[1]?.toLowerCase() !== hostname) return undefined;',
    '',
    'an address is read as it is written',
  ),
  upload(
    'if (loopback && isLoopback(hostname))',
    'if (isLoopback(hostname))',
    'the bot asks nothing of its own machine',
  ),
  upload('status === 200 || status === 201', 'status >= 200', 'a service that refuses is no success'),
  said('result: state.kind,', "result: 'linked' as const,", 'what ARM did not say is not called linked'),
  said(
    'account.objectId ?? null, ...(current',
    'account.username ?? null, ...(current',
    'the object id is that of the account',
  ),
  card(".replace(/\\s+/gu, ' ')}`) .join('\\n')", "}`) .join('\\n')", 'no name adds a field to a proof'),
  inRoom('src/dialogs', ['test/unit/dialogs/take-along.test.ts'])(
    'cleanText(upload.name, NAME_LENGTH) || file.name',
    'upload.name',
    'no client names a file as no card may show it',
  ),
  card('links.length - shown.length', 'links.length', 'what is not on the card is counted'),
];
