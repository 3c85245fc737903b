import { ATTRIBUTES } from '../model/telemetry';
import type { Attributes } from '../model/telemetry';

const NAMES: ReadonlySet<string> = new Set(ATTRIBUTES);
/** Names and codes of ours and of services: no text of a person, no address, no long word. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._:-]{0,63}$/;
/** PartnerIDs have five digits and more; so has hardly any code but Entra's. */
const MANY_DIGITS = /\d{5}/;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The attributes that may leave the bot: known names, and values that can't be anybody's name, id, number or words. */
export function allowedAttributes(given: Attributes): Record<string, string | number | boolean> {
  const allowed: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(given as Readonly<Record<string, unknown>>)) {
    if (NAMES.has(name) && isHarmless(name, value)) allowed[name] = value;
  }
  return allowed;
}

function isHarmless(name: string, value: unknown): value is string | number | boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && Math.abs(value) < 10_000;
  if (typeof value !== 'string') return false;
  return name === 'pal.correlation_id' ? GUID.test(value) : PLAIN.test(value) && !MANY_DIGITS.test(value);
}
