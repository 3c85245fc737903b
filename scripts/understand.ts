import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { loadTrainingContent } from './train/content';
import { loadPhrases, loadUnderstanding, weightsFileOf } from '../src/understanding/load-understanding';
import type { Understand } from '../src/understanding/understand';
import { crossValidate } from './understanding/cross-validate';
import { evaluate } from './understanding/evaluate';
import { figuresByStyle, figuresOf, printFigure, reachesBar } from './understanding/figures';
import type { Judged } from './understanding/figures';
import { readLabelled, readTexts } from './understanding/labelled-lines';
import { nearDuplicateOf } from './understanding/near-duplicates';
import { readLine } from './understanding/read-line';

const USAGE = `npm run understand -- FILE              JSON lines with "text": one JSON line out for each
npm run understand                      plain lines from standard input
npm run understand -- --evaluate FILE   the figures against "label"; --bars fails below the bars,
                                        --mistakes lists what was understood as something else
npm run understand -- --cross-validate  the figures of the examples, each left out of the training;
                                        with --locale, of the examples of that language
--locale de                             the language of the client, for messages that don't show their own`;

const STANDARD_INPUT = 0;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function list(mistakes: readonly Judged[]): void {
  for (const { wanted, got } of mistakes) print(JSON.stringify({ wanted: wanted.label, ...got }));
}

function readOut(load: () => Understand, file: string | undefined, locale: string | undefined): number {
  const understanding = load();
  const texts =
    file === undefined
      ? readFileSync(STANDARD_INPUT, 'utf8')
          .replace(/\r?\n$/, '')
          .split(/\r?\n/)
      : readTexts(readFileSync(file, 'utf8'));
  for (const text of texts) print(JSON.stringify(readLine(understanding, text, locale)));
  return 0;
}

function evaluateFile(
  load: () => Understand,
  file: string,
  shown: { bars?: boolean; mistakes?: boolean; locale?: string },
): number {
  const lines = readLabelled(readFileSync(file, 'utf8'));
  const examples = loadTrainingContent('content').examples.map(({ text }) => text);
  const { figures, unlikeExamples, byStyle, mistakes } = evaluate(
    load,
    lines,
    nearDuplicateOf(examples),
    shown.locale,
  );
  print(`${file}: ${lines.length} messages`);
  for (const figure of [...figures, ...byStyle]) print(printFigure(figure));
  print(
    `\nOnly the ${unlikeExamples.count} messages that share less than 60 % of their words with every example`,
  );
  for (const figure of unlikeExamples.figures) print(printFigure(figure));
  if (shown.mistakes) list(mistakes);
  return shown.bars && ![...figures, ...unlikeExamples.figures].every(reachesBar) ? 1 : 0;
}

function crossValidateExamples(root: string, shown: { mistakes?: boolean; locale?: string }): number {
  const contentFolder = join(root, 'content');
  const judged = crossValidate(loadTrainingContent(contentFolder), loadPhrases(contentFolder)).filter(
    ({ language }) => shown.locale === undefined || language === shown.locale,
  );
  print(`${judged.length} examples, each understood by what was learnt from four fifths of the others`);
  // The bars are for messages as people write them.
  for (const { name, value, unit } of [...figuresOf(judged), ...figuresByStyle(judged)])
    print(printFigure({ name, value, unit }));
  if (shown.mistakes) list(judged.filter(({ wanted, got }) => wanted.label !== got.label));
  return 0;
}

/** Shows what the bot makes of messages, or how well. Run by `npm run understand`, from the folder of the project. */
function main(root: string): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      evaluate: { type: 'string' },
      bars: { type: 'boolean' },
      mistakes: { type: 'boolean' },
      locale: { type: 'string' },
      'cross-validate': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  if (values['cross-validate']) return crossValidateExamples(root, values);
  const load = (): Understand => loadUnderstanding(join(root, 'content'), weightsFileOf(root));
  return values.evaluate === undefined
    ? readOut(load, positionals[0], values.locale)
    : evaluateFile(load, values.evaluate, values);
}

try {
  process.exitCode = main(process.cwd());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'unknown'}\n\n${USAGE}\n`);
  process.exitCode = 2;
}
