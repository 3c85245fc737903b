import { resolve } from 'node:path';
import { z } from 'zod';

/** How `npm start` was called. */
export interface LauncherOptions {
  /** Forget everything that earlier runs left behind. */
  readonly fresh: boolean;
  /** Sign in silently, as Teams does, instead of on the page. */
  readonly silentSignIn: boolean;
  /** So many customers' directories more. */
  readonly crowd: number;
  readonly ports: Ports;
  /** Where state, logs and `running.json` go; absent: the git-ignored folder of the project. */
  readonly folder?: string;
}

/** The four ports; 0 in tests takes any free one. */
export interface Ports {
  readonly chat: number;
  readonly bot: number;
  readonly pages: number;
  readonly cloud: number;
}

/** The settings that move the ports, with what they are for. */
export const PORT_SETTINGS = {
  chat: { name: 'CHAT_PORT', usual: 56150, what: 'the chat' },
  bot: { name: 'BOT_PORT', usual: 3978, what: 'the bot' },
  pages: { name: 'PAGES_PORT', usual: 56160, what: "the local cloud's pages" },
  cloud: { name: 'CLOUD_PORT', usual: 56161, what: "the local cloud's API" },
} as const;

const KNOWN_ARGUMENTS = [/^--fresh$/, /^--sso$/, /^--crowd=\d{1,3}$/];
const HIGHEST_PORT = 65_535;
const portText = z.coerce.number().int().min(0).max(HIGHEST_PORT);

/** Reads arguments and environment: the options, or every problem at once. */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { ok: true; options: LauncherOptions } | { ok: false; problems: string[] } {
  const problems = args
    .filter((argument) => !KNOWN_ARGUMENTS.some((known) => known.test(argument)))
    .map(
      (argument) =>
        `The argument ${JSON.stringify(argument)} is not known; there are --fresh, --sso and --crowd=50.`,
    );
  const ports: Record<keyof Ports, number> = { chat: 0, bot: 0, pages: 0, cloud: 0 };
  for (const key of Object.keys(PORT_SETTINGS) as (keyof Ports)[]) {
    const { name, usual } = PORT_SETTINGS[key];
    const parsed = portText.safeParse(environment[name] ?? usual);
    if (parsed.success) ports[key] = parsed.data;
    else
      problems.push(
        `${name} is ${JSON.stringify(environment[name])}; expected a port from 0 to ${HIGHEST_PORT}.`,
      );
  }
  const taken = Object.values(ports).filter((port) => port !== 0);
  if (new Set(taken).size < taken.length)
    problems.push(`Two of the ports are the same: ${taken.join(', ')}.`);
  if (problems.length > 0) return { ok: false, problems };
  const folder = environment['LOCAL_FOLDER'];
  return {
    ok: true,
    options: {
      fresh: args.includes('--fresh'),
      silentSignIn: args.includes('--sso'),
      crowd: Number(args.find((argument) => argument.startsWith('--crowd='))?.slice('--crowd='.length) ?? 0),
      ports,
      ...(folder ? { folder: resolve(folder) } : {}),
    },
  };
}
