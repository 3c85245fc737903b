import { decodeHTML, decodeHTMLStrict } from 'entities';
import { Parser } from 'htmlparser2';

/** More is not read: Teams' messages have 28 KB at most, and the bot needs the beginning of one. */
const LONGEST_READ = 16_384;

/** Somebody or something that a message names with an @. */
export interface Mention {
  /** As the text has it, with its tags: `<at>Priya Shah</at>`. */
  readonly text: string;
  readonly id: string;
  readonly type?: string | undefined;
}

/** A message as the channel has it. */
export interface ChannelMessage {
  readonly text: string;
  /** The message once more as HTML, as Teams attaches it. */
  readonly html: readonly string[];
  readonly mentions: readonly Mention[];
  readonly bot: { readonly id: string; readonly name?: string | undefined };
}

/** What stands in a message for a person. */
export interface MessageText {
  readonly text: string;
  /** Somebody else than the bot is mentioned: a person, not a channel or a tag. */
  readonly mentionsOthers: boolean;
  readonly hasPicture: boolean;
}

/**
 * The words that a person has written: without the markup of the platform, without the mention of the bot, without what
 * is only quoted. What is mentioned besides the bot stands there as words. The HTML counts where the text is empty.
 */
export function readMessageText({ text, html, mentions, bot }: ChannelMessage): MessageText {
  const written = new Reading(text, false, mentions, bot).result();
  if (written.text !== '') return written;
  for (const one of html) {
    const read = new Reading(one, true, mentions, bot).result();
    if (read.text !== '' || read.hasPicture) return read;
  }
  return written;
}

/** What stands on a line of its own. */
const BLOCKS = new Set('br div h1 h2 h3 h4 h5 h6 hr li ol p pre tr ul'.split(' '));
const INLINE =
  'a at attachment b blockquote body code codeblock del em emoji font head html i img ins mark meta quoted s small span ' +
  'strike strong sub sup systemeventmessage table tbody td th thead u video';
/** A "<" that begins none of the tags that the platform writes into a text: the person has typed it. */
const TAGS = [...BLOCKS, ...INLINE.split(' ')];
const LITERAL = new RegExp(`<(?!/?(?:${TAGS.join('|')})(?:\\s[^<>]*)?/?>)`, 'gi');

function withLiterals(text: string): string {
  return text.replace(LITERAL, '&lt;');
}

/** A mention with the name that stands between its tags. */
interface NamedMention extends Mention {
  readonly name: string;
}

interface OpenTag {
  readonly role: 'plain' | 'mention' | 'quote';
  /** Where in the pieces its content begins. */
  readonly from: number;
}

/** One text, read once from its beginning to its end. */
class Reading {
  private readonly pieces: string[] = [];
  private readonly open: OpenTag[] = [];
  private readonly named: readonly NamedMention[];
  private readonly unused: NamedMention[];
  private readonly botName: string;
  private mentionsOthers = false;
  private hasPicture = false;
  private hasMention = false;

  constructor(
    source: string,
    private readonly isHtml: boolean,
    mentions: readonly Mention[],
    private readonly bot: ChannelMessage['bot'],
  ) {
    // Once for each, not for each pair of a mention and its place in the text: a message may have hundreds of both.
    this.named = mentions.map((one) => ({ ...one, name: plain(one.text.replace(/<[^<>]{0,200}>/g, '')) }));
    this.unused = [...this.named];
    this.botName = plain(bot.name ?? '');
    // As XML, since HTML would have some tags opened and closed that are not there. Entities are decoded below, once.
    const parser = new Parser(
      {
        onopentag: (name, attributes) => {
          this.opened(name, attributes);
        },
        onclosetag: (name, isImplied) => {
          this.closed(name, isImplied);
        },
        ontext: (text) => {
          this.pieces.push(this.decoded(text));
        },
      },
      { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true, decodeEntities: false },
    );
    parser.end(isHtml ? source.slice(0, LONGEST_READ) : withLiterals(source.slice(0, LONGEST_READ)));
  }

  result(): MessageText {
    const text = this.pieces
      .join('')
      .replace(/[\t ]{2,}/g, ' ')
      .trim();
    return { text, mentionsOthers: this.mentionsOthers, hasPicture: this.hasPicture };
  }

  private opened(name: string, attributes: Readonly<Record<string, string>>): void {
    const role = this.roleOf(name, attributes['itemtype'] ?? '');
    if (BLOCKS.has(name)) this.pieces.push('\n');
    if (name === 'td' || name === 'th') this.pieces.push(' ');
    if (name === 'emoji' || name === 'img') this.drawn(name, attributes);
    if (name === 'attachment' || name === 'video') this.hasPicture ||= this.isHtml;
    this.open.push({ role, from: this.pieces.length });
  }

  private roleOf(name: string, itemType: string): OpenTag['role'] {
    if (name === 'at' || (name === 'span' && itemType.endsWith('/Mention'))) return 'mention';
    if (name === 'quoted' || (name === 'blockquote' && itemType.endsWith('/Reply'))) return 'quote';
    return 'plain';
  }

  /** An emoji is a character; any other picture can't be read. */
  private drawn(name: string, attributes: Readonly<Record<string, string>>): void {
    const isEmoji = name === 'emoji' || /\/Emoji$/i.test(attributes['itemtype'] ?? '');
    if (isEmoji) this.pieces.push(decodeHTML(attributes['alt'] ?? ''));
    else this.hasPicture = true;
  }

  /** `isImplied`: it ends by itself, or with what it stands in. */
  private closed(name: string, isImplied: boolean): void {
    const tag = this.open.pop();
    if (tag === undefined || isImplied) return;
    if (tag.role === 'quote') this.pieces.splice(tag.from);
    if (tag.role === 'mention') {
      const isFirst = this.pieces.slice(0, tag.from).every((piece) => piece.trim() === '');
      const mentioned = this.pieces.splice(tag.from).join('');
      this.pieces.push(' ', this.wordsFor(mentioned, isFirst), ' ');
    }
    if (BLOCKS.has(name) || name === 'blockquote') this.pieces.push('\n');
  }

  /** The words that stand for a mention: none for the bot's own. */
  private wordsFor(mentioned: string, isFirst: boolean): string {
    const wanted = plain(mentioned);
    const isNamed = ({ name }: NamedMention): boolean => name === wanted;
    const at = this.unused.findIndex(isNamed);
    const known = at >= 0 ? this.unused.splice(at, 1)[0] : this.named.find(isNamed);
    const isOnlyOne = this.named.length === 0 && isFirst && !this.hasMention;
    this.hasMention = true;
    if (known === undefined ? isOnlyOne || wanted === this.botName : known.id === this.bot.id) {
      return '';
    }
    this.mentionsOthers ||= known === undefined || isPerson(known);
    return mentioned;
  }

  private decoded(text: string): string {
    return this.isHtml ? decodeHTML(text) : decodeHTMLStrict(text);
  }
}

/** A name as it is compared. */
function plain(name: string): string {
  return decodeHTML(name).trim().toLowerCase();
}

/** Channels, teams and tags are mentioned too. */
function isPerson({ id, type }: Mention): boolean {
  return !id.startsWith('19:') && !['tag', 'channel', 'team'].includes(type ?? '');
}
