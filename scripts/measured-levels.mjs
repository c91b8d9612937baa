/**
 * `node scripts/measured-levels.mjs`: writes src/watch/catalogue/measured-levels.json, which `GET /risk/indicators` shows, from
 * bench/RESULTS.md: of every table with the columns `rule`, `rate`, `level` and `seed`, the highest rate of each rule; a row without a
 * level has no mark and is left out. What is drawn, and how many, is said by a column such as `lots a cell`. Of a table with a column `by rule` each rule has a rate in every
 * honest market's row; its level is that of all of them together.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const share = (percent) => String(Number((Number(percent.replace(' %', '')) / 100).toPrecision(6)));

/** Tables of the results: the section that each is of, its day, and the rows by column. */
export function readTables(text) {
  return text.split(/^## /m).flatMap((section) => {
    const name = section.split(/\s/, 1)[0] ?? '';
    const cells = (line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    // The words above a table say when it was measured; a table without such words is of the same day as the one before.
    let day = '';
    return section.split(/\n(?!\|)/).flatMap((block) => {
      const lines = block.split('\n').filter((line) => line.startsWith('|'));
      if (lines.length === 0) day = /(\d{4}-\d{2}-\d{2})/.exec(block)?.[1] ?? day;
      const head = cells(lines[0] ?? '');
      const rows = lines.slice(2).map((line) => Object.fromEntries(cells(line).map((cell, i) => [head[i], cell])));
      return rows.length === 0 ? [] : [{ name, day, rows }];
    });
  });
}

/** One rate of one rule in one cell. */
function* listRates(text) {
  for (const { name, day, rows } of readTables(text))
    for (const row of rows) {
      const from = { seed: row.seed, measuredOn: day, command: `npm run bench -- ${name} --seed=${row.seed}` };
      if ('by rule' in row) yield* listMarketRates(row, rows, from);
      else if (['rule', 'rate', 'level', 'seed'].every((column) => (row[column] ?? '–') !== '–'))
        yield readLotRate(row, from);
    }
}

function readLotRate(row, from) {
  const [column = '', drawn] = Object.entries(row).find(([name]) => name.endsWith('s a cell')) ?? [];
  return {
    rule: row.rule,
    of: row.of ?? column.replace('s a cell', ''),
    stated: share(row.level),
    measured: share(row.rate),
    drawn: Number(drawn ?? 0),
    cell: [row['honest bids'], row['worst cell'] ?? row.cell].filter(Boolean).join(': '),
    ...from,
  };
}

const readRules = (row) =>
  new Map([...row['by rule'].matchAll(/(\w+) (\d\.\d+)/g)].map(([, rule, rate]) => [rule, rate]));

/** Every rule that found anything anywhere in the table; 0 where it did not in these markets. */
function* listMarketRates(row, rows, from) {
  if (row.markets !== 'honest') return;
  const own = readRules(row);
  const isOfAll = row.of === 'all cells';
  for (const rule of new Set(rows.flatMap((one) => [...readRules(one).keys()]))) {
    const rate = own.get(rule) ?? '0';
    // The sum over all cells stands for a rule that is silent in each of them.
    if (isOfAll && Number(rate) > 0) continue;
    yield {
      rule,
      of: 'market',
      stated: String(Number(row.mark.replace('≤', ''))),
      measured: String(Number(rate)),
      drawn: Number(row.runs),
      cell: row.of,
      ...from,
    };
  }
}

export function measureLevels(text) {
  const levels = {};
  for (const { rule, ...found } of listRates(text)) {
    const known = levels[rule];
    if (known === undefined || Number(known.measured) < Number(found.measured)) levels[rule] = found;
  }
  return Object.fromEntries(Object.entries(levels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1]?.endsWith('measured-levels.mjs')) {
  const levels = measureLevels(readFileSync(new URL('../bench/RESULTS.md', import.meta.url), 'utf8'));
  const to = new URL('../src/watch/catalogue/measured-levels.json', import.meta.url);
  writeFileSync(to, `${JSON.stringify(levels, null, 2)}\n`);
}
