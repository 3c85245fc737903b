import { readTelemetrySetting } from '../../../src/config/telemetry-setting';

const KEY = '5c7d1c30-31d8-4ae6-a7c3-2f6a3d3f6a55';

test.each([{}, { TELEMETRY_EXPORTER: '' }, { TELEMETRY_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'x' }])(
  'with no exporter nothing is sent, whatever else is set: %j',
  (environment) => {
    expect(readTelemetrySetting(environment)).toBeUndefined();
  },
);

test('OTLP: the address without its last slash, and each header', () => {
  const read = readTelemetrySetting({
    TELEMETRY_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example/',
    SECRET_OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a=b,tenant=c',
  });
  const headers = { 'api-key': 'a=b', tenant: 'c' };
  expect(read).toEqual({ kind: 'otlp', endpoint: 'https://collector.example', headers });
});

test('Azure Monitor: a connection string with or without an endpoint', () => {
  for (const connectionString of [
    `InstrumentationKey=${KEY}`,
    `InstrumentationKey=${KEY};IngestionEndpoint=https://x.example/;`,
  ]) {
    const environment = {
      TELEMETRY_EXPORTER: 'azure-monitor',
      APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString,
    };
    expect(readTelemetrySetting(environment)).toEqual({ kind: 'azure-monitor', connectionString });
  }
});

test.each<[Record<string, string>, string[]]>([
  [{ TELEMETRY_EXPORTER: 'prometheus' }, ['TELEMETRY_EXPORTER']],
  [{ TELEMETRY_EXPORTER: 'otlp' }, ['OTEL_EXPORTER_OTLP_ENDPOINT']],
  [
    {
      TELEMETRY_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      SECRET_OTEL_EXPORTER_OTLP_HEADERS: 'key',
    },
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'SECRET_OTEL_EXPORTER_OTLP_HEADERS'],
  ],
  [{ TELEMETRY_EXPORTER: 'azure-monitor' }, ['APPLICATIONINSIGHTS_CONNECTION_STRING']],
  [
    { TELEMETRY_EXPORTER: 'azure-monitor', APPLICATIONINSIGHTS_CONNECTION_STRING: KEY },
    ['APPLICATIONINSIGHTS_CONNECTION_STRING'],
  ],
])('%j: every fault is named at once', (environment, names) => {
  const read = readTelemetrySetting(environment);
  expect(Array.isArray(read) ? read.map(({ name }) => name) : []).toEqual(names);
});
