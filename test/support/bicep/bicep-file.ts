import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Node } from 'web-tree-sitter';
import { Language, Parser } from 'web-tree-sitter';

/** One declaration of a Bicep file: a parameter, a variable, a resource, a module or an output. */
export interface Declaration {
  readonly kind: 'parameter' | 'variable' | 'resource' | 'module' | 'output';
  readonly name: string;
  /** Its decorators by name, each with what stands in its brackets. */
  readonly decorators: ReadonlyMap<string, Node>;
  /** `string`, `int`, `array`, … of a parameter or an output; type and version of a resource; path of a module. */
  readonly type: string;
  /** The value, the body; absent for a parameter without a default. */
  readonly value?: Node;
  readonly condition?: Node;
  readonly isExisting: boolean;
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = {
  parameter_declaration: 'parameter',
  variable_declaration: 'variable',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
};

/** A parser of Bicep's syntax, from the grammar that editors use. */
export async function createBicepParser(): Promise<Parser> {
  await Parser.init();
  const parser = new Parser();
  const folder = dirname(require.resolve('tree-sitter-bicep/package.json'));
  const grammar = Uint8Array.from(readFileSync(join(folder, 'tree-sitter-bicep.wasm')));
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

/** The declarations of a file in their order. Throws where the text is not Bicep, with the line. */
export function readBicep(parser: Parser, file: string): readonly Declaration[] {
  // The grammar is older than this statement, which says only where types come from.
  const text = readFileSync(file, 'utf8').replace(/^extension \w+$/m, '');
  const tree = parser.parse(text);
  if (tree === null || tree.rootNode.hasError) {
    const line = (tree === null ? undefined : firstError(tree.rootNode))?.startPosition.row ?? 0;
    throw new Error(`${file}:${line + 1} is not Bicep`);
  }
  const declarations: Declaration[] = [];
  let decorators = new Map<string, Node>();
  for (const node of children(tree.rootNode)) {
    if (node.type === 'decorators') decorators = decoratorsIn(node);
    const kind = KINDS[node.type];
    if (kind === undefined) continue;
    declarations.push({ kind, decorators, ...partsOf(kind, node) });
    decorators = new Map();
  }
  return declarations;
}

/** The named children of a node, without comments. */
export function children(node: Node): Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && child.type !== 'comment');
}

/** The values of an object by their keys; empty for anything else. */
export function propertiesOf(node: Node | undefined): Map<string, Node> {
  const pairs = node?.type === 'object' ? children(node).map(children) : [];
  return new Map(
    pairs.flatMap(([key, value]) =>
      key === undefined || value === undefined ? [] : [[textOf(key), value] as const],
    ),
  );
}

/** What a string says, without its quotes; the source of anything else. */
export function textOf(node: Node): string {
  return node.type === 'string' ? node.text.slice(1, -1) : node.text;
}

function firstError(node: Node): Node | undefined {
  if (node.type === 'ERROR' || node.isMissing) return node;
  return node.children.flatMap((child) => (child === null ? [] : (firstError(child) ?? [])))[0];
}

function decoratorsIn(node: Node): Map<string, Node> {
  return new Map(
    children(node).flatMap((decorator) => {
      const [call] = children(decorator);
      const [name, given] = call === undefined ? [] : children(call);
      const [value] = given === undefined ? [] : children(given);
      return name === undefined || value === undefined ? [] : [[name.text, value] as const];
    }),
  );
}

function partsOf(kind: Declaration['kind'], node: Node): Omit<Declaration, 'kind' | 'decorators'> {
  const [name, ...rest] = children(node);
  const typed = kind === 'variable' ? undefined : rest.shift();
  const last = rest[0];
  const isConditional = last?.type === 'if_statement';
  const [condition, body] = isConditional ? children(last) : [undefined, last];
  return {
    name: name?.text ?? '',
    type: (typed?.text ?? '').replaceAll("'", ''),
    isExisting: node.children.some((child) => child?.type === 'existing' || child?.text === 'existing'),
    ...(body === undefined ? {} : { value: body }),
    ...(condition === undefined ? {} : { condition }),
  };
}
