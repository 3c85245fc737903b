/** What templates would read as an expression, if it got into one. 60 of them, of plain visible characters that choices show as they are too. */
export const TEMPLATE_TRICKS: readonly string[] = templateTricks();

/** What a client would read as a link, a picture, a mention, a date, or as something that can't be seen. 80 of them. */
export const MARKUP_TRICKS: readonly string[] = markupTricks();

function templateTricks(): string[] {
  const inside = [
    '1+1',
    '$root',
    '$data',
    '$index',
    '$host',
    'displayName',
    'account',
    'partnerId',
    "json('1')",
    "isMatch('aa!','^(a+)+$')",
    "concat('a','b')",
    "if(true,'yes','no')",
    "utcNow('yyyy')",
    "uriHost('a')",
    'foreach($root, x, x)',
  ];
  const around: ((text: string) => string)[] = [
    (text) => `\${${text}}`,
    (text) => `a \${${text}} b`,
    (text) => `\${\${${text}}}`,
    (text) => `@{${text}}`,
  ];
  return inside.flatMap((text) => around.map((wrap) => wrap(text)));
}

function markupTricks(): string[] {
  const evil = 'https://evil.example/x';
  const shapes = [
    `[click](${evil})`,
    `![picture](${evil}.png)`,
    `<a href="${evil}">click</a>`,
    `<img src="${evil}.png">`,
    `<${evil}>`,
    '[x](javascript:alert(1))',
    '<at>Somebody</at>',
    '<at id="0">everyone</at>',
    '{{DATE(2026-01-01T00:00:00Z, SHORT)}}',
    '{{TIME(2026-01-01T00:00:00Z)}}',
    '**bold** _it_ ~~no~~ `code`',
    '# heading',
    '- list\r- list',
    '| a | b |\n|---|---|',
    '&lt;b&gt; &#91;x&#93;(y)',
    `[a]: ${evil}`,
  ];
  const around: ((text: string) => string)[] = [
    (text) => text,
    (text) => `\u202e${text}\u202c`,
    (text) => `\u2066${text}\u2069 \u200f`,
    (text) => Array.from(text).join('\u200b'),
    (text) => `Woodgrove \u00ad${text}\ufeff \u{e0041}`,
  ];
  return shapes.flatMap((text) => around.map((wrap) => wrap(text)));
}
