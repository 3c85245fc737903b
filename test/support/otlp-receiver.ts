import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.record(z.unknown()) });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute),
});
const traces = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});
const metrics = z.object({
  resourceMetrics: z.array(
    z.object({
      scopeMetrics: z.array(z.object({ metrics: z.array(z.object({ name: z.string() }).passthrough()) })),
    }),
  ),
});

/** A step as it arrived. */
export type ReceivedSpan = z.infer<typeof span>;

/** A collector on this machine that takes OTLP over HTTP, as JSON. */
export interface OtlpReceiver {
  readonly endpoint: string;
  /** With these a bot sends what it sees here. */
  readonly settings: Readonly<Record<string, string>>;
  /** Everything that arrived, word for word. */
  bodies(): string;
  spans(): ReceivedSpan[];
  metricNames(): string[];
  /** The headers of the last request. */
  lastHeaders(): Readonly<Record<string, string | string[] | undefined>>;
  stop(): Promise<void>;
}

/** Listens on a free port. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const arrived: { path: string; body: string }[] = [];
  let headers = {};
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      headers = request.headers;
      arrived.push({ path: request.url ?? '', body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = <T>(path: string, read: (body: unknown) => T[]): T[] =>
    arrived.filter((one) => one.path === path).flatMap(({ body }) => read(JSON.parse(body)));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    settings: { TELEMETRY_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    bodies: () => arrived.map(({ body }) => body).join('\n'),
    spans: () =>
      at('/v1/traces', (body) =>
        traces
          .parse(body)
          .resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    metricNames: () =>
      at('/v1/metrics', (body) =>
        metrics
          .parse(body)
          .resourceMetrics.flatMap(({ scopeMetrics }) =>
            scopeMetrics.flatMap((scope) => scope.metrics.map(({ name }) => name)),
          ),
      ),
    lastHeaders: () => headers,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
