import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Server } from 'restify';
import { isEntraReachable } from '../auth/entra-http';
import type { HttpSend } from '../network/http-send';
import { createNetworkSend } from '../network/http-send';
import { loadCommands, loadOfferTitles } from '../cards/commands';
import type { CardRenderer } from '../cards/load-card-renderer';
import type { View } from '../cards/view';
import { buttonsOf, loadCardRenderer } from '../cards/load-card-renderer';
import { packageRoot, packageVersion } from '../config/package';
import type { Settings } from '../config/settings';
import { Dialogs } from '../dialogs/dialogs';
import type { Speaking } from '../dialogs/context';
import { createExplainer, loadLimitWords } from '../dialogs/explain';
import { loadPlaceWords } from '../dialogs/place-words';
import { Files } from '../files/files';
import { createUploads } from '../files/upload';
import type { Uploads } from '../files/upload';
import { createBotServer } from '../http/server';
import { stopServer } from '../http/connections';
import { everyByTimer } from '../lib/async';
import { loadKnowledge, loadPlaceholders } from '../knowledge/load-knowledge';
import { monotonicClock, systemClock } from '../model/clock';
import type { Language } from '../model/language';
import type { PartnerId } from '../model/identifiers';
import { companyOf } from '../model/person';
import type { Person } from '../model/person';
import type { Log, TurnScope } from '../model/log';
import { AccessCheck } from '../pal/access';
import { loadEligibleRoles } from '../pal/eligible-roles';
import { Pal } from '../pal/pal';
import type { PalOptions } from '../pal/pal';
import { botTokenOf, connectCloud, createChannel } from './cloud';
import type { StoppableHealth } from './health';
import { componentsOf, createHealth } from './health';
import { openRecords } from './records';
import type { OpenRecords } from './records';
import { signInService, signInPages, takeSsoToken } from './sign-in';
import type { Observer } from './observe';
import { personalChatUrl } from '../teams/messages';
import { Conversations } from '../teams/conversations';
import { TeamsBot } from '../teams/teams-bot';
import { loadUnderstanding, weightsFileOf } from '../understanding/load-understanding';
import type { PageContents, PictureFiles, SignInTexts } from '../http/pages/page-content';
import { loadPages, loadPictureFiles, loadSignInTexts } from '../http/pages/page-content';
import type { PageFrame } from '../http/pages/write-page';
import { createLabelModel, loadLabelMeanings } from '../understanding/label-model';
import { withSecondOpinion } from '../understanding/second-opinion';
import type { Understanding } from '../understanding/understand';
import { startOutboxSweep } from '../pal/outbox-sweep';

/** A bot that is listening. */
export interface RunningBot {
  readonly port: number;
  /** Stops listening, lets what is under way end, and closes the records. */
  stop(): Promise<void>;
}

/** What is there before any room is: for seeing what the rooms do. */
interface Surroundings {
  readonly log: Log;
  readonly turns: TurnScope;
  readonly observer: Observer;
  /** How late the event loop runs, in milliseconds. */
  readonly lagMs: () => number;
}

