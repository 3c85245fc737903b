'use strict';
// Starts everything as `npm start` does with the Node that runs this, sees that bot, chat and local cloud answer, and stops it.
const { spawn } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'pal-smoke-'));
const env = {
  ...process.env,
  LOCAL_FOLDER: folder,
  CHAT_PORT: '0',
  BOT_PORT: '0',
  PAGES_PORT: '0',
  CLOUD_PORT: '0',
};
const started = spawn(process.execPath, [join(__dirname, '..', 'dist', 'local', 'start.js')], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});

async function check() {
  const { botUrl, chatUrl, localCloudUrl } = JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'));
  for (const url of [`${botUrl}/livez`, chatUrl, localCloudUrl]) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  }
}

let isUp = false;
started.stdout.on('data', (chunk) => {
  if (isUp || !String(chunk).includes('Ctrl-C')) return;
  isUp = true;
  check().then(
    () => started.kill('SIGTERM'),
    (error) => {
      console.error(error);
      process.exitCode = 1;
      started.kill('SIGTERM');
    },
  );
});
started.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  const isWell = isUp && code === 0 && process.exitCode !== 1;
  console.log(`smoke: Node ${process.versions.node} ${isWell ? 'starts, answers and stops' : 'FAILED'}`);
  process.exit(isWell ? 0 : 1);
});
