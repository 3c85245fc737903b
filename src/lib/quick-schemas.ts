import { z } from 'zod';

/**
 * What `z.preprocess` and `transform` do, for schemas that every message goes through. Those of the library make an object
 * with an accessor each time they parse; V8 gives each of these a hidden class of its own, and collecting them took
 * longer than everything else that is done to read an activity (docs/BENCH.md).
 */
class Prepared<T extends z.ZodTypeAny> extends z.ZodType<T['_output'], z.ZodTypeDef, unknown> {
  constructor(
    private readonly prepare: (value: unknown) => unknown,
    private readonly inner: T,
  ) {
    super({});
  }

  override _parse({ data, path, parent }: z.ParseInput): z.ParseReturnType<T['_output']> {
    return this.inner._parse({ data: this.prepare(data), path, parent }) as z.ParseReturnType<T['_output']>;
  }
}

class ParsedText<T> extends z.ZodType<T, z.ZodTypeDef, string> {
  constructor(private readonly parser: (text: string) => T | undefined) {
    super({});
  }

  override _parse(input: z.ParseInput): z.ParseReturnType<T> {
    const value = typeof input.data === 'string' ? this.parser(input.data) : undefined;
    if (value !== undefined) return z.OK(value);
    const message = 'malformed identifier';
    z.addIssueToContext(this._getOrReturnCtx(input), { code: z.ZodIssueCode.custom, message });
    return z.INVALID;
  }
}

/** The schema, given what `prepare` makes of a value. */
export function prepared<T extends z.ZodTypeAny>(
  prepare: (value: unknown) => unknown,
  inner: T,
): Prepared<T> {
  return new Prepared(prepare, inner);
}

/** A schema for texts that a parser of ours turns into one of our own types; what it refuses is an issue. */
export function branded<T>(parse: (text: string) => T | undefined): z.ZodType<T, z.ZodTypeDef, string> {
  return new ParsedText(parse);
}