/** The composition root: builds every room from the settings, and starts to listen. Rejects when the port is taken. */
export async function startBot(settings: Settings, surroundings: Surroundings): Promise<RunningBot> {
  const { log, turns, observer } = surroundings;
  const root = packageRoot(__dirname);
  const [contentFolder, clock] = [join(root, 'content'), systemClock];
  const records = openRecords(settings, clock, log);
  const store = observer.store(records.store);
  const network = createNetworkSend();
  const conversations = new Conversations(store, () => clock.now());
  const token = botTokenOf(settings, clock);
  const connection = { clock, log, records: store, network: observer.network(network), conversations, token };
  const cloud = observer.cloud(connectCloud(settings, connection));
  const pal = observer.pal(new Pal(cloud, store, clock, palOptions(settings)));
  const files = new Files({ store, clock, ...settings.retention });
  const drawn = cardsOf(root, settings);
  const dialogParts = {
    buttonsOn: (view: View, locale: string) => buttonsOf(drawn.render(view, locale).card),
    files,
    uploads: uploadsTo(settings, observer, log),
    onForgotten: forgetIn(() => [conversations, bot]),
    pal,
    access: new AccessCheck(cloud.access, pal, loadEligibleRoles(contentFolder), clock),
    signInService: signInService(settings, cloud.signIn),
    speaking: { en: speaking(root, 'en'), de: speaking(root, 'de') },
    store,
    placeWords: loadPlaceWords(contentFolder),
    limitWords: loadLimitWords(contentFolder),
    understand: observer.understand(understandingOf(root, settings, connection)),
    clock,
    hasSilentSignIn: cloud.ssoTokens.resource !== undefined,
    ...ofSettings(settings),
  };
  const dialogs = observer.dialogs(new Dialogs(dialogParts));
  const { authenticator, connector, refusals } = createChannel(settings, { clock, log, token });
  const cards = observer.cards(drawn);
  const bot = new TeamsBot({
    connector,
    dialogs,
    cards,
    conversations,
    refusals,
    store,
    log,
    turns,
    now: () => clock.now(),
    monotonicMs: monotonicClock,
    take: takeSsoToken(cloud.ssoTokens),
    ...ssoOf(settings, cloud.ssoTokens),
    limits: settings.limits,
  });
  const isEntraWell = (): Promise<boolean> => isEntraReachable(settings.azure.authorityHost, network);
  const components = componentsOf({ records, authenticator, connector, isEntraWell });
  const health = createHealth({ components, lagMs: surroundings.lagMs, monotonicMs: monotonicClock });
  const door = { authenticator, refusals, health, log, ...pageParts(root, settings) };
  const pages = signInPages({ signIn: cloud.signIn, bot, dialogs, files, log });
  const server = createBotServer({ ...door, bot: observer.bot(bot), signInPages: pages });
  await listening(server, settings);
  // What draws is loaded by now, rather than by whoever writes first.
  setImmediate(() => cards.render({ name: 'working', data: {} }));
  const sweep = sweepInterrupted({ pal, dialogs, bot, log });
  return runningBot({ health, delayMs: settings.stopDelayMs, server, sweep, bot, records });
}

/** What silent sign-in is done with. */
function ssoOf(settings: Settings, { resource }: { readonly resource: string | undefined }) {
  return {
    connectionName: settings.tokenService?.connectionName ?? '',
    ssoResource: resource ?? '',
    patienceMs: settings.silentSignInPatienceMs,
  };
}

/** What conversations take from the settings as it is. */
function ofSettings({ silentSignInPatienceMs, bot, publicUrl, company }: Settings) {
  return {
    company,
    patienceMs: silentSignInPatienceMs,
    personalChatUrl: personalChatUrl(bot.appId),
    customersUrl: `${publicUrl}/customers`,
  };
}

/** What operations and rules take from the settings. */
function palOptions({ company, retention }: Settings): PalOptions {
  const isCompanys = (person: Person, partnerId: PartnerId): boolean =>
    companyOf(company, person).some((one) => one.partnerId === partnerId);
  return { ...retention, isCompanys };
}

/** What the bot itself holds of a person in memory goes with the records. */
function forgetIn(holders: () => readonly { forget(person: Person): void }[]): (person: Person) => void {
  return (person) => {
    for (const holder of holders()) holder.forget(person);
  };
}

function uploadsTo({ files }: Settings, observer: Observer, log: Log): Uploads {
  const send = observer.network(createNetworkSend({ plainOnLoopback: files.loopback }));
  return createUploads(send, files, log);
}

function understandingOf(
  root: string,
  settings: Settings,
  parts: { readonly network: HttpSend; readonly log: Log },
): ReturnType<typeof understandWith> {
  const contentFolder = join(root, 'content');
  const local = loadUnderstanding(contentFolder, weightsFileOf(root));
  return understandWith(settings, contentFolder, (text, locale) => local.understand(text, locale), parts);
}

