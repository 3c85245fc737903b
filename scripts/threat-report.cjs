'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const PAGE = join(__dirname, '..', 'docs', 'SECURITY.md');
const LIST = join(__dirname, '..', 'test', 'support', 'threat-list.json');
const START = '<!-- threats: made by npm run threat-report -->';
const END = '<!-- end of threats -->';

/** Writes the table of all threats into docs/SECURITY.md: what the bot does, and what the tests last found (JSON lines). */
function writeThreatReport(lines) {
  const results = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const page = readFileSync(PAGE, 'utf8');
  const [before] = page.split(START);
  const after = page.slice(page.indexOf(END));
  writeFileSync(PAGE, `${before}${START}\n\n${table(results)}\n\n${after}`);
}

function table(results) {
  const rows = JSON.parse(readFileSync(LIST, 'utf8')).map(({ id, threat, answer }) => {
    const own = results.filter((result) => result.id === id);
    const found = own.map(({ what, tried, held, figure = '' }) =>
      [`${what}: ${held} of ${tried} held`, figure].filter((text) => text !== '').join(', '),
    );
    return `| ${id} | ${threat} | ${answer} | ${found.length === 0 ? 'not in this run' : found.join('; ')} |`;
  });
  return ['| id | threat | what the bot does | last figure |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

module.exports = { writeThreatReport };
