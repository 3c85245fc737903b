/**
 * Preloaded into the measured bots: leads TLS connections to the hosts of STAND_IN_HOSTS to this machine's
 * STAND_IN_PORT. So every bot runs with the configuration that it has in production, and none reaches the internet.
 */
import tls from 'node:tls';

const hosts = new Set((process.env['STAND_IN_HOSTS'] ?? '').split(','));
const port = Number(process.env['STAND_IN_PORT']);
const connect = tls.connect.bind(tls) as (...given: unknown[]) => tls.TLSSocket;

function led(first: unknown): unknown {
  if (typeof first !== 'object' || first === null) return first;
  const { servername, host } = first as tls.ConnectionOptions;
  const name = servername === undefined || servername === '' ? host : servername;
  return name !== undefined && hosts.has(name)
    ? { ...first, host: '127.0.0.1', port, servername: name }
    : first;
}

tls.connect = (first: unknown, ...rest: unknown[]) => connect(led(first), ...rest);
