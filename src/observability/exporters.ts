import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';

/** Where telemetry goes. */
export type TelemetryTarget =
  /** A collector that speaks OTLP over HTTP. `endpoint`: without `/v1/…`, no slash at the end. */
  | { readonly kind: 'otlp'; readonly endpoint: string; readonly headers: Readonly<Record<string, string>> }
  /** Application Insights. */
  | { readonly kind: 'azure-monitor'; readonly connectionString: string };

/** What sends it there. */
interface Exporters {
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}

/** Loads the packages of this one target: whoever has set none pays for none. */
export async function loadExporters(target: TelemetryTarget): Promise<Exporters> {
  return target.kind === 'otlp' ? loadOtlp(target) : loadAzureMonitor(target);
}

async function loadOtlp({
  endpoint,
  headers,
}: Extract<TelemetryTarget, { kind: 'otlp' }>): Promise<Exporters> {
  const [{ OTLPTraceExporter }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/exporter-metrics-otlp-http'),
  ]);
  return {
    spans: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers }),
    metrics: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, headers }),
  };
}

async function loadAzureMonitor({
  connectionString,
}: Extract<TelemetryTarget, { kind: 'azure-monitor' }>): Promise<Exporters> {
  // The package would send figures about itself to an address of Microsoft's that no setting names, and look for the
  // machine's own metadata. Only the environment can tell it not to; it looks there when an exporter is made.
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] = 'true';
  const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } =
    await import('@azure/monitor-opentelemetry-exporter');
  // What can't be sent is lost rather than left on the disk.
  const options = { connectionString, disableOfflineStorage: true };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}
