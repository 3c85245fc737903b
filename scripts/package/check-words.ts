import type { Manifest } from './manifest';
import type { PackageProblem } from './package-problem';

const WHERE = 'appPackage/manifest.json';
/** The store refuses them in the name of an app by somebody else. */
const PRODUCT_NAMES =
  /\b(microsoft|teams|azure|office|365|m365|entra|copilot|outlook|sharepoint|onedrive|windows|power ?(bi|apps)|dynamics|bing)\b/i;
/** The store's limits beside those of the schema. */
const MOST_WORDS = 500;
const MOST_COMMANDS = 12;
const LONGEST_TITLE = 32;

/** What the store says about names, descriptions and commands. */
export function checkWords(manifest: Manifest): PackageProblem[] {
  const { name, description, bots } = manifest;
  const problem = (where: string, wrong: string, fix: string): PackageProblem => ({
    where: `${WHERE} ${where}`,
    wrong,
    fix,
  });
  const names = (['short', 'full'] as const)
    .filter((kind) => PRODUCT_NAMES.test(name[kind]))
    .map((kind) => problem(`name.${kind}`, 'has the name of a Microsoft product', 'leave it out'));
  const short = description.short;
  const isSentence = /^[^.!?]+\.?$/.test(short) && !/\bapp\b/i.test(short);
  const lists = (bots[0]?.commandLists ?? []).flatMap(({ commands }, index) => {
    const where = `bots[0].commandLists[${index}]`;
    const titles = commands.map(({ title }) => title);
    return [
      ...(titles.length > MOST_COMMANDS
        ? [problem(where, `has ${titles.length} commands`, `keep at most ${MOST_COMMANDS}`)]
        : []),
      ...(new Set(titles).size < titles.length
        ? [problem(where, 'has a command twice', 'name it once')]
        : []),
      ...titles
        .filter((title) => title.length > LONGEST_TITLE)
        .map((title) =>
          problem(where, `"${title}" is long`, `keep at most ${LONGEST_TITLE} characters, as clients cut it`),
        ),
    ];
  });
  return [
    ...names,
    ...(isSentence
      ? []
      : [problem('description.short', 'is not one sentence without the word "app"', 'say it in one')]),
    ...(description.full.split(/\s+/).length > MOST_WORDS
      ? [problem('description.full', 'has too many words', `keep at most ${MOST_WORDS}`)]
      : []),
    ...lists,
  ];
}
