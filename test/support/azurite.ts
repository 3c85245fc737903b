import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startChild } from '../../local/launcher/child-process';
import { packageRoot } from '../../src/config/package';
import type { RunningChild } from '../../local/launcher/child-process';
import { freePort } from '../../local/launcher/free-port';

const ACCOUNT = 'palrecords';

/** A table service of Azure Storage on this machine: the emulator, with an account and a key of this run. */
export class Azurite {
  private child: RunningChild | undefined;

  private constructor(
    private readonly port: number,
    private readonly key: string,
    /** Where it keeps its tables; without, they are gone when it stops. */
    private readonly folder: string | undefined,
  ) {}

  /** Starts one on a free port. */
  static async start(folder?: string): Promise<Azurite> {
    const azurite = new Azurite(await freePort(), randomBytes(64).toString('base64'), folder);
    await azurite.start();
    return azurite;
  }

  get connectionString(): string {
    const endpoint = `http://127.0.0.1:${this.port}/${ACCOUNT}`;
    return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${this.key};TableEndpoint=${endpoint};`;
  }

  /** Starts it again, on the same port with the same key. */
  async start(): Promise<void> {
    const root = packageRoot(__dirname);
    const main = join(root, 'node_modules', 'azurite', 'dist', 'src', 'table', 'main.js');
    const kept = this.folder === undefined ? ['--inMemoryPersistence'] : ['--location', this.folder];
    const place = ['--tableHost', '127.0.0.1', '--tablePort', `${this.port}`];
    this.child = await startChild({
      name: 'azurite',
      // It doesn't know the newest version of the API that the SDK asks for.
      args: [main, ...place, ...kept, '--skipApiVersionCheck', '--disableTelemetry'],
      cwd: root,
      env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${this.key}` },
      // It writes its tables down for this one only.
      stopSignal: 'SIGINT',
      isReady: (line) => line.includes('successfully started'),
    });
  }

  async stop(): Promise<void> {
    await this.child?.stop();
    this.child = undefined;
  }
}
