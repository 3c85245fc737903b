import type { Label } from '../../../src/model/label';
import { makeUnderstanding } from './make-understanding';

const understanding = makeUnderstanding();
const OWN: readonly Label[] = [
  'link-partner-id',
  'change-partner-id',
  'unlink-partner-id',
  'show-link',
  'show-all-links',
  'link-everywhere',
  'undo',
  'which-tenant',
];

describe('what is asked about somebody else', () => {
  test.each([
    'is Priya linked?',
    'is Priya linked at Contoso',
    'who in my team has linked',
    'has Tom linked his account?',
    'did Anna set her PAL',
    'show the link of my colleague',
    "show Priya's link",
    "what is Tom's partner id",
    'is my colleague linked',
    'has she linked already?',
    'is he linked?',
    'are my engineers linked',
    'unlink my colleague',
    'link 1234567 for my colleague Anna',
    'remove the link of my coworker',
    'change the PartnerID of my boss to 1234567',
    'ist Priya verknüpft?',
    'wer aus meinem Team hat schon verknüpft',
    'hat Thomas sich verknüpft?',
    'ist mein Kollege verknüpft',
    'zeig die Verknüpfung meines Kollegen',
    'entferne die Verknüpfung meiner Kollegin',
    'verknüpfe 1234567 für meinen Kollegen',
  ])('%j never shows or changes one’s own link', (message) => {
    const { band, label, top3 } = understanding.understand(message);
    expect(OWN).not.toContain(band === 'answer' ? label : 'nothing');
    expect(top3.map((one) => one.label)).not.toContain('unlink-partner-id');
  });

  test.each([
    'is Priya linked?',
    'is my colleague linked',
    'hat Thomas sich verknüpft?',
    'unlink my colleague',
  ])('%j says so', (message) => {
    expect(understanding.understand(message).subject).toBe('other');
  });

  test.each(['am I linked?', 'link my PartnerID 1234567', 'bin ich verknüpft', 'unlink me', 'show my link'])(
    '%j is about oneself',
    (message) => {
      expect(understanding.understand(message).subject).toBe('self');
    },
  );
});

describe('one’s own link is not removed, nor is that offered, for', () => {
  test.each([
    'customer wants to remove the former partner',
    'the customer can’t remove us',
    'my customer removed the partner from his subscription',
    'how do we remove the old partner',
    'remove the previous partner from the subscription',
    'there is no remove button for the partner',
    'what happens if the link is deleted?',
    'engineer left and his guest account was deleted',
    'der Kunde will den alten Partner entfernen',
    'wie entfernt man den früheren Partner?',
    'den bisherigen Partner aus dem Abo löschen',
    'was passiert, wenn die Verknüpfung gelöscht wird?',
  ])('%j', (message) => {
    const { label, top3 } = understanding.understand(message);
    expect([label, ...top3.map((one) => one.label)]).not.toContain('unlink-partner-id');
  });
});

describe('the customer’s administrator is taken for one', () => {
  test.each([
    "I'm the customer",
    'we are the customer, our vendor wants us to link his number',
    'can they see more now?',
    'who set this PartnerID on my tenant?',
    'ich bin der Kunde',
    'unser Dienstleister möchte, dass wir seine Nummer eintragen',
    'können die jetzt mehr sehen?',
  ])('%j', (message) => {
    expect(understanding.understand(message).subject).toBe('customer');
  });
});

describe('what is not understood', () => {
  test.each(['flarb the partner association blorf', 'PAL zwirbeln ist grob'])(
    '%j is about PAL all the same',
    (message) => {
      const { isAboutPal, band } = understanding.understand(message);
      expect(isAboutPal).toBe(true);
      expect(band).not.toBe('answer');
    },
  );

  test.each(['what is the weather', 'wie wird das Wetter'])('%j is not', (message) => {
    expect(understanding.understand(message).isAboutPal).toBe(false);
  });
});

test.each([
  ['unlink everywhere', 'unlink'],
  ['change it everywhere to 2345678', 'change'],
  ['link 1234567 in Contoso and Fabrikam', 'link'],
  ['überall entfernen', 'unlink'],
  ['ändere meine PartnerID in allen Tenants auf 2345678', 'change'],
  ['überall verknüpfen', 'link'],
] as const)('%j is to %s in many directories', (message, action) => {
  expect(understanding.understand(message)).toMatchObject({ label: 'link-everywhere', action });
});

describe('the language of a message', () => {
  test.each([
    ['what is PAL and why do I need it', 'en'],
    ['was ist PAL und wozu brauche ich das', 'de'],
    ['bitte link my account nicht, ich will erst wissen was das macht', 'de'],
    ['zeig meine Verknüpfung', 'de'],
    ['show my link', 'en'],
    ['PAL', undefined],
    ['1234567', undefined],
    ['contoso.example', undefined],
  ])('%j: %s', (message, language) => {
    expect(understanding.understand(message).language).toBe(language);
  });

  test.each([
    ['English', 'en'],
    ['auf Deutsch', 'de'],
    ['German please', 'de'],
    ['auf Englisch bitte', 'en'],
    ['switch to German', 'de'],
    ['change the language', undefined],
  ])('%j asks for %s', (message, wantedLanguage) => {
    const said = understanding.understand(message);
    expect(said.label).toBe('switch-language');
    expect(said.wantedLanguage).toBe(wantedLanguage);
  });
});
