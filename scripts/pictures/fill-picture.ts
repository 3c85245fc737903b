import type { PictureLook } from '../../src/model/picture';

interface Colours {
  readonly ground: string;
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly box: string;
  readonly tag: string;
  readonly onTag: string;
}

const COLOURS: Readonly<Record<PictureLook, Colours>> = {
  light: {
    ground: '#f7f9fb',
    text: '#1b1f24',
    soft: '#4f5963',
    line: '#35689a',
    box: '#ffffff',
    tag: '#ffd27a',
    onTag: '#3a2a00',
  },
  dark: {
    ground: '#1e242b',
    text: '#e6e9ec',
    soft: '#b4bdc6',
    line: '#7cc0e8',
    box: '#2a323b',
    tag: '#ffd27a',
    onTag: '#3a2a00',
  },
};

function styleOf({ ground, text, soft, line, box, tag, onTag }: Colours): string {
  return [
    `text { font: 500 18px "Segoe UI", "DejaVu Sans", sans-serif; text-anchor: middle; fill: ${text} }`,
    `.soft { font-size: 15px; font-weight: 400; fill: ${soft} }`,
    `.on-tag { fill: ${onTag} } .ground { fill: ${ground} } .tag { fill: ${tag} }`,
    `.box, .pill { fill: ${box}; stroke: ${line}; stroke-width: 1.5 }`,
    `.frame { fill: none; stroke: ${soft}; stroke-width: 1.5; stroke-dasharray: 6 5 }`,
    `.arrow { fill: none; stroke: ${line}; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round }`,
    `.icon { fill: ${line} } .open { fill: none; stroke: ${line}; stroke-width: 2.5; stroke-linejoin: round }`,
  ].join(' ');
}

/** A drawing with its words and colours in place; throws when a word is missing or has no place in it. */
export function filledPicture(
  template: string,
  labels: Readonly<Record<string, string>>,
  look: PictureLook,
): string {
  const values: Readonly<Record<string, string>> = { ...labels, style: styleOf(COLOURS[look]) };
  const strange = Object.keys(values).find((name) => !template.includes(`{${name}}`));
  if (strange !== undefined) throw new Error(`The drawing has no place for "${strange}".`);
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The drawing has no word for "${name}".`);
    return value.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  });
}
