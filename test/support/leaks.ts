import { TOKEN } from './card-faults';

/** Somewhere that what the bot was told, or told others, could stand: its name and all that is written there. */
export type Place = readonly [name: string, text: string];

/** Shorter parts are no secret, and may stand anywhere by chance. */
const SHORTEST_PART = 20;

/** In which places a secret stands that should be in memory only, or what looks like one; empty for none. */
export function leaksIn(places: readonly Place[], secrets: readonly string[]): string[] {
  return places.flatMap(([name, text]) => [
    ...(TOKEN.test(text) ? [`a token in ${name}`] : []),
    ...secrets.flatMap((secret) => (standsIn(text, secret) ? [`${hint(secret)} in ${name}`] : [])),
  ]);
}

/** Whether the secret, or a telling part of it, stands in the text. */
export function standsIn(text: string, secret: string): boolean {
  return tellingParts(secret).some((part) => text.includes(part));
}

/** What a token says and its signature; its header is the same in all of them. Any other secret is told by the whole of it. */
function tellingParts(secret: string): string[] {
  if (!TOKEN.test(secret)) return [secret];
  return secret
    .split('.')
    .slice(1)
    .filter((part) => part.length > SHORTEST_PART);
}

/** Enough to know which one it was. */
function hint(secret: string): string {
  return `the secret ${secret.slice(0, 4)}… (${secret.length} characters)`;
}
