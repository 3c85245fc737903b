'use strict';
// Takes the steps of the Dockerfile without Docker: the packages that ship are installed in a folder of their own, exactly
// the files that the last stage copies are laid out, read-only and somebody else's, and the bot is started from them.
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join, relative } = require('node:path');

const ROOT = join(__dirname, '..');
/** Debian's "nobody"; only root can become somebody else. */
const NOBODY = 65534;
const IS_ROOT = process.getuid?.() === 0;
const MB = 1024 * 1024;

const folder = fs.mkdtempSync(join(tmpdir(), 'pal-image-'));
fs.chmodSync(folder, 0o755);
const image = join(folder, 'app');
const data = join(folder, 'data');

/** What the last stage copies: from which stage, from where, to where. */
function copies() {
  const stages = fs.readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split(/^FROM /m);
  return [...stages.at(-1).matchAll(/^COPY --from=(\w+) \/app\/(\S+) \.\/(\S+)$/gm)].map(
    ([, stage, from, to]) => ({ stage, from, to }),
  );
}

/** The stage "packages". */
function installPackages() {
  const packages = join(folder, 'packages');
  fs.mkdirSync(packages);
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    fs.copyFileSync(join(ROOT, name), join(packages, name));
  }
  execFileSync('npm', ['ci', '--omit=dev', '--silent'], { cwd: packages, stdio: 'inherit' });
  const [, prune] = /^RUN (find node_modules .*)$/m.exec(fs.readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
  execFileSync('sh', ['-c', prune], { cwd: packages, stdio: 'inherit' });
  return packages;
}

/** Whether the stage "build" does not get a file: lines of .dockerignore are paths, or a star and an ending at the top. */
function isIgnored(path) {
  const lines = fs.readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  return lines.some((line) =>
    line.startsWith('*') ? !path.includes('/') && path.endsWith(line.slice(1)) : line === path,
  );
}

/** The stage "build", with the packages that are here already. */
function build() {
  const context = join(folder, 'build');
  fs.cpSync(ROOT, context, {
    recursive: true,
    filter: (path) => path === ROOT || !isIgnored(relative(ROOT, path)),
  });
  fs.symlinkSync(join(ROOT, 'node_modules'), join(context, 'node_modules'));
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: context, stdio: 'inherit' });
  return context;
}

function layOut(stages) {
  for (const { stage, from, to } of copies()) {
    fs.cpSync(join(stages[stage], from), join(image, to), { recursive: true });
  }
  fs.mkdirSync(data);
  execFileSync('chmod', ['-R', 'a-w,a+rX', image]);
  if (IS_ROOT) fs.chownSync(data, NOBODY, NOBODY);
}

function files(at = image) {
  return fs
    .readdirSync(at, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(at, entry.name)) : [join(at, entry.name)]));
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the bot as the image would, with settings of production, and sees that it answers, refuses and stops. */
async function tryOut() {
  const port = await freePort();
  const id = 'b2d6f0a4-4a7e-4a5c-9f57-0d6f0c8a4b11';
  const [, ...args] = require('../package.json').scripts['start:bot'].split(' ');
  const bot = spawn(process.execPath, args, {
    cwd: image,
    ...(IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {}),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_FOLDER: data,
      PUBLIC_URL: 'https://pal.example.com',
      BOT_ID: id,
      BOT_TENANT_ID: '7018e0d7-0581-4e6a-b10c-2070850265c2',
      SECRET_BOT_PASSWORD: 'tried out',
      AAD_APP_CLIENT_ID: '84f392b6-3c97-4a27-8bdf-04727730e575',
      SECRET_AAD_APP_CLIENT_SECRET: 'tried out',
      AAD_APP_SSO_RESOURCE: `api://botid-${id}`,
      OPERATOR_NAME: 'Fabrikam',
      OPERATOR_CONTACT: 'it@fabrikam.example',
      // Nobody is asked: these names exist nowhere.
      AAD_AUTHORITY_HOST: 'https://login.invalid',
      ARM_ENDPOINT: 'https://management.invalid',
    },
  });
  const ended = new Promise((resolve) => bot.on('exit', (code, signal) => resolve(code ?? signal)));
  const ready = new Promise((resolve, reject) => {
    bot.stdout.on('data', (chunk) => String(chunk).includes('bot.ready') && resolve());
    void ended.then((code) => reject(new Error(`the bot ended with ${code}`)));
  });
  try {
    await ready;
    const ask = async (path, options) => (await fetch(`http://127.0.0.1:${port}${path}`, options)).status;
    const json = { 'content-type': 'application/json' };
    const activity = JSON.stringify({ type: 'message', channelId: 'msteams', text: 'help' });
    const answers = {
      '/livez': await ask('/livez'),
      '/privacy': await ask('/privacy'),
      'unsigned message': await ask('/api/messages', { method: 'POST', headers: json, body: activity }),
    };
    bot.kill('SIGTERM');
    return { ...answers, 'exit code': await ended };
  } finally {
    bot.kill('SIGKILL');
  }
}

async function main() {
  layOut({ packages: installPackages(), build: build() });
  const before = files();
  const bytes = before.reduce((sum, file) => sum + fs.lstatSync(file).size, 0);
  const own = before.map((file) => relative(image, file)).filter((file) => !file.startsWith('node_modules'));
  const foreign = own.filter((file) => /(^|\/)(test|local|bench|scripts|env)\/|\.test\.|\.user$/.test(file));
  const seen = await tryOut();
  const written = files().length - before.length;
  const dev = Object.keys(JSON.parse(fs.readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies);
  const surplus = dev.filter((name) => fs.existsSync(join(image, 'node_modules', name)));
  console.log(`files: ${own.length} of our own, ${before.length} in all, ${(bytes / MB).toFixed(1)} MB`);
  console.log(`as ${IS_ROOT ? 'nobody' : 'yourself'}, read-only: ${JSON.stringify(seen)}`);
  const isWell =
    seen['/livez'] === 200 &&
    seen['/privacy'] === 200 &&
    [400, 401, 403].includes(seen['unsigned message']) &&
    seen['exit code'] === 0 &&
    written === 0 &&
    foreign.length === 0;
  if (foreign.length > 0) console.log(`does not belong there: ${foreign.join(', ')}`);
  if (surplus.length > 0) console.log(`also asked for by what ships: ${surplus.join(', ')}`);
  console.log(isWell ? 'image: as it should be' : 'image: FAILED');
  return isWell ? 0 : 1;
}

main()
  .then(
    (code) => (process.exitCode = code),
    (error) => {
      console.error(error);
      process.exitCode = 1;
    },
  )
  .finally(() => {
    execFileSync('chmod', ['-R', 'u+w', folder]);
    fs.rmSync(folder, { recursive: true, force: true });
  });
