import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/**
 * A tree of JSON with every node as `change` gives it back, the innermost first. What needs no change is not copied, so
 * that a walk over a card costs little; the given tree stays as it is.
 */
export function mapNodes(node: unknown, change: (node: unknown) => unknown): unknown {
  if (typeof node !== 'object' || node === null) return change(node);
  return change(Array.isArray(node) ? mapList(node, change) : mapFields(node, change));
}

function mapList(list: readonly unknown[], change: (node: unknown) => unknown): readonly unknown[] {
  let mapped: unknown[] | undefined;
  for (let place = 0; place < list.length; place += 1) {
    const value = mapNodes(list[place], change);
    if (value !== list[place]) (mapped ??= [...list])[place] = value;
  }
  return mapped ?? list;
}

function mapFields(node: object, change: (node: unknown) => unknown): object {
  const fields = node as Readonly<Record<string, unknown>>;
  let mapped: Record<string, unknown> | undefined;
  for (const name of Object.keys(fields)) {
    const value = mapNodes(fields[name], change);
    if (value !== fields[name]) (mapped ??= { ...fields })[name] = value;
  }
  return mapped ?? node;
}

/** Teams' cards nest to about ten levels; deeper texts are made to break whatever walks through them. */
const DEEPEST = 32;
/** Names that reach an object's prototype instead of its own fields. */
const REACHING = new Set(['__proto__', 'constructor', 'prototype']);

/** A text as JSON that nothing inside can trip over; undefined when it is none, or nests too deep. */
export function cleanJsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isClean(value, 0) ? value : cleaned(value);
  } catch {
    return undefined;
  }
}

/** Nearly everything is, and need not be copied. Throws where it nests too deep. */
function isClean(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST) throw new RangeError('nested too deep');
  let isSo = true;
  for (const name of Object.keys(value)) {
    if (!isClean((value as Readonly<Record<string, unknown>>)[name], depth + 1) || REACHING.has(name))
      isSo = false;
  }
  return isSo;
}

function cleaned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const own: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    if (!REACHING.has(name)) own[name] = cleaned(one);
  }
  return own;
}

/** A JSON file of the bot's own, read by its schema; throws, naming the file and every fault, when it is not right. */
export function readJsonFile<T>(schema: z.ZodType<T, z.ZodTypeDef, unknown>, ...path: readonly string[]): T {
  const file = join(...path);
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} can’t be used: ${error instanceof Error ? error.message : 'unknown'}`, {
      cause: error,
    });
  }
}
