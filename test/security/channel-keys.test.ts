import { makeSigningKey } from '../../local/cloud/entra/signing-key';
import { CHANNEL } from '../../src/teams/incoming';
import { createPublishedKeys, fetchKeys } from '../../src/network/verify-jwt';
import { createNetworkSend } from '../../src/network/http-send';
import { SignedChannel } from '../support/channel/signed-channel';
import { expectPassed, isInTime } from '../support/threats';

const HOUR_MS = 60 * 60 * 1000;
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };
let channel: SignedChannel;
let at: number;

beforeEach(async () => {
  channel = await SignedChannel.start();
  at = Date.now();
});
afterEach(() => channel.stop());

function keys() {
  const metadata = channel.settings['CHANNEL_OPENID_METADATA']!;
  const send = createNetworkSend({ plainOnLoopback: true });
  return createPublishedKeys({
    issuer: { component: 'channel' },
    read: () => fetchKeys(send, 'channel-keys', metadata, new Set([new URL(metadata).origin]), CHANNEL),
    monotonicMs: () => at,
    log,
  });
}

const kidOf = (index = 0): string => channel.keys.at(index)!.jwks.keys[0]!.kid!;

test('T05: keys that hang are given up within five seconds', async () => {
  channel.answer = 'nothing at all';
  const startedAt = performance.now();
  const found = await keys().find(kidOf());
  const tookMs = performance.now() - startedAt;
  const passed = found.kind === 'unreachable' && isInTime(tookMs, 5_000) ? 1 : 0;
  expectPassed({ id: 'T05', what: 'keys that hang', tried: 1, passed, figure: `${Math.round(tookMs)} ms` });
});

test('whether there are keys is asked once, and known for as long as they are held', async () => {
  channel.answer = 'an error';
  const passed = keys();
  expect(await passed.areAtHand()).toBe(false);
  channel.answer = 'keys';
  at += 10_000;
  expect(await passed.areAtHand()).toBe(true);
  const { asked } = channel;
  at += 48 * HOUR_MS;
  expect(await passed.areAtHand()).toBe(true);
  expect(channel.asked).toBe(asked);
});

test('T05: an outage of five days lets every good request in', async () => {
  const passed = keys();
  await passed.find(kidOf());
  channel.answer = 'an error';
  let found = 0;
  for (let hour = 1; hour <= 120; hour += 1) {
    at += HOUR_MS;
    if ((await passed.find(kidOf())).kind === 'found') found += 1;
  }
  expectPassed({ id: 'T05', what: 'hours without the key address', tried: 120, passed: found });
  at += 3 * 24 * HOUR_MS;
  expect((await passed.find(kidOf())).kind).toBe('unreachable');
});

test('T05: fifty requests at a cold start ask once, and made-up keys do not make us ask', async () => {
  const passed = keys();
  const found = await Promise.all(Array.from({ length: 50 }, () => passed.find(kidOf())));
  for (let one = 0; one < 50; one += 1) await passed.find(`made-up-${one}`);
  const good = found.filter(({ kind }) => kind === 'found').length;
  expect(channel.asked).toBe(1);
  expectPassed({ id: 'T05', what: 'parallel cold requests', tried: 50, passed: good, figure: '1 fetch' });
});

test('T05: a new key is taken five minutes later at the latest, and a withdrawn one no longer than a day', async () => {
  const passed = keys();
  await passed.find(kidOf());
  await channel.rotate();
  at += 5 * 60 * 1000;
  const isNewTaken = (await passed.find(kidOf(1))).kind === 'found';
  const withdrawn = kidOf();
  channel.keys.splice(0, 2, await makeSigningKey());
  at += 24 * HOUR_MS;
  const isOldGone = (await passed.find(withdrawn)).kind === 'unknown';
  expectPassed({ id: 'T05', what: 'rotation', tried: 2, passed: Number(isNewTaken) + Number(isOldGone) });
});

test.each<[string, readonly string[] | undefined]>([
  ['no channel', []],
  ['nothing', undefined],
  ['another channel', ['webchat']],
])(
  'T05: keys that are published for %s are a mistake: the last good ones count on',
  async (_, endorsements) => {
    const passed = keys();
    await passed.find(kidOf());
    channel.endorsements = endorsements;
    await channel.rotate();
    at += 24 * HOUR_MS;
    expect(await passed.find(kidOf(1))).toEqual({ kind: 'unknown' });
    expect(await passed.find(kidOf(0))).toMatchObject({ kind: 'found' });
    channel.endorsements = ['msteams'];
    at += 5 * 60 * 1000;
    expect(await passed.find(kidOf(1))).toMatchObject({ kind: 'found' });
  },
);

test('T05: a key may be for any number of channels', async () => {
  channel.endorsements = [...Array.from({ length: 150 }, (_, index) => `channel${index}`), 'msteams'];
  const found = await keys().find(kidOf());
  expect(found.kind === 'found' && found.endorsements.includes('msteams')).toBe(true);
});
