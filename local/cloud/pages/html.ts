/** HTML that is safe to put into a page: made by `html` or `raw` only. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

type Part = string | number | SafeHtml | readonly SafeHtml[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(part: Part): string {
  if (part instanceof SafeHtml) return part.text;
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  }
  return part.map((one) => one.text).join('');
}

/** A template whose values are escaped, unless they are SafeHtml themselves. */
export function html(literals: TemplateStringsArray, ...parts: Part[]): SafeHtml {
  return new SafeHtml(
    literals
      .map((literal, index) => literal + (index < parts.length ? render(parts[index] ?? '') : ''))
      .join(''),
  );
}

/** Nothing, where a piece of a page may be absent. */
export const NOTHING = new SafeHtml('');
