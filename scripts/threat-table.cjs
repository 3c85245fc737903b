'use strict';

/** The table of threats as Markdown, by id, from one JSON line a result (test/support/threats.ts writes them). */
function threatTable(lines) {
  const rows = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .sort((one, other) => one.id.localeCompare(other.id) || one.what.localeCompare(other.what))
    .map(
      ({ id, what, tried, passed, figure = '' }) => `| ${id} | ${what} | ${tried} | ${passed} | ${figure} |`,
    );
  return ['| threat | tried | times | passed | figure |', '| --- | --- | ---: | ---: | --- |', ...rows].join(
    '\n',
  );
}

module.exports = { threatTable };