function listening(server: Server, { port, host }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

interface Running {
  readonly health: StoppableHealth;
  readonly delayMs: number;
  readonly server: Server;
  readonly sweep: { stop(): Promise<void> };
  readonly bot: TeamsBot;
  readonly records: OpenRecords;
}

function runningBot(running: Running): RunningBot {
  const { port } = running.server.address() as { port: number };
  return { port, stop: () => stopInOrder(running) };
}

/** First nobody is sent here any more, then nobody is let in, then what is under way ends, then the records close. */
async function stopInOrder(running: Running): Promise<void> {
  running.health.stop();
  await setTimeout(running.delayMs);
  await stopServer(running.server);
  await running.sweep.stop();
  await running.bot.settled();
  await running.records.close();
}

function speaking(root: string, language: Language): Speaking {
  const commands = loadCommands(join(root, 'content'), language);
  const knowledge = loadKnowledge(join(root, 'knowledge'), language);
  return {
    knowledge,
    explainer: createExplainer(knowledge, loadPlaceholders(join(root, 'content'), language)),
    buttons: new Map([
      ...commands.map(({ label, button }) => [label, button] as const),
      ...loadOfferTitles(join(root, 'content'), language),
    ]),
  };
}

function cardsOf(root: string, { azure, publicUrl }: Settings): CardRenderer {
  const folders = { cardsFolder: join(root, 'cards'), contentFolder: join(root, 'content') };
  const pictureAddress = (file: string): string => `${publicUrl}/pictures/${file}`;
  return loadCardRenderer({ ...folders, portal: azure.portal, pictureAddress });
}

/** What the pages for people and administrators are made of. */
function pageParts(
  root: string,
  { operator, azure, publicUrl, retention }: Settings,
): {
  readonly pages: PageContents;
  readonly pictures: PictureFiles;
  readonly signInTexts: SignInTexts;
  readonly frame: PageFrame;
} {
  const content = join(root, 'content');
  const { trailDaysAfterForget } = retention;
  const version = packageVersion(root);
  const frame = { operator, clientId: azure.clientId, publicUrl, version, trailDaysAfterForget };
  return {
    pages: loadPages(content),
    pictures: loadPictureFiles(content),
    signInTexts: loadSignInTexts(content),
    frame,
  };
}

/** The local understanding, with the second opinion of the model if one is set; answers to the bot stay local. */
function understandWith(
  { model }: Settings,
  contentFolder: string,
  understand: (text: string, locale?: string) => Understanding,
  { network: send, log }: { readonly network: HttpSend; readonly log: Log },
): (text: string, isAnswer: boolean, locale?: string) => Promise<Understanding> {
  if (model === undefined) return (text, _, locale) => Promise.resolve(understand(text, locale));
  const meanings = loadLabelMeanings(contentFolder);
  const unsure = withSecondOpinion(understand, createLabelModel({ ...model, meanings, send, log }));
  return (text, isAnswer, locale) =>
    isAnswer ? Promise.resolve(understand(text, locale)) : unsure(text, locale);
}

/** Joins the sweep to the chat: who was interrupted is told in the conversation in which they decided. */
function sweepInterrupted(parts: {
  readonly pal: Pal;
  readonly dialogs: Dialogs;
  readonly bot: TeamsBot;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const { pal, dialogs, bot, log } = parts;
  return startOutboxSweep({
    takeOver: () => pal.interrupted(),
    report: (interrupted) => {
      const { person, conversationKey } = interrupted;
      if ('batchId' in interrupted) {
        const { batchId } = interrupted;
        return bot.speak(conversationKey, person, (turn) => dialogs.onBatchInterrupted(turn, batchId));
      }
      const { operationId } = interrupted;
      return bot.speak(conversationKey, person, (turn) => dialogs.onInterrupted(turn, operationId));
    },
    log,
    every: everyByTimer,
  });
}
