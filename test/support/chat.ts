import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SamplePerson } from '../../local/cloud/world/sample-world';
import { visitSignIn } from './browser';
import type { AtThePages, SignInVisit } from './browser';
import type { Connector, Event, FileCard, SilentSignIn } from './connector';
import { readCard, titlesOf } from './shown-card';
import type { Button, ShownCard } from './shown-card';

/** What a press was answered with. */
export interface PressAnswer {
  readonly httpStatus: number;
  /** The status inside the answer. */
  readonly statusCode: number;
  /** The card that takes the place of the pressed one, or the first that comes below it. */
  readonly card: ShownCard | undefined;
  /** What is told to the presser beside the card. */
  readonly message: string | undefined;
  readonly tookMs: number;
}

/** Where a person talks to the bot. */
export interface Place {
  readonly botUrl: string;
  readonly connector: Connector;
  /** What the channel calls its service; absent: the connector's own address. */
  readonly serviceUrl?: string;
  readonly conversationId: string;
  readonly isGroup: boolean;
  /** The channel's token for what it sends; absent: this channel does not sign. */
  readonly token?: () => Promise<string>;
}

/** A card to press on, when it is not the newest one that has the button, and what was typed into its inputs. */
export interface PressOptions {
  readonly on?: ShownCard;
  readonly inputs?: Readonly<Record<string, string>>;
  /** The person's token for the bot, sent along with the press. */
  readonly token?: string;
}

const invokeAnswer = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });
/** Less than the time of a test, so that the test says what came instead; no promise hangs on it. */
const PATIENCE_MS = 60_000;
const BOT_ID = '28:pal-assistant';

/** One person in one conversation with the bot, as their Teams client acts for them. */
export class Chat {
  /** Where in the events the last thing that the person did began. */
  private since = 0;

  constructor(
    private readonly place: Place,
    readonly person: SamplePerson,
  ) {}

  /** Another person's client in the same conversation. */
  besides(person: SamplePerson): Chat {
    return new Chat(this.place, person);
  }

  /** What Teams calls the conversation. */
  get conversationId(): string {
    return this.place.conversationId;
  }

  /** The same person in the same conversation, when another instance of the bot answers. */
  through(botUrl: string): Chat {
    return new Chat({ ...this.place, botUrl }, this.person);
  }

  /** Writes a message and gives the last card that the bot showed in answer. */
  async say(text: string, more: object = {}): Promise<ShownCard> {
    await this.post({ type: 'message', textFormat: 'plain', text, ...more });
    return this.lastOf((event) => event.kind === 'message');
  }

  /** Writes a message that makes the bot ask for a silent sign-in, and gives what the client is asked. */
  async saySilently(text: string): Promise<SilentSignIn> {
    await this.post({ type: 'message', textFormat: 'plain', text });
    return this.silentSignIn();
  }

  /** The silent sign-in that the bot asks, or asked, for after what the person did last. */
  async silentSignIn(): Promise<SilentSignIn> {
    const fits = (event: Event): boolean => this.isHere(event) && event.silent !== undefined;
    const wait = { wanted: 'A silent sign-in', patienceMs: PATIENCE_MS };
    const { silent } = await this.place.connector.next(this.since, fits, wait);
    if (silent === undefined) throw new Error('There is no silent sign-in.');
    return silent;
  }

  /** Answers a silent sign-in with a token as the client does, and gives the HTTP status. */
  async sendToken({ exchangeId }: Pick<SilentSignIn, 'exchangeId'>, token: string): Promise<number> {
    this.place.connector.tokens.add(token);
    const value = { id: exchangeId, connectionName: '', token };
    return (await this.post({ type: 'invoke', name: 'signin/tokenExchange', value })).status;
  }

  /** Says that the silent sign-in came to nothing, as the client does, and gives the HTTP status. */
  async failSilently(code: string): Promise<number> {
    const value = { code, message: 'The client says why.' };
    return (await this.post({ type: 'invoke', name: 'signin/failure', value })).status;
  }

  /** Teams' own card for a file that came, or comes, after what the person did last. */
  async fileCard(
    kind: 'consent' | 'info',
  ): Promise<{ readonly activityId: string; readonly file: FileCard }> {
    const isOne = (event: Event): boolean => event.file?.contentType.endsWith(`.file.${kind}`) === true;
    const wait = { wanted: `Teams' card file.${kind}`, patienceMs: PATIENCE_MS };
    const { activityId, file } = await this.place.connector.next(
      this.since,
      (event) => this.isHere(event) && isOne(event),
      wait,
    );
    if (file === undefined) throw new Error('There is no card of a file.');
    return { activityId, file };
  }

