import type { Node } from 'web-tree-sitter';
import type { Declaration } from './bicep-file';
import { children } from './bicep-file';

/** What the expressions of one file may name. */
export interface Scope {
  readonly file: string;
  readonly declared: ReadonlyMap<string, Declaration>;
  /** The outputs of each module by its symbol. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every symbol that something named, by which the unused ones are found. */
  readonly used: Set<string>;
}

/** The version of a deployment inside of a deployment. */
export const DEPLOYMENTS = { type: 'Microsoft.Resources/deployments', version: '2022-09-01' } as const;

const OPERATORS: Readonly<Record<string, string>> = {
  '==': 'equals',
  '&&': 'and',
  '||': 'or',
  '>': 'greater',
  '<': 'less',
};

/** The value as an ARM template has it: JSON, with expressions in brackets. */
export function jsonOf(node: Node, scope: Scope): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        children(node).map((property) => {
          const [key, value] = pairOf(property);
          return [key.type === 'string' ? jsonOf(key, scope) : key.text, jsonOf(value, scope)];
        }),
      );
    case 'array':
      return children(node).map((item) => jsonOf(item, scope));
    case 'number':
    case 'boolean':
    case 'null':
      return JSON.parse(node.text) as unknown;
    case 'string':
      return children(node).some(({ type }) => type === 'interpolation')
        ? `[${expressionOf(node, scope)}]`
        : plainText(node);
    default:
      return `[${expressionOf(node, scope)}]`;
  }
}

/** The value as an ARM expression, without brackets. Throws at what is not declared or not known, with the line. */
export function expressionOf(node: Node, scope: Scope): string {
  const parts = (): string[] => children(node).map((child) => expressionOf(child, scope));
  switch (node.type) {
    case 'string':
      return textOf(node, scope);
    case 'number':
      return node.text;
    case 'boolean':
    case 'null':
      return `${node.text}()`;
    case 'array':
      return `createArray(${parts().join(', ')})`;
    case 'object':
      return `createObject(${children(node)
        .flatMap((property) => {
          const [key, value] = pairOf(property);
          return [key.type === 'string' ? textOf(key, scope) : `'${key.text}'`, expressionOf(value, scope)];
        })
        .join(', ')})`;
    case 'identifier':
      return named(node, scope);
    case 'parenthesized_expression':
      return parts().join('');
    case 'ternary_expression':
      return `if(${parts().join(', ')})`;
    case 'unary_expression':
      return `not(${parts().join('')})`;
    case 'binary_expression':
      return binary(node, parts());
    case 'call_expression':
      return called(node, scope);
    case 'member_expression':
    case 'subscript_expression':
      return member(node, scope);
    default:
      throw new Error(`${placeOf(node, scope)}: ${node.type} is not known here`);
  }
}

/** The resources and modules that an expression needs to be there, also through variables. */
export function neededBy(node: Node, scope: Scope): Set<string> {
  const found = new Set<string>();
  const look = (at: Node): void => {
    const declaration = at.type === 'identifier' ? scope.declared.get(at.text) : undefined;
    if (declaration?.kind === 'variable' && declaration.value !== undefined) look(declaration.value);
    if (declaration?.kind === 'resource' || declaration?.kind === 'module') found.add(declaration.name);
    const isProperty = at.type === 'object_property';
    for (const child of isProperty ? children(at).slice(1) : children(at)) look(child);
  };
  look(node);
  return found;
}

/** `resourceId(…)` of a resource or a module. */
export function idOf(declaration: Declaration, scope: Scope): string {
  const type = declaration.kind === 'module' ? DEPLOYMENTS.type : (declaration.type.split('@')[0] ?? '');
  return `resourceId('${type}', ${namesOf(declaration, scope).join(', ')})`;
}

/** The names of a resource, from its outermost parent to itself, as expressions. */
export function namesOf(declaration: Declaration, scope: Scope): string[] {
  const name = propertyOf(declaration, 'name');
  const parent = scope.declared.get(propertyOf(declaration, 'parent')?.text ?? '');
  if (parent !== undefined) scope.used.add(parent.name);
  return [
    ...(parent === undefined ? [] : namesOf(parent, scope)),
    name === undefined ? "''" : expressionOf(name, scope),
  ];
}

/** The value of a property at the top of a resource or a module. */
function propertyOf(declaration: Declaration, name: string): Node | undefined {
  const body = declaration.value === undefined ? [] : children(declaration.value);
  return body.map(pairOf).find(([key]) => key.text === name)?.[1];
}

