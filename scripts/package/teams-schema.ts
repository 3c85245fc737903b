import { readFileSync } from 'node:fs';

import addFormats from 'ajv-formats';
import Ajv from 'ajv-draft-04';
import type { AnySchemaObject } from 'ajv';

/** A schema of Teams, as @microsoft/app-manifest has it in its package: nothing is asked for on the network. */
export type TeamsSchema = 'MicrosoftTeams.schema.json' | 'MicrosoftTeams.Localization.schema.json';

const schemas = new Map<string, AnySchemaObject>();

/** Reads a schema of a manifest version, such as `v1.25`, once; throws when there is none. */
export function readTeamsSchema(version: string, name: TeamsSchema): AnySchemaObject {
  const file = require.resolve(`@microsoft/app-manifest/build/json-schemas/teams/${version}/${name}`);
  const schema = schemas.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as AnySchemaObject);
  schemas.set(file, schema);
  return schema;
}

/** Keeps what it has compiled, by schema object: compiling takes half a second. */
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats(ajv, ['uri', 'email', 'regex']);

/**
 * What a schema says about a value, one line a place. The validator of @microsoft/app-manifest itself can't compile
 * the localization schema (two of its patterns are no Unicode ones), and needs a package that it doesn't declare.
 */
export function faultsBySchema(value: unknown, schema: AnySchemaObject): string[] {
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const place = instancePath === '' ? 'the whole' : instancePath.slice(1).replaceAll('/', '.');
    const { additionalProperty, allowedValues } = params as Record<string, unknown>;
    const detail = additionalProperty ?? allowedValues;
    return `${place} ${message ?? 'is not right'}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
  });
}
