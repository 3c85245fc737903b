import { z } from 'zod';

/** A button as a person sees it, with what its press sends. */
export interface Button {
  readonly type: string;
  readonly title: string;
  readonly verb: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly url: string | undefined;
  /** False for a button that leaves the inputs of the card behind, such as Cancel. */
  readonly takesInputs: boolean;
}

/** A card as it stood at one moment: a press on it sends what it said then, even if the message shows another by now. */
export interface ShownCard {
  /** The message that shows it. */
  readonly activityId: string;
  readonly heading: string;
  /** Every visible word, labels and button titles included, flattened into one line. */
  readonly text: string;
  readonly buttons: readonly Button[];
  /** What stands in the inputs, by their id. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The JSON that came over the wire. */
  readonly json: string;
}

const node = z.object({
  type: z.string().optional(),
  style: z.string().optional(),
  text: z.string().optional(),
  title: z.string().optional(),
  label: z.string().optional(),
  value: z.unknown(),
  id: z.string().optional(),
  verb: z.string().optional(),
  url: z.string().optional(),
  data: z.record(z.unknown()).optional(),
  associatedInputs: z.string().optional(),
});
type Node = z.infer<typeof node>;

/** Reads a card as a person would. */
export function readCard(activityId: string, card: unknown): ShownCard {
  const nodes = nodesOf(card);
  const inputs = nodes.filter(({ type, id }) => type?.startsWith('Input.') === true && id !== undefined);
  return {
    activityId,
    heading: nodes.find(({ type, style }) => type === 'TextBlock' && style === 'heading')?.text ?? '',
    text: nodes.flatMap(wordsOf).join(' ').replace(/\s+/g, ' '),
    buttons: nodes.flatMap(buttonOf),
    inputs: Object.fromEntries(
      inputs.map(({ id, value }) => [id ?? '', typeof value === 'string' ? value : '']),
    ),
    json: JSON.stringify(card),
  };
}

/** The titles of the buttons, in order. */
export function titlesOf(card: ShownCard): string[] {
  return card.buttons.map(({ title }) => title);
}

/** Everything in the card that has fields, in reading order; a fallback is not shown. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = node.safeParse(value);
  const children = Object.entries(value).filter(([name]) => name !== 'fallback' && name !== 'data');
  return [...(own.success ? [own.data] : []), ...children.flatMap(([, child]) => nodesOf(child))];
}

function wordsOf({ text, title, label }: Node): string[] {
  return [text, title, label].filter((word) => word !== undefined);
}

function buttonOf({ type, title, verb, data, url, associatedInputs }: Node): Button[] {
  if (type?.startsWith('Action.') !== true) return [];
  return [
    {
      type,
      title: title ?? '',
      verb,
      data: data ?? {},
      url,
      takesInputs: associatedInputs !== 'none',
    },
  ];
}
