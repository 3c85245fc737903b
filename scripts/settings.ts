import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/config/package';
import { SETTING_TABLE } from '../src/config/settings';
import { settingsPage } from './settings-page';

writeFileSync(join(packageRoot(__dirname), 'docs', 'SETTINGS.md'), settingsPage(SETTING_TABLE));
