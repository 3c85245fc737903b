import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../local/launcher/free-port';
import { isListening } from './launched-process';

const NGINX = process.env['NGINX_PATH'] ?? '/usr/sbin/nginx';

/** nginx in front of several bots: one after the other, nobody stays at one. */
export interface LoadBalancer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts nginx for the bots at these ports. Who refuses a connection is passed over, and asked again for the next one. */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  if (!existsSync(NGINX)) {
    throw new Error(`There is no ${NGINX}: apt-get install nginx-light, or set NGINX_PATH.`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'pal-nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration(folder, port, ports));
  const child = spawn(NGINX, ['-p', folder, '-c', file], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  while (!(await isListening(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended at once; see ${folder}/error.log.`);
    await new Promise(setImmediate);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, port: number, ports: readonly number[]): string {
  const servers = ports.map((one) => `    server 127.0.0.1:${one} max_fails=0;`);
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${folder}/${name};`,
  );
  return [
    'daemon off;',
    'worker_processes 1;',
    `error_log ${folder}/error.log;`,
    `pid ${folder}/nginx.pid;`,
    'events { worker_connections 256; }',
    'http {',
    '  access_log off;',
    ...scratch,
    '  upstream bots {',
    ...servers,
    '  }',
    '  server {',
    `    listen 127.0.0.1:${port};`,
    '    location / {',
    '      proxy_pass http://bots;',
    // Only what never reached a bot is given to the other one: a request that did may have been answered in part.
    '      proxy_next_upstream error;',
    '      proxy_connect_timeout 2s;',
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}
