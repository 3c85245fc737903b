import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Node, Parser } from 'web-tree-sitter';
import type { Declaration } from './bicep-file';
import { children, propertiesOf, readBicep } from './bicep-file';

/**
 * What does not fit together in a Bicep file and its modules, in words: a name that is not declared, a parameter or
 * variable that nothing uses, a parameter that a module lacks or does not know, an output that a module has not. What
 * only Azure knows (the types of properties) is found by `az deployment group what-if`.
 */
export function bicepFaults(parser: Parser, file: string): string[] {
  const declarations = readBicep(parser, file);
  const declared = new Map(
    declarations.filter(({ kind }) => kind !== 'output').map((one) => [one.name, one]),
  );
  const modules = declarations.filter(({ kind }) => kind === 'module');
  const named = declarations.flatMap(({ value, condition }) => [value, condition]).flatMap(namesIn);
  const used = new Set(named.map(({ text }) => text));
  return [
    ...named
      .filter(({ text }) => !declared.has(text))
      .map((node) => `${placeOf(file, node)}: ${node.text} is not declared`),
    ...declarations
      .filter(({ kind, name }) => ['parameter', 'variable'].includes(kind) && !used.has(name))
      .map(({ name }) => `${file}: ${name} is not used`),
    ...modules.flatMap((one) => moduleFaults(parser, file, one, declarations)),
  ];
}

function moduleFaults(parser: Parser, file: string, one: Declaration, all: readonly Declaration[]): string[] {
  const path = join(dirname(file), one.type);
  if (!existsSync(path)) return [`${file}: there is no ${one.type}`];
  const own = readBicep(parser, path);
  const parameters = own.filter(({ kind }) => kind === 'parameter');
  const outputs = own.filter(({ kind }) => kind === 'output').map(({ name }) => name);
  const given = [...propertiesOf(propertiesOf(one.value).get('params')).keys()];
  const asked = all
    .flatMap(({ value, condition }) => [value, condition])
    .flatMap((node) => outputsAsked(node, one.name));
  return [
    ...parameters
      .filter(({ name, value }) => value === undefined && !given.includes(name))
      .map(({ name }) => `${file}: the module ${one.name} lacks ${name}`),
    ...given
      .filter((name) => !parameters.some((parameter) => parameter.name === name))
      .map((name) => `${file}: the module ${one.name} has no parameter ${name}`),
    ...asked
      .filter((name) => !outputs.includes(name))
      .map((name) => `${file}: the module ${one.name} has no output ${name}`),
    ...bicepFaults(parser, path),
  ];
}

/** The identifiers that stand for a value: no keys, no properties, no functions. */
function namesIn(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  if (node.type === 'identifier') return [node];
  const isNamedFirst = node.type === 'object_property' || node.type === 'call_expression';
  const [first, ...rest] = children(node);
  const isKey = isNamedFirst && first?.type === 'identifier';
  return [...(first === undefined || isKey ? [] : [first]), ...rest].flatMap(namesIn);
}

/** The names of the outputs of this module that an expression asks for: `<module>.outputs.<name>`. */
function outputsAsked(node: Node | undefined, module: string): string[] {
  if (node === undefined) return [];
  const [, name] = new RegExp(`^${module}\\.outputs\\.(\\w+)$`).exec(node.text) ?? [];
  return name === undefined ? children(node).flatMap((child) => outputsAsked(child, module)) : [name];
}

function placeOf(file: string, node: Node): string {
  return `${file}:${node.startPosition.row + 1}`;
}
