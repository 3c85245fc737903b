import { dirname, join } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Declaration } from './bicep-file';
import { children, readBicep } from './bicep-file';
import type { Scope } from './expression';
import {
  DEPLOYMENTS,
  expressionOf,
  idOf,
  isKnownLate,
  jsonOf,
  namesOf,
  neededBy,
  pairOf,
} from './expression';

/** An ARM template, as far as this project looks into one. */
export interface Template {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const SCHEMA = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
/** Decorators that become a field of the parameter, by their Bicep name. */
const LIMITS: Readonly<Record<string, string>> = {
  allowed: 'allowedValues',
  minLength: 'minLength',
  maxLength: 'maxLength',
  minValue: 'minValue',
  maxValue: 'maxValue',
};
/** What stands in a body of Bicep and elsewhere, or nowhere, in ARM. */
const NOT_COPIED = ['name', 'parent', 'scope', 'dependsOn'];

/**
 * The ARM template of a Bicep file and its modules, for the part of the language that this project uses. Throws where
 * something is not declared, not used, not handed to a module, or not known.
 */
export function templateOf(parser: Parser, file: string): Template {
  const declarations = readBicep(parser, file);
  const modules = new Map(
    declarations
      .filter(({ kind }) => kind === 'module')
      .map(({ name, type }) => [name, templateOf(parser, join(dirname(file), type))]),
  );
  const scope: Scope = {
    file,
    declared: new Map(declarations.filter(({ kind }) => kind !== 'output').map((one) => [one.name, one])),
    outputs: new Map([...modules].map(([name, { outputs }]) => [name, new Set(Object.keys(outputs))])),
    used: new Set(),
  };
  const all = (kind: Declaration['kind']): Declaration[] => declarations.filter((one) => one.kind === kind);
  const template: Template = {
    $schema: SCHEMA,
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(all('parameter').map((one) => [one.name, parameter(one, scope)])),
    variables: Object.fromEntries(
      all('variable').flatMap(({ name, value }) =>
        value === undefined || isKnownLate(value, scope) ? [] : [[name, jsonOf(value, scope)]],
      ),
    ),
    resources: [
      ...all('resource')
        .filter(({ isExisting }) => !isExisting)
        .map((one) => resource(one, scope)),
      ...all('module').map((one) => deployment(one, modules.get(one.name), scope)),
    ],
    outputs: Object.fromEntries(all('output').map((one) => [one.name, output(one, scope)])),
  };
  const unused = [...all('parameter'), ...all('variable')].filter(({ name }) => !scope.used.has(name));
  if (unused.length > 0) throw new Error(`${file}: not used: ${unused.map(({ name }) => name).join(', ')}`);
  return template;
}

function parameter({ type, decorators, value }: Declaration, scope: Scope): Record<string, unknown> {
  const limits = Object.entries(LIMITS).flatMap(([name, field]) => {
    const limit = decorators.get(name);
    return limit === undefined ? [] : [[field, jsonOf(limit, scope)]];
  });
  return {
    type,
    ...(value === undefined ? {} : { defaultValue: jsonOf(value, scope) }),
    ...(Object.fromEntries(limits) as Record<string, unknown>),
    ...metadata(decorators, scope),
  };
}

function resource(one: Declaration, scope: Scope): Record<string, unknown> {
  const [type = '', apiVersion = ''] = one.type.split('@');
  const names = namesOf(one, scope);
  const body = new Map(
    (one.value === undefined ? [] : children(one.value)).map(pairOf).map(([key, value]) => [key.text, value]),
  );
  const outside = scope.declared.get(body.get('scope')?.text ?? '');
  const last = names.length === 1 ? jsonOf(body.get('name') ?? fail(one), scope) : undefined;
  return {
    ...condition(one, scope),
    type,
    apiVersion,
    name: last ?? `[format('${names.map((_, at) => `{${at}}`).join('/')}', ${names.join(', ')})]`,
    ...(outside === undefined ? {} : { scope: `[${idOf(outside, scope)}]` }),
    ...Object.fromEntries(
      [...body]
        .filter(([key]) => !NOT_COPIED.includes(key))
        .map(([key, value]) => [key, jsonOf(value, scope)]),
    ),
    ...dependencies(one, scope),
  };
}

function deployment(one: Declaration, template: Template | undefined, scope: Scope): Record<string, unknown> {
  const body = new Map(
    (one.value === undefined ? [] : children(one.value)).map(pairOf).map(([key, value]) => [key.text, value]),
  );
  const params = body.get('params');
  const given = new Map(
    (params === undefined ? [] : children(params)).map(pairOf).map(([key, value]) => [key.text, value]),
  );
  const known = Object.entries(template?.parameters ?? {});
  const missing = known.filter(([name, { defaultValue }]) => defaultValue === undefined && !given.has(name));
  const unknown = [...given.keys()].filter((name) => !known.some(([other]) => other === name));
  if (missing.length + unknown.length > 0) {
    const names = [...missing.map(([name]) => `lacks ${name}`), ...unknown.map((name) => `has no ${name}`)];
    throw new Error(`${scope.file}: the module ${one.name} ${names.join(', ')}`);
  }
  return {
    ...condition(one, scope),
    type: DEPLOYMENTS.type,
    apiVersion: DEPLOYMENTS.version,
    name: jsonOf(body.get('name') ?? fail(one), scope),
    properties: {
      expressionEvaluationOptions: { scope: 'inner' },
      mode: 'Incremental',
      parameters: Object.fromEntries(
        [...given].map(([name, value]) => [name, { value: jsonOf(value, scope) }]),
      ),
      template,
    },
    ...dependencies(one, scope),
  };
}

function condition({ condition: when }: Declaration, scope: Scope): { condition?: string } {
  return when === undefined ? {} : { condition: `[${expressionOf(when, scope)}]` };
}

function dependencies(one: Declaration, scope: Scope): { dependsOn?: string[] } {
  const needed = one.value === undefined ? [] : [...neededBy(one.value, scope)];
  const made = needed.flatMap((name) => {
    const other = scope.declared.get(name);
    return other === undefined || other.isExisting || other === one ? [] : [`[${idOf(other, scope)}]`];
  });
  return made.length === 0 ? {} : { dependsOn: made.sort() };
}

function output({ type, value, decorators }: Declaration, scope: Scope): Record<string, unknown> {
  if (value === undefined) throw new Error(`${scope.file}: an output without a value`);
  return { type, ...metadata(decorators, scope), value: jsonOf(value, scope) };
}

function metadata(decorators: Declaration['decorators'], scope: Scope): { metadata?: object } {
  const description = decorators.get('description');
  return description === undefined ? {} : { metadata: { description: jsonOf(description, scope) } };
}

function fail({ name }: Declaration): never {
  throw new Error(`${name} has no name`);
}
