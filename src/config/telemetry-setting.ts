import type { TelemetryTarget } from '../observability/open-telemetry';
import type { Environment, Section, SettingProblem } from './section';
import { OWN_CHOICE } from './section';

/** Where telemetry goes. Connection strings and headers hold keys. */
export const TELEMETRY: Section<{ readonly telemetry?: TelemetryTarget }> = {
  group: 'What can be watched',
  settings: {
    TELEMETRY_EXPORTER: {
      meaning: 'Where traces and metrics go: none, otlp or azure-monitor. They hold no personal data.',
      where: OWN_CHOICE,
      byDefault: 'none',
    },
    APPLICATIONINSIGHTS_CONNECTION_STRING: {
      meaning: 'The Application Insights resource that gets them.',
      isSecret: true,
      where: 'Azure portal › your Application Insights › Overview › Connection String.',
      needed: 'with TELEMETRY_EXPORTER=azure-monitor',
    },
    OTEL_EXPORTER_OTLP_ENDPOINT: {
      meaning: 'The collector that gets them by OTLP over HTTP (JSON), without /v1/traces.',
      where: 'Your collector, such as http://localhost:4318.',
      needed: 'with TELEMETRY_EXPORTER=otlp',
    },
    SECRET_OTEL_EXPORTER_OTLP_HEADERS: {
      meaning: 'Headers that the collector wants, such as api-key=value; several are divided by commas.',
      where: 'Whoever runs the collector.',
      secretsIn: (text) => Object.values(headersOf(text)),
    },
  },
  read: (environment) => {
    const telemetry = readTelemetrySetting(environment);
    return Array.isArray(telemetry) || telemetry === undefined ? (telemetry ?? {}) : { telemetry };
  },
};

const HEADERS = /^[\w-]+=[^,=\s][^,]*(?:,[\w-]+=[^,=\s][^,]*)*$/;
const CONNECTION_STRING =
  /^InstrumentationKey=[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:;\w+=[^;\s]*)*;?$/i;

/** The target that is set, undefined when none is, or everything that is wrong with it. */
export function readTelemetrySetting(
  environment: Environment,
): TelemetryTarget | undefined | SettingProblem[] {
  const target = environment['TELEMETRY_EXPORTER'] ?? '';
  const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  const headers = environment['SECRET_OTEL_EXPORTER_OTLP_HEADERS'] ?? '';
  const connectionString = environment['APPLICATIONINSIGHTS_CONNECTION_STRING'] ?? '';
  if (target === '' || target === 'none') return undefined;
  if (target === 'otlp') return readOtlp(endpoint, headers);
  if (target === 'azure-monitor') return readAzureMonitor(connectionString);
  return [{ name: 'TELEMETRY_EXPORTER', expected: 'none, otlp or azure-monitor' }];
}

function readOtlp(endpoint: string, headers: string): TelemetryTarget | SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (!isHttp(endpoint)) {
    problems.push({
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      expected:
        'the address of a collector that takes OTLP over HTTP, without /v1/traces, such as http://localhost:4318',
    });
  }
  if (headers !== '' && !HEADERS.test(headers)) {
    problems.push({
      name: 'SECRET_OTEL_EXPORTER_OTLP_HEADERS',
      expected: 'headers for the collector, such as api-key=value,tenant=value, or nothing',
    });
  }
  if (problems.length > 0) return problems;
  return { kind: 'otlp', endpoint: endpoint.replace(/\/+$/, ''), headers: headersOf(headers) };
}

function readAzureMonitor(connectionString: string): TelemetryTarget | SettingProblem[] {
  if (CONNECTION_STRING.test(connectionString)) return { kind: 'azure-monitor', connectionString };
  return [
    {
      name: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
      expected:
        'the connection string of an Application Insights resource, from its overview page: InstrumentationKey=…;IngestionEndpoint=…',
    },
  ];
}

function headersOf(text: string): Record<string, string> {
  if (text === '') return {};
  return Object.fromEntries(
    text.split(',').map((header) => {
      const at = header.indexOf('=');
      return [header.slice(0, at), header.slice(at + 1)];
    }),
  );
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
