import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { packageRoot } from '../src/config/package';
import { claimPorts } from './launcher/free-port';
import { launch } from './launcher/launch';
import type { Launched, Running } from './launcher/launch';
import { readOptions } from './launcher/options';
import { whenParentEnds } from './launcher/when-parent-ends';

const EXIT_CONFIG = 78;
const EXIT_UNAVAILABLE = 69;
const SIGNAL_ON_ITS_WAY_MS = 200;

async function main(): Promise<number> {
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) return complain(read.problems, EXIT_CONFIG);
  const claimed = await claimPorts(read.options.ports);
  if (claimed.problems.length > 0) return complain(claimed.problems, EXIT_UNAVAILABLE);

  const root = packageRoot(__dirname);
  const stopping = new AbortController();
  const asked = once(stopping.signal, 'abort').then(() => 'asked' as const);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stopping.abort();
    });
  }
  // Started by hand, as in "node dist/local/start.js &", it may outlive its shell.
  if (process.env['npm_lifecycle_event'] !== undefined) {
    whenParentEnds(() => {
      stopping.abort();
    });
  }
  let launched: Launched;
  try {
    launched = await launch({
      packageRoot: root,
      folder: read.options.folder ?? join(root, '.local'),
      ports: claimed.ports,
      fresh: read.options.fresh,
      silentSignIn: read.options.silentSignIn,
      crowd: read.options.crowd,
    });
  } catch (error) {
    // Ctrl-C reaches the children too, and at times before us: what is asked to stop has not failed.
    if (await isAsked(stopping.signal)) return 0;
    return complain([error instanceof Error ? error.message : String(error)], EXIT_UNAVAILABLE);
  }
  process.stdout.write(banner(launched.running));
  const reason = await Promise.race([asked, launched.broken]);
  await launched.stop();
  return reason === 'asked' || (await isAsked(stopping.signal)) ? 0 : complain([reason], EXIT_UNAVAILABLE);
}

/** Whether a signal to stop is there, or on its way. */
async function isAsked(stopping: AbortSignal): Promise<boolean> {
  if (!stopping.aborted) await setTimeout(SIGNAL_ON_ITS_WAY_MS);
  return stopping.aborted;
}

function complain(problems: readonly string[], exitCode: number): number {
  for (const problem of problems) process.stderr.write(`npm start: ${problem}\n`);
  return exitCode;
}

function banner(running: Running): string {
  return `
  PAL Assistant is running on this machine only.

    Chat         ${running.chatUrl}
    Local cloud  ${running.localCloudUrl}   (who is linked to what, and what to try)

  Open the chat and type:
    link my PartnerID 1234567
    show my link
    help

  Ctrl-C stops everything. "npm start -- --fresh" forgets what earlier runs left,
  "npm start -- --sso" signs in silently as Teams does,
  "npm start -- --crowd=50" adds fifty customers' directories.

`;
}

void main().then((exitCode) => {
  process.exit(exitCode);
});
