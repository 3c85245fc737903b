import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Concern, Entry, Guide } from '../../../src/knowledge/entry';
import { loadKnowledge } from '../../../src/knowledge/load-knowledge';
import type { Language } from '../../../src/model/language';

const FOLDER = join(__dirname, '../../../knowledge');

/** One file of the knowledge, with its texts sorted by where a reader meets them. */
export interface Written {
  /** Below the folder of the language, such as `guides/zero-trust.json`. */
  readonly file: string;
  /** Questions and titles. */
  readonly headings: readonly string[];
  /** Sentences, paragraph by paragraph. */
  readonly prose: readonly string[];
  readonly commands: readonly CommandSet[];
  /** Whatever has to be the same in every language. */
  readonly frame: unknown;
}

export type CommandSet = NonNullable<Entry['commands']>[number];

/** The knowledge of a language as the bot loads it. */
export const knowledgeIn = (language: Language) => loadKnowledge(FOLDER, language);

/** The names of a language's files, in order. */
export function filesIn(language: Language): string[] {
  return ['', 'guides/', 'customer/']
    .flatMap((folder) => readdirSync(join(FOLDER, language, folder)).map((name) => `${folder}${name}`))
    .filter((name) => name.includes('.'))
    .sort();
}

/** Every file of a language. */
export function writtenIn(language: Language): readonly Written[] {
  const knowledge = knowledgeIn(language);
  return filesIn(language).flatMap((file): Written[] => {
    const [id, folder] = file.replace('.json', '').split('/').reverse();
    const guide = folder === 'guides' ? knowledge.guide(id ?? '') : undefined;
    const concern = folder === 'customer' ? knowledge.concern(id ?? '') : undefined;
    const entry = folder === undefined ? knowledge.entry(id ?? '') : undefined;
    if (guide) return [ofGuide(file, guide)];
    if (concern) return [ofConcern(file, concern)];
    return entry ? [ofEntry(file, entry)] : [];
  });
}

function ofEntry(file: string, entry: Entry): Written {
  const { id, related, next, reviewed, steps = [], tables = [], commands = [], customer } = entry;
  return {
    file,
    headings: [entry.question, ...(customer ? [customer.title] : [])],
    prose: [
      entry.short,
      ...entry.long,
      ...steps,
      ...tables.map((table) => table.title),
      ...(customer?.text ?? []),
    ],
    commands,
    frame: {
      ...{ id, related, next, reviewed, long: entry.long.length, steps: steps.length },
      tables: tables.map(({ rows }) => rows.length),
      ...{ commands: linesOf(commands), customer: customer?.text.length, sources: urlsOf(entry) },
    },
  };
}

function ofGuide(file: string, guide: Guide): Written {
  const { id, reviewed, warning, steps, commands = [] } = guide;
  return {
    file,
    headings: [guide.title],
    prose: [guide.intro, ...(warning === undefined ? [] : [warning]), ...steps],
    commands,
    frame: {
      ...{ id, reviewed, isWarned: warning !== undefined, steps: steps.length },
      ...{ commands: linesOf(commands), sources: urlsOf(guide) },
    },
  };
}

function ofConcern(file: string, concern: Concern): Written {
  const { id, reviewed, text, plain } = concern;
  return {
    file,
    headings: [concern.concern, concern.title],
    prose: [...text, ...plain],
    commands: [],
    frame: { id, reviewed, text: text.length, plain: plain.length, sources: urlsOf(concern) },
  };
}

const linesOf = (commands: readonly CommandSet[]) => commands.map(({ lines }) => lines);

const urlsOf = ({ sources }: Pick<Entry, 'sources'>) => sources.map(({ url }) => url);
