import type { Label } from '../../model/label';
import type { Phrases } from './phrases';
import type { Lists } from './word-lists';
import type { Word } from '../text/words';

/** Finds the label of a clause by the words it is made of; undefined when a word is strange or a need is unmet. */
export type ReadRules = (words: readonly Word[], hasTail: boolean) => Label | undefined;

interface Rule {
  readonly label: Label;
  readonly needs: readonly ReadonlySet<string>[];
  readonly allowed: ReadonlySet<string>;
  readonly tail: boolean;
}

function fits(rule: Rule, words: readonly Word[]): boolean {
  return (
    words.every(({ text }) => rule.allowed.has(text)) &&
    rule.needs.every((need) => words.some(({ text }) => need.has(text)))
  );
}

/**
 * Compiles the rules. A rule knows all words it may meet, so a sentence about anything else ("link my LinkedIn",
 * "don't link", "how do I link") fits none.
 */
export function createRules(rules: Phrases['rules'], lists: Lists): ReadRules {
  const compiled = rules.map(({ label, needs, allows, tail }): Rule => {
    const sets = needs.map(lists);
    return {
      label,
      needs: sets,
      allowed: new Set([...sets, lists(allows)].flatMap((set) => [...set])),
      tail,
    };
  });
  // Most messages have a word that no rule allows, and need not be held against each of some hundred.
  const allowedSomewhere = new Set(compiled.flatMap(({ allowed }) => [...allowed]));
  return (words, hasTail) =>
    words.every(({ text }) => allowedSomewhere.has(text))
      ? compiled.find((rule) => (rule.tail || !hasTail) && fits(rule, words))?.label
      : undefined;
}