  /** Presses Teams' card for a file, as Teams sends that, and gives the HTTP status. */
  async answerFile(
    { activityId, file }: { readonly activityId: string; readonly file: FileCard },
    action: 'accept' | 'decline',
    uploadInfo?: object,
  ): Promise<number> {
    const context = file.content[action === 'accept' ? 'acceptContext' : 'declineContext'];
    const value = {
      type: 'fileUpload',
      action,
      context,
      ...(uploadInfo === undefined ? {} : { uploadInfo }),
    };
    return (await this.post({ type: 'invoke', name: 'fileConsent/invoke', value, replyToId: activityId }))
      .status;
  }

  /** Installs the bot. */
  async install(): Promise<ShownCard> {
    await this.post({ type: 'installationUpdate', action: 'add' });
    return this.lastOf((event) => event.kind === 'message');
  }

  /**
   * Presses the button with this title or verb, and gives the card that came in its place or below it. A press that takes
   * longer than Teams waits, as any may on a busy machine, is answered with "working" first: what comes of it counts, or
   * the sign-in that it waits for.
   */
  async press(titleOrVerb: string, options: PressOptions = {}): Promise<ShownCard> {
    const { card, message } = await this.pressFor(titleOrVerb, options);
    if (card !== undefined && !isWorking(card)) return card;
    const isEnd = (event: Event): boolean =>
      this.isHere(event) &&
      (event.silent !== undefined || (event.card !== undefined && !isWorking(event.card)));
    const wanted = `What comes of "${titleOrVerb}" after "${message ?? card?.heading ?? ''}"`;
    const end = await this.place.connector.next(this.since, isEnd, { wanted, patienceMs: PATIENCE_MS });
    return end.card ?? card ?? this.lastCard();
  }

  /** Presses like `press`, and gives the whole answer, whatever comes later. */
  async pressFor(titleOrVerb: string, options: PressOptions = {}): Promise<PressAnswer> {
    const { card, button } = this.find(titleOrVerb, options.on);
    const data = dataOf(card, button, options.inputs);
    if (options.token !== undefined) this.place.connector.tokens.add(options.token);
    const along = options.token === undefined ? {} : { authentication: { token: options.token } };
    const action = { type: 'Action.Execute', verb: button.verb, data };
    return this.invoke(action, card.activityId, 'adaptiveCard/action', along);
  }

  /** Sends an invoke as it is, pressed on the message `activityId`. */
  async invoke(
    action: unknown,
    activityId: string | undefined,
    name = 'adaptiveCard/action',
    along: object = {},
  ): Promise<PressAnswer> {
    const startedAt = performance.now();
    const value = { action, trigger: 'manual', ...along };
    const response = await this.post({ type: 'invoke', name, value, replyToId: activityId });
    const tookMs = performance.now() - startedAt;
    const body = invokeAnswer.safeParse(response.json);
    const isCard = body.success && body.data.type === 'application/vnd.microsoft.card.adaptive';
    const card = isCard ? readCard(activityId ?? 'none', body.data.value) : undefined;
    if (card !== undefined) this.appeared(card);
    // Where the pressed card stays, the answer stands below it.
    const below = body.success && !isCard ? this.firstBelow() : undefined;
    return {
      httpStatus: response.status,
      statusCode: body.data?.statusCode ?? 0,
      card: card ?? below,
      message: sentenceIn(body.data?.value),
      tookMs,
    };
  }

  private firstBelow(): ShownCard | undefined {
    const events = this.place.connector.events.slice(this.since);
    return events.find((event) => this.isHere(event) && event.kind === 'message' && event.card)?.card;
  }

  /** Presses in a client that knows no Action.Execute: its Action.Submit fallback sends a message. */
  async submit(titleOrVerb: string, options: PressOptions = {}): Promise<ShownCard> {
    const { card, button } = this.find(titleOrVerb, options.on);
    await this.post({
      type: 'message',
      value: dataOf(card, button, options.inputs),
      replyToId: card.activityId,
    });
    return this.lastOf((event) => event.activityId === card.activityId);
  }

  /** Opens the sign-in page of the newest card that leads to one and signs in. The chat goes on by itself: see `card`. */
  async signIn(person: AtThePages = {}, on?: ShownCard): Promise<SignInVisit> {
    const button = this.signInButton(on);
    this.since = this.place.connector.events.length;
    const visit = await visitSignIn(button.url ?? '', { as: this.person.key, ...person });
    this.place.connector.bodies.push(visit.html);
    return visit;
  }

  /** The card with this heading that came, or comes, after what the person did last. */
  async card(heading: string): Promise<ShownCard> {
    const fits = (event: Event): boolean => this.isHere(event) && event.card?.heading === heading;
    const wait = { wanted: `The card "${heading}"`, patienceMs: PATIENCE_MS };
    return (await this.place.connector.next(this.since, fits, wait)).card ?? this.lastCard();
  }

