import { licenceOf } from './licences';
import type { ShippedPackage } from './lockfile';

/** What a bill of materials is made for. */
export interface Product {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  /** The packages that it asks for itself, as `name@version`. */
  readonly needs: readonly string[];
}

/** CycloneDX 1.6 in JSON, without a serial number and a time: the same lockfile makes the same bytes. */
export function sbomOf(product: Product, packages: readonly ShippedPackage[]): object {
  const references = new Map(packages.map((one) => [`${one.name}@${one.version}`, purlOf(one)]));
  const refs = (needs: readonly string[]): string[] => needs.flatMap((one) => references.get(one) ?? []);
  const { needs, license, ...described } = product;
  const own = `pkg:npm/${product.name}@${product.version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'pre-build' }],
      component: {
        'bom-ref': own,
        type: 'application',
        ...described,
        licenses: licensesOf(license),
        purl: own,
      },
    },
    components: packages.map(componentOf),
    dependencies: [
      { ref: own, dependsOn: refs(needs) },
      ...packages.map((one) => ({ ref: purlOf(one), dependsOn: refs(one.needs) })),
    ],
  };
}

function componentOf(one: ShippedPackage): object {
  const [algorithm = '', hash = ''] = one.integrity.split('-', 2);
  const [scope, plain] = one.name.startsWith('@') ? one.name.split('/', 2) : [undefined, one.name];
  return {
    'bom-ref': purlOf(one),
    type: 'library',
    ...(scope === undefined ? {} : { group: scope }),
    name: plain,
    version: one.version,
    scope: one.isOptional ? 'optional' : 'required',
    hashes: [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }],
    licenses: licensesOf(licenceOf(one)),
    purl: purlOf(one),
  };
}

/** One licence has an id of SPDX; a choice or a sum is an expression. */
function licensesOf(licence: string): object[] {
  return licence.includes(' ') ? [{ expression: licence }] : [{ license: { id: licence } }];
}

function purlOf({ name, version }: ShippedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
