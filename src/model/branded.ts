import { z } from 'zod';

/** A schema for texts that a parser of ours turns into one of our own types; what it refuses is an issue. */
export function branded<T extends string>(parse: (text: string) => T | undefined) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: z.ZodIssueCode.custom, message: 'malformed identifier' });
    return z.NEVER;
  });
}