  /** What the message of this card shows, once it is so. */
  async until(card: ShownCard, isSo: (now: ShownCard) => boolean): Promise<ShownCard> {
    const fits = (): boolean => isSo(this.now(card));
    const wait = { wanted: `What becomes of "${card.heading}"`, patienceMs: PATIENCE_MS };
    if (!fits()) await this.place.connector.next(0, fits, wait);
    return this.now(card);
  }

  /** Sends any activity; everything a client would fill in is filled in. */
  async post(
    activity: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; json: unknown }> {
    this.since = this.place.connector.events.length;
    const token = await this.place.token?.();
    const signed: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${this.place.botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...signed, ...headers },
      body: JSON.stringify({ ...this.envelope(), ...activity }),
    });
    const text = await response.text();
    this.place.connector.bodies.push(text);
    // What stands in front of the bot answers with a page of its own.
    const isOurs = text !== '' && response.headers.get('content-type')?.startsWith('text/html') !== true;
    return { status: response.status, json: isOurs ? (JSON.parse(text) as unknown) : undefined };
  }

  /** The newest card in the conversation. */
  lastCard(): ShownCard {
    const card = this.cards().at(-1);
    if (card === undefined) throw new Error('There is no card in this conversation.');
    return card;
  }

  /** What each message shows now, the one that changed last at the end. */
  cards(): ShownCard[] {
    const now = new Map<string, ShownCard>();
    for (const event of this.place.connector.events) {
      if (!this.isHere(event) || event.card === undefined) continue;
      now.delete(event.activityId);
      now.set(event.activityId, event.card);
    }
    return [...now.values()];
  }

  /** What the message of this card shows now. */
  now(card: ShownCard): ShownCard {
    return this.cards().find(({ activityId }) => activityId === card.activityId) ?? card;
  }

  /** Every heading that was shown here, oldest first. */
  headings(): string[] {
    return this.place.connector.events.flatMap((event) =>
      this.isHere(event) && event.card !== undefined ? [event.card.heading] : [],
    );
  }

  private signInButton(on: ShownCard | undefined): Button {
    const candidates = on === undefined ? this.cards().reverse() : [on];
    const buttons = candidates.flatMap((card) => card.buttons);
    const button = buttons.find(({ url }) => url?.includes('/auth/start?ticket=') === true);
    if (button === undefined) throw new Error('No card leads to a sign-in page.');
    return button;
  }

  private find(titleOrVerb: string, on: ShownCard | undefined): { card: ShownCard; button: Button } {
    const candidates = on === undefined ? this.cards().reverse() : [on];
    for (const card of candidates) {
      const button = card.buttons.find(({ title, verb }) => title === titleOrVerb || verb === titleOrVerb);
      if (button !== undefined) return { card, button };
    }
    const seen = candidates.map((card) => `"${card.heading}" [${titlesOf(card).join(', ')}]`).join('; ');
    throw new Error(`There is no button "${titleOrVerb}" on ${seen}`);
  }

  private lastOf(fits: (event: Event) => boolean): ShownCard {
    const events = this.place.connector.events.slice(this.since);
    const found = events
      .filter((event) => this.isHere(event) && fits(event) && event.card !== undefined)
      .at(-1);
    if (found?.card === undefined) throw new Error('The bot did not answer with a card.');
    return found.card;
  }

  private isHere(event: Event): boolean {
    return event.conversationId === this.place.conversationId;
  }

  private appeared(card: ShownCard): void {
    this.place.connector.add({
      kind: 'update',
      conversationId: this.place.conversationId,
      activityId: card.activityId,
      card,
    });
  }

  private envelope(): object {
    const { person, place } = this;
    return {
      id: randomUUID(),
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: place.serviceUrl ?? place.connector.serviceUrl,
      locale: 'en-US',
      from: { id: `29:${person.key}`, name: person.name, aadObjectId: person.objectId },
      recipient: { id: BOT_ID, name: 'PAL Assistant' },
      conversation: {
        id: place.conversationId,
        tenantId: person.tenantId,
        conversationType: place.isGroup ? 'groupChat' : 'personal',
        ...(place.isGroup ? { isGroup: true } : {}),
      },
      channelData: { tenant: { id: person.tenantId } },
    };
  }
}

/** Whether the card only says that something is under way. */
export function isWorking({ heading }: ShownCard): boolean {
  return heading === 'Working on it …' || heading === 'Einen Moment, ich arbeite daran …';
}

function sentenceIn(value: unknown): string | undefined {
  const said = z.union([z.string(), z.object({ message: z.string() })]).safeParse(value).data;
  return typeof said === 'string' ? said : said?.message;
}

/** What a client sends along: the button's data, and what stands in the inputs unless the button leaves them out. */
function dataOf(
  card: ShownCard,
  button: Button,
  inputs: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  return button.takesInputs ? { ...button.data, ...card.inputs, ...inputs } : { ...button.data };
}
