import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { watch } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCloudState } from '../../../local/cloud/state/cloud-state';
import { ROBIN, TENANT_IDS } from '../../../local/cloud/world/sample-world';
import { claimPorts } from '../../../local/launcher/free-port';
import { allGone, isListening, LaunchedProcess } from '../../support/launched-process';

type PortSettings = Record<'CHAT_PORT' | 'BOT_PORT' | 'PAGES_PORT' | 'CLOUD_PORT', number>;

const UP = 'Ctrl-C stops everything';
const started: LaunchedProcess[] = [];
let folder: string;
let ports: PortSettings;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pal-start-'));
  ports = await quietPorts();
});
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(args: string[] = [], settings: Record<string, string> = {}, inShell = false): LaunchedProcess {
  const texts = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const one = new LaunchedProcess(
    'local/start.js',
    args,
    { ...texts, LOCAL_FOLDER: folder, ...settings },
    inShell,
  );
  started.push(one);
  return one;
}

/** Four free ports that no system hands out by itself, so that nobody takes them when they are let go. */
async function quietPorts(): Promise<PortSettings> {
  const first = 20_000 + Math.floor(Math.random() * 10_000);
  const wanted = { chat: first, bot: first + 1, pages: first + 2, cloud: first + 3 };
  if ((await claimPorts(wanted)).problems.length > 0) return quietPorts();
  return { CHAT_PORT: first, BOT_PORT: first + 1, PAGES_PORT: first + 2, CLOUD_PORT: first + 3 };
}

async function up(args?: string[]): Promise<LaunchedProcess> {
  const one = start(args);
  await one.said(UP);
  return one;
}

/** Resolves when the file is there. */
async function created(where: string, name: string): Promise<void> {
  for await (const { filename } of watch(where)) {
    if (filename === name) return;
  }
}

async function listening(): Promise<number[]> {
  const all = Object.values(ports);
  const answers = await Promise.all(all.map((port) => isListening(port)));
  return all.filter((_, index) => answers[index]);
}

/** The kernel closes the ports of a killed process a moment after the process is gone. */
async function nobodyListens(): Promise<void> {
  while ((await listening()).length > 0);
}

test('says where the chat and the local cloud are, writes it down for tools, and listens on this machine only', async () => {
  const launcher = await up();
  const running = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as unknown;
  expect(running).toEqual({
    pid: launcher.pid,
    chatUrl: `http://localhost:${ports.CHAT_PORT}`,
    botUrl: `http://localhost:${ports.BOT_PORT}`,
    localCloudUrl: `http://localhost:${ports.PAGES_PORT}`,
    journalUrl: `http://localhost:${ports.PAGES_PORT}/journal`,
  });
  expect(launcher.out).toContain(`http://localhost:${ports.CHAT_PORT}`);
  expect(launcher.out).toContain(`http://localhost:${ports.PAGES_PORT}`);
  expect(launcher.out).toContain('link my PartnerID 1234567');
  expect(launcher.err).toBe('');
  for (const port of [ports.CHAT_PORT, ports.PAGES_PORT]) {
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  }
  expect(await (await fetch(`http://localhost:${ports.PAGES_PORT}/journal`)).json()).toEqual([]);

  // Nothing of it can be reached from another machine.
  expect(await listening()).toEqual(Object.values(ports));
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of outside) {
    for (const port of Object.values(ports)) {
      expect(`${address}:${port} ${await isListening(port, address)}`).toBe(`${address}:${port} false`);
    }
  }
});

test.each(['SIGTERM', 'SIGHUP'] as const)(
  '%s ends everything: exit code 0, no child, no port, no running.json',
  async (signal) => {
    const launcher = await up();
    const children = await launcher.children();
    expect(children).toHaveLength(2);
    launcher.kill(signal);
    expect(await launcher.ended).toBe(0);
    await allGone(children);
    expect(await listening()).toEqual([]);
    expect(existsSync(join(folder, 'running.json'))).toBe(false);
    expect(launcher.err).toBe('');
  },
);