/** Key and value of a property of an object. */
export function pairOf(property: Node): readonly [Node, Node] {
  const [key, value] = children(property);
  if (key === undefined || value === undefined) throw new Error(`${property.text} is no property`);
  return [key, value];
}

function named(node: Node, scope: Scope): string {
  const declaration = scope.declared.get(node.text);
  if (declaration === undefined) throw new Error(`${placeOf(node, scope)}: ${node.text} is not declared`);
  scope.used.add(node.text);
  if (declaration.kind === 'parameter') return `parameters('${node.text}')`;
  const { value } = declaration;
  if (declaration.kind !== 'variable' || value === undefined) {
    throw new Error(`${placeOf(node, scope)}: ${node.text} is no value`);
  }
  // What is known only while it is deployed can't stand in a variable of an ARM template.
  return isKnownLate(value, scope) ? expressionOf(value, scope) : `variables('${node.text}')`;
}

/** Whether a value depends on a resource or a module. */
export function isKnownLate(node: Node, scope: Scope): boolean {
  return neededBy(node, scope).size > 0;
}

function called(node: Node, scope: Scope): string {
  const [name, given] = children(node);
  const values = given === undefined ? [] : children(given).map((value) => expressionOf(value, scope));
  return `${name?.text ?? ''}(${values.join(', ')})`;
}

function binary(node: Node, [left = '', right = '']: string[]): string {
  const operator = node.children.find((child) => child !== null && !child.isNamed)?.text ?? '';
  if (operator === '!=') return `not(equals(${left}, ${right}))`;
  const name = OPERATORS[operator];
  if (name === undefined) throw new Error(`${operator} is not known here`);
  return `${name}(${left}, ${right})`;
}

function member(node: Node, scope: Scope): string {
  const [object, property] = children(node);
  if (object === undefined || property === undefined) throw new Error(`${placeOf(node, scope)}: incomplete`);
  const isIndex = node.type === 'subscript_expression';
  const declaration = object.type === 'identifier' ? scope.declared.get(object.text) : undefined;
  if (declaration?.kind === 'resource' || declaration?.kind === 'module') {
    scope.used.add(declaration.name);
    return ofResource(declaration, property, scope);
  }
  const before = expressionOf(object, scope);
  if (isIndex) return `${before}[${expressionOf(property, scope)}]`;
  const isOutput = object.type === 'member_expression' && isOutputsOf(object, scope);
  return isOutput ? `${before}.${property.text}.value` : `${before}.${property.text}`;
}

function isOutputsOf(node: Node, scope: Scope): boolean {
  const [object, property] = children(node);
  return property?.text === 'outputs' && scope.declared.get(object?.text ?? '')?.kind === 'module';
}

function ofResource(declaration: Declaration, property: Node, scope: Scope): string {
  const id = idOf(declaration, scope);
  if (declaration.kind === 'module') {
    const asked = property.parent?.parent;
    const output = asked === null || asked === undefined ? '' : (children(asked)[1]?.text ?? '');
    if (property.text !== 'outputs' || scope.outputs.get(declaration.name)?.has(output) !== true) {
      throw new Error(`${placeOf(property, scope)}: ${declaration.name} has no output ${output}`);
    }
    return `reference(${id}, '${DEPLOYMENTS.version}').outputs`;
  }
  const version = declaration.type.split('@')[1] ?? '';
  switch (property.text) {
    case 'id':
      return id;
    case 'name':
      return namesOf(declaration, scope).at(-1) ?? '';
    case 'properties':
      return `reference(${id}, '${version}')`;
    default:
      throw new Error(`${placeOf(property, scope)}: .${property.text} of a resource is not known here`);
  }
}

function textOf(node: Node, scope: Scope): string {
  const pieces = children(node);
  const values = pieces.filter(({ type }) => type === 'interpolation');
  if (values.length === 0) return quoted(plainText(node));
  let at = 0;
  const pattern = pieces
    .map((piece) => (piece.type === 'interpolation' ? `{${at++}}` : unescaped(piece.text)))
    .join('');
  const given = values.map((value) => expressionOf(children(value)[0] ?? value, scope));
  return `format(${[quoted(pattern), ...given].join(', ')})`;
}

function plainText(node: Node): string {
  return children(node)
    .map(({ text }) => unescaped(text))
    .join('');
}

function unescaped(text: string): string {
  return text.replace(/\\(['\\$])/g, '$1').replaceAll('\\n', '\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function placeOf(node: Node, { file }: Scope): string {
  return `${file}:${node.startPosition.row + 1}`;
}
