import type { AppFiles } from './app-files';
import { checkAddresses, TOKEN_SERVICE_DOMAIN } from './check-addresses';
import { checkIcons } from './check-icons';
import { checkLanguages } from './check-languages';
import { checkSchema } from './check-schema';
import { checkWords } from './check-words';
import { readManifest } from './manifest';
import type { Manifest } from './manifest';
import type { PackageProblem } from './package-problem';
import { fillPlaceholders, NO_HOST } from './placeholders';
import { namesInZip, zipOf } from './zip';

/** What a package is made for. */
export interface PackageRequest {
  readonly files: AppFiles;
  /** The values of the environment. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The env file that they stand in, for what is said about them. */
  readonly from: string;
  /** The version in package.json: the one place where it stands. */
  readonly version: string;
  readonly mayBeTunnel: boolean;
}

/** A package that can be uploaded, or everything that is wrong with it at once. */
export type PackageResult =
  | {
      readonly ok: true;
      readonly zip: Buffer;
      readonly manifest: Manifest;
      /** The manifest as it stands in the zip. */
      readonly text: string;
    }
  | { readonly ok: false; readonly problems: readonly PackageProblem[] };

const WHERE = 'appPackage/manifest.json';

/** Fills the manifest, checks everything that can be checked offline, and makes the zip in memory. */
export function makePackage(request: PackageRequest): PackageResult {
  const { from } = request;
  const values = withDerived(request);
  const filled = fillPlaceholders(request.files.manifest, values, from);
  const languages = new Map(
    [...request.files.languages].map(([name, text]) => [name, fillPlaceholders(text, values, from).json]),
  );
  const files: AppFiles = { ...request.files, languages };
  const json = parsedObject(filled.json);
  if (json === undefined) {
    const problem = { where: WHERE, wrong: 'is not JSON', fix: 'look for a comma or a quote' };
    return { ok: false, problems: [...filled.problems, problem] };
  }
  const finished = finish(json, values);
  const read = readManifest(finished);
  const problems = [
    ...filled.problems,
    ...checkSchema(finished),
    ...checkIcons(files.icons),
    ...('manifest' in read
      ? manifestProblems(read.manifest, { ...request, files }, values, filled.problems.length > 0)
      : read.faults.map((fault) => ({ where: WHERE, wrong: fault, fix: 'put it there' }))),
  ];
  if (!('manifest' in read) || problems.length > 0) return { ok: false, problems };
  return zipped(finished, read.manifest, files);
}

function manifestProblems(
  manifest: Manifest,
  { files, version, mayBeTunnel }: PackageRequest,
  values: PackageRequest['values'],
  hasGaps: boolean,
): PackageProblem[] {
  const rules = {
    publicUrl: values['PUBLIC_URL'] ?? '',
    botDomain: values['BOT_DOMAIN'] ?? NO_HOST,
    hasOAuthConnection: hasOAuthConnection(values),
    mayBeTunnel,
  };
  const stated = manifest.localizationInfo.additionalLanguages.map(({ file }) => file);
  const languages = [...files.languages.keys()];
  return [
    ...checkWords(manifest),
    // Held against values that are missing, an address can't be right.
    ...(hasGaps ? [] : checkAddresses(manifest, rules)),
    ...checkLanguages(manifest, files.languages),
    ...(stated.join() === languages.join()
      ? []
      : [
          {
            where: `${WHERE} localizationInfo`,
            wrong: `names ${stated.join(', ')}, and there is ${languages.join(', ')}`,
            fix: 'name each file once',
          },
        ]),
    ...(manifest.version === version && /^\d+\.\d+\.\d+$/.test(version)
      ? []
      : [
          {
            where: `${WHERE} version`,
            wrong: `is ${manifest.version}, and package.json says ${version}`,
            fix: 'keep ${{APP_VERSION}} there, and a version such as 1.2.3 in package.json',
          },
        ]),
  ];
}

function zipped(json: object, manifest: Manifest, files: AppFiles): PackageResult {
  const text = `${JSON.stringify(json, undefined, 2)}\n`;
  const parts = new Map<string, Buffer>([
    ['manifest.json', Buffer.from(text)],
    [manifest.icons.color, files.icons.color],
    [manifest.icons.outline, files.icons.outline],
    ...[...files.languages].map(([name, said]): [string, Buffer] => [name, Buffer.from(said)]),
  ]);
  const zip = zipOf(parts);
  const names = namesInZip(zip);
  const wanted = ['manifest.json', 'color.png', 'outline.png', ...files.languages.keys()].sort();
  if (names.join() === wanted.join()) return { ok: true, zip, manifest, text };
  const wrong = `would hold ${names.join(', ')} instead of ${wanted.join(', ')}`;
  return {
    ok: false,
    problems: [{ where: 'the package', wrong, fix: 'name the icons color.png and outline.png' }],
  };
}

/** What follows from other values. */
function withDerived({ values, version }: PackageRequest): PackageRequest['values'] {
  const { PUBLIC_URL: given = '', BOT_DOMAIN: domain = '' } = values;
  const publicUrl = given.replace(/\/+$/, '');
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).host : '';
  return {
    ...values,
    PUBLIC_URL: publicUrl,
    APP_VERSION: version,
    BOT_DOMAIN: [domain, host].find((one) => one !== ''),
  };
}

/** What depends on the environment beyond a placeholder: no empty PartnerID, and the Token Service if it is used. */
function finish(
  json: Readonly<Record<string, unknown>>,
  values: PackageRequest['values'],
): Record<string, unknown> {
  const developer = { ...(json['developer'] as Record<string, unknown> | undefined) };
  if (developer['mpnId'] === '') delete developer['mpnId'];
  const domains = Array.isArray(json['validDomains']) ? (json['validDomains'] as unknown[]) : [];
  return {
    ...json,
    developer,
    validDomains: [...domains, ...(hasOAuthConnection(values) ? [TOKEN_SERVICE_DOMAIN] : [])],
  };
}

function hasOAuthConnection(values: PackageRequest['values']): boolean {
  return (values['BOT_OAUTH_CONNECTION'] ?? '') !== '';
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : undefined;
  } catch {
    return undefined;
  }
}
