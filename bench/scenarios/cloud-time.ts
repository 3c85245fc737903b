import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';

const BEGAN = 'http.server.request.start';
const ENDED = 'http.server.response.finish';

/** How long the local cloud was busy with requests since it was last asked, in milliseconds; overlaps count once. */
export interface CloudTime {
  take(): { readonly ms: number; readonly requests: number };
  stop(): void;
}

/** Watches the server of this process that listens on the port. */
export function watchCloudTime(port: number): CloudTime {
  let busy = 0;
  let beganAt = 0;
  let ms = 0;
  let requests = 0;
  const isOurs = (message: unknown): boolean =>
    (message as { request: IncomingMessage }).request.socket.localPort === port;
  const began = (message: unknown): void => {
    if (!isOurs(message)) return;
    if (busy === 0) beganAt = performance.now();
    busy += 1;
    requests += 1;
  };
  const ended = (message: unknown): void => {
    if (!isOurs(message)) return;
    busy -= 1;
    if (busy === 0) ms += performance.now() - beganAt;
  };
  subscribe(BEGAN, began);
  subscribe(ENDED, ended);
  return {
    take: () => {
      const taken = { ms, requests };
      ms = 0;
      requests = 0;
      return taken;
    },
    stop: () => {
      unsubscribe(BEGAN, began);
      unsubscribe(ENDED, ended);
    },
  };
}
