'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const PAGE = join(__dirname, '..', 'docs', 'SECURITY.md');
const LIST = join(__dirname, '..', 'test', 'support', 'threat-list.json');
const START = '<!-- threats: made by npm run threat-report -->';
const END = '<!-- end of threats -->';

/** Writes the table of all threats into docs/SECURITY.md. `lines`: what the tests last found, a JSON object in each. */
function writeThreatReport(lines) {
  writeFileSync(PAGE, withThreats(readFileSync(PAGE, 'utf8'), lines));
}

/** The page with a table of all threats between its two marks: what the bot does, and what the tests found. */
function withThreats(page, lines) {
  const results = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start)
    throw new Error(`The page has no place for the threats: ${START} … ${END}`);
  return `${page.slice(0, start)}${START}\n\n${table(results)}\n\n${page.slice(end)}`;
}

function table(results) {
  const rows = JSON.parse(readFileSync(LIST, 'utf8')).map(({ id, threat, answer }) => {
    const own = results.filter((result) => result.id === id);
    const found = own.map(({ what, tried, passed, figure = '' }) =>
      [`${what}: ${passed} of ${tried} passed`, figure].filter((text) => text !== '').join(', '),
    );
    return `| ${id} | ${threat} | ${answer} | ${found.length === 0 ? 'not in this run' : found.join('; ')} |`;
  });
  return ['| id | threat | what the bot does | last figure |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

module.exports = { withThreats, writeThreatReport };
