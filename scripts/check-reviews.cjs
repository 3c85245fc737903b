'use strict';
// Runs without a build, as a part of lint: names every text of the knowledge that nobody has looked at for six months.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const SIX_MONTHS_IN_DAYS = 183;
const MS_IN_A_DAY = 86_400_000;

/** The files below `folder` whose day of review is more than six months before `today`, with that day. */
function overdueIn(folder, today) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const { reviewed } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      if (reviewed === undefined) return [];
      const days = (today.getTime() - Date.parse(reviewed)) / MS_IN_A_DAY;
      return days > SIX_MONTHS_IN_DAYS ? [`${name}: reviewed ${reviewed}`] : [];
    });
}

module.exports = { overdueIn };

if (require.main === module) {
  const overdue = overdueIn(join(__dirname, '../knowledge'), new Date());
  if (overdue.length > 0) {
    console.error('Somebody has to check these again, and then set their "reviewed":');
    for (const line of overdue) console.error(`  ${line}`);
    process.exit(1);
  }
}
