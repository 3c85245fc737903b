import tls from 'node:tls';

/**
 * Leads the TLS connections of this process to the named hosts to a port of this machine, and trusts what answers there.
 * Gives back the way to undo it. Other processes do the same with `bench/channel/lead-to-stand-in.ts`.
 */
export function leadHere(hosts: readonly string[], port: number, ca: string): () => void {
  const original = tls.connect;
  const connect = original.bind(tls) as (...given: unknown[]) => tls.TLSSocket;
  const led = (first: unknown): unknown => {
    if (typeof first !== 'object' || first === null) return first;
    const { servername, host } = first as tls.ConnectionOptions;
    const name = servername === undefined || servername === '' ? host : servername;
    return name !== undefined && hosts.includes(name)
      ? { ...first, host: '127.0.0.1', port, servername: name, ca }
      : first;
  };
  tls.connect = (first: unknown, ...rest: unknown[]) => connect(led(first), ...rest);
  return () => {
    tls.connect = original;
  };
}
