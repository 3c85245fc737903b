import { cleanText } from './clean-text';

const LOOKALIKES: Readonly<Record<string, string>> = {
  '[': '(',
  ']': ')',
  '<': '‹',
  '>': '›',
  '*': '∗',
  '`': 'ʼ',
  '~': '∼',
  '\\': '⧵',
  '|': '∣',
};
const MARKUP = /[[\]<>*`~\\|]/g;
/** An underscore emphasizes only at the edge of a word. */
const EDGE_UNDERSCORE = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const ENTITY = /&(?=#?\w+;)/g;
/** A list or heading mark counts only before an ordinary space. */
const FIRST_SPACE = /^(\S+) /;

/**
 * Text for the title of a choice. Renderers read the titles of an expanded choice set as markdown and those of a
 * dropdown as plain text, so escaping would show in one of them: marks are replaced by look-alikes instead.
 */
export function choiceText(value: unknown, maxLength: number): string {
  return cleanText(value, maxLength)
    .replace(MARKUP, (mark) => LOOKALIKES[mark] ?? '')
    .replace(EDGE_UNDERSCORE, '＿')
    .replace(ENTITY, '＆')
    .replace(FIRST_SPACE, '$1\u00A0');
}
