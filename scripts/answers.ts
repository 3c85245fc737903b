import { FAQ_LABELS } from '../src/model/label';
import { missingParts } from './answers/missing-parts';

/** Names what the answers still lack, file by file. Run by `npm run answers`, from the folder of the project. */
function main(root: string): number {
  const lacking = FAQ_LABELS.map((label) => ({ label, parts: missingParts(root, label) })).filter(
    ({ parts }) => parts.length > 0,
  );
  for (const { label, parts } of lacking) process.stdout.write(`${[label, ...parts].join('\n  ')}\n`);
  process.stdout.write(`${FAQ_LABELS.length} answers, ${lacking.length} of them not whole yet\n`);
  return lacking.length === 0 ? 0 : 1;
}

process.exitCode = main(process.cwd());
