import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { packageRoot } from '../src/config/package-root';
import { createBicepParser } from './arm/bicep-file';
import { templateOf } from './arm/template';

/** Writes infra/azuredeploy.json from infra/main.bicep, for whoever deploys without Bicep. Run by `npm run arm`. */
async function main(root: string): Promise<void> {
  const template = templateOf(await createBicepParser(), join(root, 'infra', 'main.bicep'));
  const text = await format(JSON.stringify(template), { parser: 'json', printWidth: 110 });
  writeFileSync(join(root, 'infra', 'azuredeploy.json'), text);
}

void main(packageRoot(__dirname));
