import type { ShownCard } from './shown-card';

const LARGEST_CARD = 24 * 1024;
/** The beginning of a JSON Web Token: two objects of JSON. (A random id may begin like the first of them.) */
export const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+/;

/** A card whose dialog is over: what goes on stands below it. */
const CLOSED = ['Closed', 'Geschlossen'];

/** What no card may be, whatever it says; empty for a card in order. */
export function cardFaults(card: ShownCard): string[] {
  const { json, buttons, heading } = card;
  const isShown = buttons.filter(({ type }) => type !== 'Action.ToggleVisibility');
  const faults = [
    heading === '' ? 'has no heading' : undefined,
    isShown.length === 0 && !CLOSED.includes(heading) ? 'offers no next step' : undefined,
    json.includes('${') ? 'shows a hole of its template' : undefined,
    /\bundefined\b|\[object Object\]|\bNaN\b/.test(json) ? 'shows a value of the program' : undefined,
    TOKEN.test(json) ? 'holds what looks like a token' : undefined,
    Buffer.byteLength(json) > LARGEST_CARD ? 'is larger than 24 KB' : undefined,
  ];
  return faults.filter((fault) => fault !== undefined).map((fault) => `"${heading}" ${fault}`);
}
