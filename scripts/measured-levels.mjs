/**
 * `node scripts/measured-levels.mjs`: writes src/watch/catalogue/measured-levels.json, which `GET /risk/indicators` shows, from
 * bench/RESULTS.md: of every table with the columns `rule`, `rate`, `level` and `seed`, the highest rate of each rule. What is
 * drawn is named by a column `of` (lot, group, market), else it is a lot; how many by a column that ends in `a cell`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const share = (percent) => String(Number((Number(percent.replace(' %', '')) / 100).toPrecision(6)));

/** Tables of the results by their section: its name, its day, and the rows by column. */
export function readTables(text) {
  return text.split(/^## /m).flatMap((section) => {
    const name = section.split(/\s/, 1)[0] ?? '';
    const day = /(\d{4}-\d{2}-\d{2})/.exec(section)?.[1] ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    const cells = (line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
    const head = cells(lines[0] ?? '');
    const rows = lines.slice(2).map((line) => Object.fromEntries(cells(line).map((cell, i) => [head[i], cell])));
    return rows.length === 0 ? [] : [{ name, day, rows }];
  });
}

export function measureLevels(text) {
  const levels = {};
  for (const { name, day, rows } of readTables(text))
    for (const row of rows) {
      if (!['rule', 'rate', 'level', 'seed'].every((column) => column in row)) continue;
      const known = levels[row.rule];
      if (known !== undefined && Number(known.measured) >= Number(share(row.rate))) continue;
      const drawn = Object.entries(row).find(([column]) => column.endsWith('a cell'))?.[1];
      levels[row.rule] = {
        of: row.of ?? 'lot',
        stated: share(row.level),
        measured: share(row.rate),
        drawn: Number(drawn ?? 0),
        cell: [row['honest bids'], row['worst cell']].filter(Boolean).join(': '),
        seed: row.seed,
        measuredOn: day,
        command: `npm run bench -- ${name} --seed=${row.seed}`,
      };
    }
  return Object.fromEntries(Object.entries(levels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1]?.endsWith('measured-levels.mjs')) {
  const levels = measureLevels(readFileSync(new URL('../bench/RESULTS.md', import.meta.url), 'utf8'));
  const to = new URL('../src/watch/catalogue/measured-levels.json', import.meta.url);
  writeFileSync(to, `${JSON.stringify(levels, null, 2)}\n`);
}
