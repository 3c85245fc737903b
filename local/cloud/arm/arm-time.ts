const TICKS_PER_MS = 10_000;

/**
 * A time as this provider writes it: seven digits after the second, zeros at the end trimmed. The clock knows
 * milliseconds only, so the last four digits come from `salt`.
 */
export function armTime(now: Date, salt: number): string {
  const ticks = String((salt * 7_919 + 1_234) % TICKS_PER_MS).padStart(4, '0');
  return `${now.toISOString().slice(0, -1)}${ticks}`.replace(/\.?0+$/, '') + 'Z';
}
