import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { loadKnowledge } from '../../../src/knowledge/load-knowledge';
import { FAQ_LABELS } from '../../../src/model/label';
import type { FaqLabel } from '../../../src/model/label';
import { writesIn } from '../../support/arm-calls';
import type { Chat } from '../../support/chat';
import { OWN_WORDS, UNCLEAR } from '../../support/own-words';
import { runningTestBot } from '../../support/test-bot';
import { titlesOf } from '../../support/shown-card';
import type { ShownCard } from '../../support/shown-card';
import { linkIn, signedIn } from '../../support/talks';

const testBot = runningTestBot();
const folder = join(__dirname, '../../../knowledge');
const english = loadKnowledge(folder, 'en');
const german = loadKnowledge(folder, 'de');

const OFFER = 'What do you mean?';
const NONE_OF_THESE = ['None of these', 'Nichts davon'];
const NOT_UNDERSTOOD = 'I didn’t understand that';
const questionOf = (topic: string, knowledge = english): string | undefined =>
  knowledge.entry(topic)?.question;

/** Without case, punctuation and spaces at the ends: what counts as the same sentence. */
function bare(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** Every text that the understanding is made from or measured on: examples, phrases, and the two sets. */
function writtenDown(): ReadonlySet<string> {
  const root = join(__dirname, '../../../content/en');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const lines = files
    .filter((name) => /\.(txt|json|jsonl)$/.test(name))
    .flatMap((name) => readFileSync(join(root, name), 'utf8').split('\n'));
  return new Set(lines.flatMap((line) => [line, ...(line.match(/"[^"]+"/g) ?? [])]).map(bare));
}

/** The lines of a card that stand in its commands. */
function commandsOf(card: ShownCard): string {
  return card.text.slice(card.text.indexOf('az login'));
}

/** Makes the bot unsure, and gives the offer. */
async function offerTo(chat: Chat, more: object = {}): Promise<ShownCard> {
  for (const text of UNCLEAR) {
    const card = await chat.say(text, more);
    if (titlesOf(card).some((title) => NONE_OF_THESE.includes(title))) return card;
  }
  throw new Error('Nothing was unclear enough.');
}

describe('a question in words of its own', () => {
  test('is in no data file', () => {
    const written = writtenDown();
    expect(written.size).toBeGreaterThan(1_000);
    expect(written).toContain('what is partner admin link');
    const own = Object.values(OWN_WORDS).flat();
    expect(own.filter((text) => written.has(bare(text)))).toEqual([]);
    expect(new Set(own.map(bare)).size).toBe(3 * FAQ_LABELS.length);
  });

  test('is answered, or is among what is offered, in 95 of 100 cases, and one phrasing of each in all', async () => {
    const asked = FAQ_LABELS.flatMap((label) => OWN_WORDS[label].map((text) => ({ label, text })));
    const wrong: { label: FaqLabel; text: string; heading: string }[] = [];
    let answered = 0;
    for (const { label, text } of asked) {
      const card = await testBot().chat().say(text);
      const isOffered = card.heading === OFFER && card.buttons.some(({ data }) => data['topic'] === label);
      if (card.heading === questionOf(label)) answered += 1;
      else if (!isOffered) wrong.push({ label, text, heading: card.heading });
    }
    const right = asked.length - wrong.length;
    process.stdout.write(
      `${asked.length} questions in words of their own: ${answered} answered, ${right - answered} offered, ` +
        `${wrong.length} wrong.\n`,
    );
    expect({ isRight: right / asked.length >= 0.95, wrong }).toMatchObject({ isRight: true });
    expect(FAQ_LABELS.filter((label) => wrong.filter((one) => one.label === label).length === 3)).toEqual([]);
  });

  test('what is answered shows the short answer, its source, and a next step', async () => {
    const card = await testBot().chat().say('My company has several PartnerIDs. Which one do I enter?');
    const entry = english.entry('which-partner-id');
    expect(card.heading).toBe(entry?.question);
    expect(card.text).toContain(entry?.short);
    expect(card.buttons.map(({ url }) => url)).toContain(entry?.sources[0]?.url);
    expect(titlesOf(card)).toContain('Link my PartnerID');
  });
});

describe('in the middle of something', () => {
  const QUESTION = 'is a partner link permanent?';
  const ANSWER = questionOf('pal-can-be-changed');

  test('a question leaves the form open: the number after it is the PartnerID', async () => {
    const robin = testBot().chat();
    expect((await robin.say('link')).heading).toBe('Which PartnerID?');
    expect((await robin.say(QUESTION)).heading).toBe(ANSWER);
    expect((await robin.say('1234567')).heading).toBe('Sign in to continue');
  });

  test('a question leaves the confirm card as it is: its button still links', async () => {
    const robin = await signedIn(testBot().chat());
    const confirm = await robin.say('link 1234567 in Contoso Retail');
    expect((await robin.say(QUESTION)).heading).toBe(ANSWER);
    expect(robin.now(confirm).heading).toBe('Link this PartnerID?');
    expect(writesIn(testBot().world)).toEqual([]);
    expect((await robin.press('confirm', { on: confirm })).heading).toBe('✓ Linked');
  });

  test('a question leaves the sign-in waiting, and the link goes on after it', async () => {
    const robin = testBot().chat();
    const signIn = await robin.say('link 1234567 in Contoso Retail');
    expect((await robin.say(QUESTION)).heading).toBe(ANSWER);
    await robin.signIn({}, signIn);
    expect((await robin.card('Link this PartnerID?')).text).toContain('1234567');
  });

  test('so do a related question, a guide and a text for the customer', async () => {
    const robin = testBot().chat();
    await robin.say('link');
    const answer = await robin.say('how can I link with the Azure CLI?');
    await robin.press('For my customer', { on: await robin.say('what is PAL?') });
    await robin.press('guide', { on: answer });
    await robin.press('ask', { on: answer });
    expect((await robin.say('1234567')).heading).toBe('Sign in to continue');
  });
});

describe('what the bot is not sure of', () => {
  test('it offers; what is pressed is answered', async () => {
    const robin = testBot().chat();
    const offer = await offerTo(robin);
    expect(offer.heading).toBe(OFFER);
    const [first] = offer.buttons;
    expect(first?.title).toBe(questionOf(String(first?.data['topic'])));
    expect((await robin.press(first?.title ?? '', { on: offer })).heading).toBe(first?.title);
  });

  test('"None of these" leads to help', async () => {
    const robin = testBot().chat();
    await offerTo(robin);
    expect((await robin.press('None of these')).heading).toBe('What I can do');
  });

  test.each(['what is the capital of Austria?', 'write me a poem about clouds', 'how do I create a VM?'])(
    '"%s" is not for it: it says so and names what it can do',
    async (text) => {
      const card = await testBot().chat().say(text);
      expect(card.heading).toBe(NOT_UNDERSTOOD);
      expect(titlesOf(card)).toEqual(['Link my PartnerID', 'Show my link', 'Help']);
    },
  );
});

describe('commands', () => {
  test('hold the tenant and the PartnerID of the question', async () => {
    const card = await testBot()
      .chat()
      .say('how do I link 1234567 with the az cli in contoso-retail.example?');
    expect(commandsOf(card)).toContain('az login --tenant contoso-retail.example');
    expect(commandsOf(card)).toContain('az managementpartner create --partner-id 1234567');
  });

  test('hold the PartnerID that was linked last', async () => {
    const robin = await signedIn(testBot().chat());
    await linkIn(robin, '1234568', 'Contoso Retail');
    const card = await robin.say('how can I link with the Azure CLI?');
    expect(commandsOf(card)).toContain('--partner-id 1234568');
  });

  test('hold the directory that the person works in', async () => {
    const robin = await signedIn(testBot().chat());
    await robin.say('switch to Contoso Retail');
    const card = await robin.say('how can I link with the Azure CLI?');
    expect(commandsOf(card)).toContain(`az login --tenant ${TENANT_IDS.contoso}`);
  });

  test('hold placeholders for what nobody said', async () => {
    const card = await testBot().chat().say('how can I link with the Azure CLI?');
    expect(commandsOf(card)).toContain('az login --tenant <tenant ID or domain>');
    expect(commandsOf(card)).toContain('--partner-id <PartnerID>');
  });

  test.each(['the answer', 'the guide'])(
    'for Lighthouse always name the home directory: %s',
    async (which) => {
      const robin = testBot().chat();
      const answer = await robin.say('where do I link with Lighthouse, in contoso-retail.example?');
      expect(answer.heading).toBe(questionOf('lighthouse-link'));
      const card = which === 'the guide' ? await robin.press('Step by step', { on: answer }) : answer;
      expect(commandsOf(card)).toContain(`--tenant ${ROBIN.tenantId}`);
      expect(card.json).not.toContain('contoso-retail.example');
    },
  );
});

describe('for the customer', () => {
  test('"how do I explain PAL to my customer" leads to each concern, with a text to copy', async () => {
    const robin = testBot().chat();
    const answer = await robin.say('how do I explain PAL to my customer');
    expect(answer.heading).toBe(questionOf('explain-pal-to-customer'));
    await robin.press('For my customer', { on: answer });
    const concerns = await robin.press('Other customer questions');
    expect(titlesOf(concerns)).toEqual(english.concerns.map(({ concern }) => concern));
    for (const { id, concern, title, text, plain } of english.concerns) {
      const card = await robin.press(concern, { on: concerns });
      expect([id, card.heading]).toEqual([id, 'For your customer']);
      expect(card.text).toContain([title, ...text].join(' '));
      expect(card.inputs['copy-text']).toBe(plain.join('\n\n'));
    }
  });

  test('the text that belongs to an answer is there, to show and to copy', async () => {
    const robin = testBot().chat();
    await robin.say('does PAL change the security of the environment?');
    const card = await robin.press('For my customer');
    const customer = english.entry('pal-security-impact')?.customer;
    expect(card.text).toContain(customer?.title);
    expect(card.inputs['copy-text']).toBe([customer?.title, ...(customer?.text ?? [])].join('\n\n'));
  });
});

describe('guides', () => {
  test.each([
    ['how can I link in the Azure portal?', 'link-by-portal'],
    ['how can I link with the Azure CLI?', 'link-by-cli'],
    ['how can I link with PowerShell?', 'link-by-powershell'],
    ['how do I link a service principal?', 'link-service-principal'],
    ['how can a customer give us access?', 'get-access'],
    ['what is a service principal?', 'zero-trust'],
    ['how does the customer add a DPOR to a subscription?', 'dpor-walkthrough'],
  ])('"%s" leads to %s, step by step', async (text, id) => {
    const robin = testBot().chat();
    await robin.say(text);
    const card = await robin.press('Step by step');
    const guide = english.guide(id);
    expect(card.heading).toBe(guide?.title);
    for (const step of guide?.steps ?? ['a guide']) expect(card.text).toContain(step);
    if (guide?.warning !== undefined) expect(card.text).toContain(guide.warning);
  });
});

describe('in the language of the client, where the message doesn’t show its own', () => {
  const inGerman = { locale: 'de-DE' };

  test.each([
    ['PAL?', questionOf('what-is-pal', german)],
    ['help', 'Was ich kann'],
    ['link', 'Welche PartnerID?'],
    ['blargh', 'Das habe ich nicht verstanden'],
    ['link 12E4567', 'Bitte prüfen Sie die PartnerID'],
  ])('"%s" is answered in German: %s', async (text, heading) => {
    const card = await testBot().chat().say(text, inGerman);
    expect(card.heading).toBe(heading);
    expect(card.json).toContain('"lang":"de"');
  });

  test('a problem is told in German', async () => {
    const robin = await signedIn(testBot().chat());
    const card = await robin.say('zeig meine Verknüpfung in nowhere.example', inGerman);
    expect(card.json).toContain('"lang":"de"');
    expect(card.text).toContain('Verzeichnis');
  });

  test('an offer holds questions and commands in German', async () => {
    const robin = testBot().chat();
    await robin.say('auf Deutsch');
    const offer = await offerTo(robin);
    const titles = titlesOf(offer);
    expect(offer.heading).toBe('Was meinen Sie?');
    expect(titles[0]).toBe(questionOf(String(offer.buttons[0]?.data['topic']), german));
  });

  test('placeholders in commands are German too', async () => {
    const card = await testBot().chat().say('Wie verknüpfe ich mit der Azure CLI?', inGerman);
    expect(commandsOf(card)).toContain('<Verzeichnis-ID oder Domäne>');
  });

  test.each(['xx-XX', '', 'sv-SE', 'de'.repeat(40), null])(
    'locale %j is no trouble: English',
    async (locale) => {
      const card = await testBot().chat().say('what is PAL?', { locale });
      expect(card.heading).toBe(questionOf('what-is-pal'));
    },
  );
});

describe('in the language of the message', () => {
  test.each([
    ['Was ist PAL?', questionOf('what-is-pal', german)],
    ['Hilfe', 'Was ich kann'],
    ['PartnerID verknüpfen', 'Welche PartnerID?'],
  ])('“%s” in an English chat is answered in German, and what follows is too', async (text, heading) => {
    const robin = testBot().chat();
    expect((await robin.say(text)).heading).toBe(heading);
    expect(robin.lastCard().json).toContain('"lang":"de"');
    expect((await robin.say('Danke')).json).toContain('"lang":"de"');
  });

  const ENGLISH = [
    'what is PAL?',
    'can the customer see my PartnerID?',
    'which role do I need for PEC?',
    'where do I find my PartnerID?',
    'how do I link with the Azure CLI?',
    'what is the capital of Austria?',
    'show my history',
  ];
  const GERMAN = [
    'Was ist PAL?',
    'Kann der Kunde meine PartnerID sehen?',
    'Welche Rolle brauche ich für PEC?',
    'Wo finde ich meine PartnerID?',
    'Wie verknüpfe ich mit der Azure CLI?',
    'Was ist die Hauptstadt von Österreich?',
    'Zeig meinen Verlauf',
  ];

  test.each([
    ...ENGLISH.map((text) => [text, 'de-DE', 'en'] as const),
    ...GERMAN.map((text) => [text, 'en-US', 'de'] as const),
  ])('“%s” in a chat of %s is answered in %s, and so is the next press', async (text, locale, language) => {
    const robin = testBot().chat();
    const card = await robin.say(text, { locale });
    expect(card.json).toContain(`"lang":"${language}"`);
    const button = card.buttons.find(({ verb }) => verb === 'help' || verb === 'ask');
    if (button === undefined) return;
    expect((await robin.press(button.title, { on: card })).json).toContain(`"lang":"${language}"`);
  });

  test('after a German message in an English chat, English is answered in English, be it one word or many', async () => {
    const robin = await signedIn(testBot().chat());
    for (const text of ['cancel', 'help', 'undo', 'link 1234567 in contoso and fabrikam', 'cancel please']) {
      expect((await robin.say('zeig meinen Verlauf')).json).toContain('"lang":"de"');
      expect((await robin.say(text)).json).toContain('"lang":"en"');
    }
    expect((await robin.say('abbrechen')).json).toContain('"lang":"de"');
  });

  test('what goes on after a sign-in goes on in the language in which it was asked for', async () => {
    const robin = testBot().chat();
    const asked = await robin.say('Zeig meine Verknüpfung in Contoso Retail');
    await robin.signIn({}, asked);
    expect((await robin.card('Noch nicht verknüpft')).json).toContain('"lang":"de"');
  });

  test('“English” in a German chat, and “auf Deutsch” in an English one, switch until the other is asked for', async () => {
    const inGerman = { locale: 'de-DE' };
    const robin = testBot().chat();
    expect((await robin.say('English please', inGerman)).json).toContain('"lang":"en"');
    expect((await robin.say('what is PAL?', inGerman)).heading).toBe(questionOf('what-is-pal'));
    expect((await robin.say('Was ist DPOR?', inGerman)).heading).toBe(questionOf('what-is-dpor'));
    expect((await robin.say('auf Deutsch', inGerman)).json).toContain('"lang":"de"');
    expect((await robin.say('what is PAL?')).heading).toBe(questionOf('what-is-pal', german));
  });
});
