import { hostname } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { makeCertificate } from '../../../local/cloud/http/certificate';
import { openListener } from '../../../local/cloud/http/listener';
import type { Listener } from '../../../local/cloud/http/listener';
import { ROBIN } from '../../../local/cloud/world/sample-world';
import { createLog } from '../../../src/observability/log';
import type { Attributes } from '../../../src/model/telemetry';
import { createOpenTelemetry, loadExporters } from '../../../src/observability/open-telemetry';
import { leadHere } from '../../support/install/lead-here';

const KEY = '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55';
const OWN = 'own.in.applicationinsights.azure.com';
/** Where the package sends figures about itself, and the usual address for what it is given none for. */
const ELSEWHERE = [
  'westeurope-5.in.applicationinsights.azure.com',
  'westus-0.in.applicationinsights.azure.com',
  'dc.services.visualstudio.com',
];

const arrived: { host: string; body: string }[] = [];
let endpoint: Listener;
let release: () => void;

beforeAll(async () => {
  const certificate = await makeCertificate([OWN, ...ELSEWHERE]);
  endpoint = await openListener({ host: '127.0.0.1', port: 0, purpose: 'insights', certificate });
  release = leadHere([OWN, ...ELSEWHERE], endpoint.port, certificate.certPem);
  endpoint.serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString();
      arrived.push({ host: request.headers.host ?? '', body });
      const count = (JSON.parse(body) as unknown[]).length;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] }));
    });
  });
});
afterAll(async () => {
  release();
  await endpoint.close();
});

test('Application Insights gets traces and metrics, nothing of a person or the machine, and nobody else gets anything', async () => {
  const target = {
    kind: 'azure-monitor',
    connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=https://${OWN}/`,
  } as const;
  const source = { version: '1.2.3', instanceId: 'instance-one', environment: 'production' };
  const log = createLog({ level: 'error', destination: { write: () => undefined } });
  const telemetry = await createOpenTelemetry(target, source, log);
  const personal = {
    'pal.problem': ROBIN.name,
    'error.type': `https://management.azure.com/${ROBIN.objectId}`,
    'pal.label': '1234567',
    user: ROBIN.username,
  };
  await telemetry.step('chat.turn', { 'pal.turn.kind': 'message', ...(personal as Attributes) }, (step) => {
    step.fail('server-error');
    return Promise.resolve();
  });
  telemetry.count('pal.sign_ins', { 'pal.sign_in.outcome': 'signed-in', ...(personal as Attributes) });
  await telemetry.stop();

  expect(new Set(arrived.map(({ host }) => host))).toEqual(new Set([OWN]));
  const sent = arrived.map(({ body }) => body).join('\n');
  for (const part of [
    'chat.turn',
    'pal.turn.duration',
    'pal.sign_ins',
    'signed-in',
    'server-error',
    '1.2.3',
  ]) {
    expect(sent).toContain(part);
  }
  const kept = [...Object.values(personal), ROBIN.objectId, hostname(), '1234567'];
  expect(kept.filter((text) => sent.includes(text))).toEqual([]);
});

// Its first figures would come after a quarter of a minute; whether they will stands in the exporters from the start.
test('the package sends no figures about itself', async () => {
  const { spans, metrics } = await loadExporters({
    kind: 'azure-monitor',
    connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=https://${OWN}/`,
  });
  expect(spans).toHaveProperty('trackStatsbeat', false);
  expect(metrics).toHaveProperty('trackStatsbeat', false);
});
