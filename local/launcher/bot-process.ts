import { join } from 'node:path';
import { startChild } from './child-process';
import type { RunningChild } from './child-process';

/** Starts the built bot as it is shipped, with settings that point it at the local cloud. */
export async function startBotProcess(settings: {
  packageRoot: string;
  /** A file that is loaded into the process first. */
  preload?: string;
  port: number;
  /** Where browsers reach it, when that is another instance. */
  publicPort?: number;
  cloud: { apiUrl: string; clientId: string; clientSecret: string; certificateFile: string };
  /** The resource that Teams would sign in to silently; empty or absent: it does not. */
  ssoResource?: string;
  /** The OAuth connection that keeps what it brings, at the local cloud's Token Service; absent: none does. */
  oauthConnection?: string;
  /** How long the bot waits for an answer to a silent sign-in; its own default when absent. */
  silentSignInPatienceMs?: number;
  dataFolder: string;
  /** Further settings, or others than these. */
  more?: Readonly<Record<string, string>>;
  onLine: (line: string) => void;
}): Promise<RunningChild> {
  const { cloud, port } = settings;
  return startChild({
    name: 'the bot',
    args: [
      ...(settings.preload === undefined ? [] : ['-r', settings.preload]),
      join(settings.packageRoot, 'dist', 'src', 'bin', 'bot.js'),
    ],
    cwd: settings.packageRoot,
    env: {
      ...ofTheMachine(process.env),
      NODE_EXTRA_CA_CERTS: cloud.certificateFile,
      PAL_ENVIRONMENT: 'local',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${settings.publicPort ?? port}`,
      AAD_AUTHORITY_HOST: cloud.apiUrl,
      ARM_ENDPOINT: cloud.apiUrl,
      AAD_APP_CLIENT_ID: cloud.clientId,
      SECRET_AAD_APP_CLIENT_SECRET: cloud.clientSecret,
      AAD_APP_SSO_RESOURCE: settings.ssoResource ?? '',
      BOT_OAUTH_CONNECTION: settings.oauthConnection ?? '',
      BOT_TOKEN_SERVICE_URL: cloud.apiUrl,
      ...(settings.silentSignInPatienceMs === undefined
        ? {}
        : { SILENT_SIGN_IN_PATIENCE_MS: String(settings.silentSignInPatienceMs) }),
      // Nobody sends requests elsewhere.
      STOP_DELAY_MS: '0',
      DATA_FOLDER: settings.dataFolder,
      ...settings.more,
    },
    isReady: (line) => line.includes('"event":"bot.ready"'),
    onLine: settings.onLine,
  });
}

/** What a process needs of the machine. Settings of a real bot that stand in somebody's shell are not for this one. */
const OF_THE_MACHINE = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'TZ'];

function ofTheMachine(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => OF_THE_MACHINE.includes(name)));
}
