import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAzureCloud } from './azure/azure-cloud';
import type { SignIn, SignInResult } from './azure/ports';
import { loadCommands } from './cards/commands';
import { loadCardRenderer } from './cards/load-card-renderer';
import { packageRoot } from './config/package-root';
import type { Settings } from './config/settings';
import { Dialogs } from './dialogs/dialogs';
import type { Speaking } from './dialogs/dialogs';
import type { SignInDesk } from './dialogs/talk';
import { createBotServer } from './http/bot-server';
import type { SignInPages } from './http/sign-in-pages';
import { stopServer } from './http/stop-server';
import { loadKnowledge } from './knowledge/load-knowledge';
import { loadPlaceholders } from './knowledge/placeholders';
import { systemClock } from './model/clock';
import type { Language } from './model/language';
import type { Log } from './model/log';
import { errorName } from './model/log';
import type { TurnScope } from './model/turn-scope';
import { Pal } from './pal/pal';
import { openSqliteStore } from './storage/sqlite-store';
import { createLabelModel } from './teams/label-model';
import { personalChatUrl } from './teams/personal-chat-url';
import { References } from './teams/references';
import { TeamsBot } from './teams/teams-bot';
import { loadLabelMeanings } from './understanding/label-meanings';
import { loadUnderstanding, weightsFileOf } from './understanding/load-understanding';
import { withSecondOpinion } from './understanding/second-opinion';
import type { Understanding } from './understanding/understand';

/** A bot that is listening. */
export interface RunningBot {
  readonly port: number;
  /** Stops listening, lets what is under way end, and closes the records. */
  stop(): Promise<void>;
}

/** The composition root: builds every room from the settings, and starts to listen. Rejects when the port is taken. */
export async function startBot(settings: Settings, log: Log, turns: TurnScope): Promise<RunningBot> {
  const root = packageRoot(__dirname);
  const contentFolder = join(root, 'content');
  mkdirSync(settings.dataFolder, { recursive: true });
  const clock = systemClock;
  const store = openSqliteStore(join(settings.dataFolder, 'pal-assistant.db'), clock);

  const cloud = createAzureCloud(
    {
      ...settings.azure,
      redirectUri: `${settings.publicUrl}/auth/callback`,
      isKnownAuthority: settings.environment === 'local',
    },
    { clock, log },
  );
  const pal = new Pal(cloud, store, clock);
  const understanding = loadUnderstanding(contentFolder, weightsFileOf(root, 'en'));
  const dialogs = new Dialogs({
    pal,
    desk: signInDesk(settings, cloud.signIn),
    speaking: { en: speaking(root, 'en'), de: speaking(root, 'de') },
    store,
    understand: understandWith(settings, contentFolder, (text) => understanding.understand(text), log),
    clock,
    hasSilentSignIn: cloud.assertions.resource !== undefined,
    personalChatUrl: personalChatUrl(settings.bot.appId),
  });
  const bot = new TeamsBot({
    identity: settings.bot,
    dialogs,
    cards: loadCardRenderer({ cardsFolder: join(root, 'cards'), contentFolder }),
    references: new References(store, () => clock.now()),
    store,
    log,
    turns,
    now: () => clock.now(),
    take: async (person, token, correlationId) => {
      const taken = await cloud.assertions.accept(person, token, correlationId);
      return taken.kind === 'ok';
    },
    ssoResource: cloud.assertions.resource ?? '',
    patienceMs: settings.silentSignInPatienceMs,
  });
  const pages = signInPages(cloud.signIn, bot, dialogs, log);
  const server = createBotServer({ bot, signInPages: pages, log });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    port: (server.address() as { port: number }).port,
    stop: async () => {
      await stopServer(server);
      await bot.settled();
      await store.close();
    },
  };
}

/** The local understanding, with the second opinion of the model if one is set; answers to the bot stay local. */
function understandWith(
  { model }: Settings,
  contentFolder: string,
  understand: (text: string) => Understanding,
  log: Log,
): (text: string, isAnswer: boolean) => Promise<Understanding> {
  if (model === undefined) return (text) => Promise.resolve(understand(text));
  const meanings = loadLabelMeanings(contentFolder);
  const unsure = withSecondOpinion(understand, createLabelModel({ ...model, meanings, log }));
  return (text, isAnswer) => (isAnswer ? Promise.resolve(understand(text)) : unsure(text));
}

function speaking(root: string, language: Language): Speaking {
  const commands = loadCommands(join(root, 'content'), language);
  return {
    knowledge: loadKnowledge(join(root, 'knowledge'), language),
    placeholders: loadPlaceholders(join(root, 'content'), language),
    buttons: new Map(commands.map(({ label, button }) => [label, button])),
  };
}

function signInDesk(settings: Settings, signIn: SignIn): SignInDesk {
  return {
    begin: ({ person, conversationKey, correlationId }, tenantId, need) => {
      const attempt = signIn.begin({ person, conversationKey, correlationId, tenantId, ...need });
      return `${settings.publicUrl}/auth/start?ticket=${attempt.ticket}`;
    },
    isSignedIn: (person) => signIn.isSignedIn(person),
    signOut: (person) => signIn.signOut(person),
    adminConsentUrl: (tenantId) =>
      `${settings.azure.authorityHost}/${tenantId}/adminconsent?client_id=${settings.azure.clientId}`,
  };
}

/** Joins the sign-in pages to the chat: when a page is done, the conversation goes on by itself. */
function signInPages(signIn: SignIn, bot: TeamsBot, dialogs: Dialogs, log: Log): SignInPages {
  return {
    authorizeUrl: (ticket) => signIn.authorizeUrl(ticket),
    finish: async ({ state, code, error, error_description: errorDescription }) => {
      const given = Object.entries({ state, code, error, errorDescription }).filter(
        ([, value]) => value !== undefined,
      );
      const result = await signIn.complete(Object.fromEntries(given));
      if (result.kind !== 'unknown') {
        goOn(result, bot, dialogs).catch((cause: unknown) => {
          log.error('sign-in.chat-not-told', { error: errorName(cause) });
        });
      }
      return result.kind;
    },
  };
}

async function goOn(
  result: Exclude<SignInResult, { kind: 'unknown' }>,
  bot: TeamsBot,
  dialogs: Dialogs,
): Promise<void> {
  const { person, tenantId, conversationKey } = result.attempt;
  await bot.speak(conversationKey, person, (turn) =>
    result.kind === 'signed-in'
      ? dialogs.onSignedIn(turn, tenantId)
      : dialogs.onSignInFailed(turn, tenantId, result.problem),
  );
}
