/** Teams' cards nest to about ten levels; deeper texts are made to break whatever walks through them. */
const DEEPEST = 32;
/** Names that reach an object's prototype instead of its own fields. */
const REACHING = new Set(['__proto__', 'constructor', 'prototype']);

/** A text as JSON that nothing inside can trip over; undefined when it is none, or nests too deep. */
export function cleanJsonOf(text: string): unknown {
  try {
    return cleaned(JSON.parse(text), 0);
  } catch {
    return undefined;
  }
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  const own: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    if (!REACHING.has(name)) own[name] = cleaned(one, depth + 1);
  }
  return own;
}