test('Ctrl-C in a terminal, which reaches the children too, is as clean', async () => {
  const launcher = await up();
  const children = await launcher.children();
  launcher.interruptGroup();
  expect(await launcher.ended).toBe(0);
  await allGone(children);
  expect(await listening()).toEqual([]);
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
  expect(launcher.err).toBe('');
});

test('Ctrl-C while it starts is no failure either, and leaves nothing behind', async () => {
  const isStarting = created(folder, 'local-cloud.pem');
  const launcher = start();
  // The cloud's certificate is written just before the bot is started.
  await isStarting;
  launcher.interruptGroup();
  expect(await launcher.ended).toBe(0);
  expect(launcher.err).toBe('');
  expect(await listening()).toEqual([]);
});

test('when it is killed outright, its children go too', async () => {
  const launcher = await up();
  const children = await launcher.children();
  launcher.kill('SIGKILL');
  expect(await launcher.ended).toBe('SIGKILL');
  await allGone(children);
  await nobodyListens();
});

test('a signal that ends npm only ends what npm has started, too', async () => {
  const shell = start([], { npm_lifecycle_event: 'start' }, true);
  await shell.said(UP);
  const launchers = await shell.children();
  expect(launchers).toHaveLength(1);
  shell.kill('SIGTERM');
  expect(await shell.ended).toBe('SIGTERM');
  await allGone(launchers);
  expect(await listening()).toEqual([]);
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
});

test('when the bot dies, everything ends, and one line says what happened', async () => {
  const launcher = await up();
  const children = await launcher.children();
  process.kill(children[0]!, 'SIGKILL');
  expect(await launcher.ended).toBe(69);
  expect(launcher.err).toMatch(/^npm start: .* has ended by itself.*\n$/);
  await allGone(children);
  expect(await listening()).toEqual([]);
});

test('every port that is in use has its own line, and nothing is started', async () => {
  const taken = [createServer(), createServer()];
  for (const server of taken) await once(server.listen(0, '127.0.0.1'), 'listening');
  const [chat, pages] = taken.map((server) => (server.address() as AddressInfo).port);
  const launcher = start([], { CHAT_PORT: String(chat), PAGES_PORT: String(pages) });
  expect(await launcher.ended).toBe(69);
  expect(launcher.err.trimEnd().split('\n')).toEqual([
    `npm start: Port ${chat} for the chat is in use: stop what uses it, or set CHAT_PORT to another port.`,
    `npm start: Port ${pages} for the local cloud's pages is in use: stop what uses it, or set PAGES_PORT to another port.`,
  ]);
  expect(launcher.out).toBe('');
  expect(existsSync(join(folder, 'running.json'))).toBe(false);
  for (const server of taken) await new Promise((resolve) => server.close(resolve));
});

test('every wrong argument and setting is told at once', async () => {
  const launcher = start(['--quick', 'later'], { BOT_PORT: 'soon', CLOUD_PORT: '70000' });
  expect(await launcher.ended).toBe(78);
  const lines = launcher.err.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  for (const word of ['--quick', 'later', 'BOT_PORT', 'CLOUD_PORT']) {
    expect(lines.filter((line) => line.includes(word))).toHaveLength(1);
  }
  expect(launcher.out).toBe('');
});

test('what was linked survives a restart, and --fresh forgets it', async () => {
  const stateFolder = join(folder, 'state');
  mkdirSync(stateFolder, { recursive: true });
  openCloudState(join(stateFolder, 'cloud.json')).putRow({
    tenantId: TENANT_IDS.fabrikam,
    objectId: ROBIN.objectId,
    partnerId: '4914876',
    version: 41,
    createdTime: '2025-01-01T00:00:00.0000000Z',
    updatedTime: '2025-01-01T00:00:00.0000000Z',
    state: 'Active',
  });
  const world = async (): Promise<string> => (await fetch(`http://localhost:${ports.PAGES_PORT}/`)).text();

  const launcher = await up();
  expect(await world()).toContain('version 41,');
  launcher.kill('SIGTERM');
  await launcher.ended;
  await up(['--fresh']);
  expect(await world()).not.toContain('version 41,');
});
