import { AsyncLocalStorage } from 'node:async_hooks';

import type { Context, Histogram, Meter, Span, Tracer } from '@opentelemetry/api';
import { DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, diag, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

import { withTimeout } from '../lib/async';
import type { Log } from '../model/log';
import { errorName } from '../model/log';
import type { Attributes, CounterName, Step, StepName, Telemetry } from '../model/telemetry';
import { ATTRIBUTES } from '../model/telemetry';

const METRICS_EVERY_MS = 60_000;
/** A target that does not take anything must not hold up the end of the bot. */
const LAST_SEND_MS = 2_000;
const NAME = 'pal-assistant';
/** Edges in seconds: what the service levels in docs/OPERATIONS.md ask about can be read off. */
const DURATION_EDGES = [0.001, 0.005, 0.02, 0.05, 0.1, 0.15, 0.3, 0.5, 1, 2, 4.5, 8, 15, 60];

/** Application Insights makes requests of the one and dependencies of the other. */
const KINDS: Partial<Record<StepName, SpanKind>> = {
  'chat.turn': SpanKind.SERVER,
  'cloud.request': SpanKind.CLIENT,
};

const DURATIONS: Readonly<Record<StepName, string>> = {
  'chat.turn': 'pal.turn.duration',
  'dialog.text': 'pal.dialog.duration',
  'dialog.press': 'pal.dialog.duration',
  'dialog.signed-in': 'pal.dialog.duration',
  'pal.change': 'pal.change.duration',
  'cloud.request': 'pal.cloud.request.duration',
};

/** What tells one bot from another; nothing of the machine. */
interface TelemetrySource {
  readonly version: string;
  readonly instanceId: string;
  readonly environment: string;
}

/** Telemetry by OpenTelemetry. This file is loaded only when a target is set. */
export async function createOpenTelemetry(
  target: TelemetryTarget,
  source: TelemetrySource,
  log: Log,
): Promise<Telemetry> {
  logFailures(log);
  const exporters = await loadExporters(target);
  const resource = resourceFromAttributes({
    'service.name': NAME,
    'service.version': source.version,
    'service.instance.id': source.instanceId,
    'deployment.environment.name': source.environment,
  });
  const traces = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(exporters.spans)],
  });
  const metrics = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: exporters.metrics,
        exportIntervalMillis: METRICS_EVERY_MS,
      }),
    ],
  });
  const meter = metrics.getMeter(NAME);
  return {
    step: stepsOf(traces.getTracer(NAME), meter),
    ...measurementsOf(meter),
    stop: async () => {
      await withTimeout(LAST_SEND_MS, Promise.allSettled([traces.shutdown(), metrics.shutdown()]));
    },
  };
}

function stepsOf(tracer: Tracer, meter: Meter): Telemetry['step'] {
  const durations = durationsOf(meter);
  const current = new AsyncLocalStorage<Context>();
  return async (name, attributes, work) => {
    const parent = current.getStore() ?? ROOT_CONTEXT;
    const span = tracer.startSpan(name, { kind: KINDS[name] ?? SpanKind.INTERNAL }, parent);
    const step = watchedStep(span);
    step.set(attributes);
    const startedAt = performance.now();
    try {
      return await current.run(trace.setSpan(parent, span), () => work(step));
    } catch (error) {
      step.fail(errorName(error));
      throw error;
    } finally {
      span.end();
      durations(DURATIONS[name]).record(secondsSince(startedAt), measured(step.said()));
    }
  };
}

function watchedStep(span: Span): Step & { said(): Attributes } {
  let said: Attributes = {};
  const set = (attributes: Attributes): void => {
    said = { ...said, ...attributes };
    span.setAttributes(allowedAttributes(attributes));
  };
  return {
    set,
    fail: (kind) => {
      set({ 'error.type': kind });
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    said: () => said,
  };
}

/** A metric keeps a row for each combination of attributes: what is different every time has no place in one. */
function measured(attributes: Attributes): ReturnType<typeof allowedAttributes> {
  const { 'pal.correlation_id': _, ...rest } = attributes;
  return allowedAttributes(rest);
}

function measurementsOf(meter: Meter): Pick<Telemetry, 'count' | 'measure' | 'gauge'> {
  const counters = once((name: CounterName) => meter.createCounter(name));
  const durations = durationsOf(meter);
  return {
    count: (name, attributes) => {
      counters(name).add(1, measured(attributes));
    },
    measure: (name, attributes, work) => {
      const startedAt = performance.now();
      const result = work();
      durations(name).record(secondsSince(startedAt), measured(attributes));
      return result;
    },
    gauge: (name, read) => {
      const unit = name === 'process.memory.usage' ? 'By' : 's';
      meter.createObservableGauge(name, { unit }).addCallback((result) => {
        result.observe(read());
      });
    },
  };
}

function durationsOf(meter: Meter): (name: string) => Histogram {
  return once((name: string) =>
    meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: DURATION_EDGES } }),
  );
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function once<N, I>(create: (name: N) => I): (name: N) => I {
  const made = new Map<N, I>();
  return (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const instrument = create(name);
    made.set(name, instrument);
    return instrument;
  };
}

/** What the exporters complain of holds addresses and answers; that they complain is worth a line, and no more. */
function logFailures(log: Log): void {
  const nothing = (): void => undefined;
  const complain = (): void => {
    log.warn('telemetry.not-sent', {});
  };
  diag.setLogger(
    { error: complain, warn: nothing, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

const NAMES: ReadonlySet<string> = new Set(ATTRIBUTES);
/** Names and codes of ours and of services: no text of a person, no address, no long word. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._:-]{0,63}$/;
/** PartnerIDs have five digits and more; so has hardly any code but Entra's. */
const MANY_DIGITS = /\d{5}/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The attributes that may leave the bot: known names, and values that can't be anybody's name, id, number or words. */
export function allowedAttributes(given: Attributes): Record<string, string | number | boolean> {
  const allowed: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(given as Readonly<Record<string, unknown>>)) {
    if (NAMES.has(name) && isHarmless(name, value)) allowed[name] = value;
  }
  return allowed;
}

function isHarmless(name: string, value: unknown): value is string | number | boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 10_000;
  if (typeof value !== 'string') return false;
  return name === 'pal.correlation_id' ? GUID.test(value) : PLAIN.test(value) && !MANY_DIGITS.test(value);
}

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
