import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { ATTRIBUTES } from '../../../src/model/telemetry';
import { startOtlpReceiver } from '../../support/otlp-receiver';
import type { OtlpReceiver, ReceivedSpan } from '../../support/otlp-receiver';
import { linkIn, signedIn } from '../../support/talks';
import { startWholeBot } from '../../support/whole-bot';

const PARTNER_ID = '7654321';
const WORDS = 'zqxjkv what is my link';
let receiver: OtlpReceiver;
let spans: ReceivedSpan[] = [];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  const bot = await startWholeBot({
    TELEMETRY_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    SECRET_OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=for-the-collector',
  });
  try {
    const robin = await signedIn(bot.chat());
    await linkIn(robin, PARTNER_ID, 'Contoso Retail');
    await robin.say(WORDS);
    bot.process.kill('SIGTERM');
    expect(await bot.process.ended).toBe(0);
    spans = receiver.spans();
  } finally {
    await bot.stop();
  }
});
afterAll(() => receiver.stop());

/** The names of a step and of those it is part of, outermost last. */
function lineOf({ name, parentSpanId }: ReceivedSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === parentSpanId);
  return parent === undefined ? [name] : [name, ...lineOf(parent)];
}

test('a trace leads from the chat through the dialog and the change to Entra and ARM', () => {
  const lines = spans.filter(({ name }) => name === 'cloud.request').map((one) => lineOf(one).join(' < '));
  expect(lines).toContain('cloud.request < pal.change < dialog.press < chat.turn');
  expect(lines).toContain('cloud.request < dialog.text < chat.turn');
  const services = spans.flatMap(({ attributes }) =>
    attributes.filter(({ key }) => key === 'pal.service').map(({ value }) => value['stringValue']),
  );
  expect(services).toEqual(expect.arrayContaining(['arm', 'entra']));
});

test('there are metrics of turns, operations, sign-ins, questions, cards, calls and the process', () => {
  expect([...new Set(receiver.metricNames())].sort()).toEqual([
    'pal.card.render.duration',
    'pal.change.duration',
    'pal.cloud.request.duration',
    'pal.dialog.duration',
    'pal.event_loop.lag',
    'pal.operations',
    'pal.questions',
    'pal.sign_ins',
    'pal.turn.duration',
    'pal.turns',
    'process.memory.usage',
  ]);
});

test('nothing of it is a person, a directory, a PartnerID, a text or an address', () => {
  const sent = receiver.bodies();
  const personal = [
    ROBIN.objectId,
    ROBIN.name,
    ROBIN.username,
    ...Object.values(ROBIN.guestIds),
    ...Object.values(TENANT_IDS),
    PARTNER_ID,
    'zqxjkv',
    'Contoso',
    '/providers/',
    'localhost',
  ];
  expect(personal.filter((text) => sent.includes(text))).toEqual([]);
  const names = new Set(spans.flatMap(({ attributes }) => attributes.map(({ key }) => key)));
  expect([...names].filter((name) => !ATTRIBUTES.some((allowed) => allowed === name))).toEqual([]);
  expect(names.size).toBeGreaterThan(3);
});

test('the collector gets the headers that are set for it', () => {
  expect(receiver.lastHeaders()['x-collector-key']).toBe('for-the-collector');
});
