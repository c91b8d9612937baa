/**
 * `npm run bench -- texts [--seed=N] [--lots=N] [--quick] [--json]`: bids that honestly copy the tender's documents and the boilerplate of
 * their category, and bids of which two share paragraphs, through the product's comparison and C04; how files were made, honestly and by
 * one author under two names, through C01; then what the largest lots cost.
 * A cell of honest lots fails when the exact 99.9 % lower limit of its rate is above its mark; a planted one when its recall is below.
 * Without --seed the seed is a new one, and printed.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { optionOf } from './support/run.mjs';

const { BID, CELLS, runCell, toBids } = await import('./texts/trial.ts');
const { FILE_CELLS, runFileCell } = await import('./texts/files.ts');
const { LotComparer } = await import('../src/purchase/bids/comparison/process/lot-comparer.ts');
const { honestWriter } = await import('../test/support/honest-texts.ts');
const { lowerLimit } = await import('./clopper-pearson.ts');

export const title = 'texts: honest bids that look alike, shared paragraphs that are found, and what it costs';
export const mark =
  '99.9 % lower limit of the share of honest lots with C04 (of files: C01) triggered ≤ 0.01 in every cell; recall ≥ 0.95 of shared text that nobody rewrote, where bids of others are known, and ≥ 0.80 of one author under two names; a lot of 20 bids: answered, and of the processor the caller takes at most a fifth of what the comparison takes';

const MOST_OF_CALLER = 0.2;
const percent = (part) => `${(100 * part).toFixed(3)} %`;
const share = (part, whole) => (whole === 0 ? '–' : (part / whole).toFixed(3));

async function runCells(lots, seed, progress) {
  const rows = [];
  const all = [...CELLS.map((cell) => [cell, runCell]), ...FILE_CELLS.map((cell) => [cell, runFileCell])];
  for (const [cell, draw] of all) {
    const tally = await draw(cell, lots, seed);
    const isPlanted = cell.shared !== undefined || cell.cleared !== undefined;
    const holds = isPlanted ? tally.found / tally.lots >= cell.mark : lowerLimit(tally.found, tally.lots) <= cell.mark;
    progress(`${cell.name}: ${share(tally.found, tally.lots)}`);
    rows.push({
      rule: isPlanted ? '–' : draw === runCell ? 'C04' : 'C01',
      cell: cell.name,
      'lots a cell': tally.lots,
      rate: isPlanted ? '–' : percent(tally.found / tally.lots),
      level: isPlanted || cell.mark === null ? '–' : percent(cell.mark),
      'triggered / recall': share(tally.found, tally.lots),
      'lower limit': isPlanted ? '–' : lowerLimit(tally.found, tally.lots).toFixed(4),
      mark: cell.mark === null ? '–' : `${isPlanted ? '≥' : '≤'} ${cell.mark}`,
      ok: cell.mark === null ? 'no mark' : holds,
      'others named': tally.others,
      seconds: '–',
      'memory of the process': '–',
      'processor, comparison and caller': '–',
      seed,
    });
  }
  return rows;
}

/** Lots of 20 bids, as long as is compared. */
function largeLots(characters, seed) {
  const writer = honestWriter(`${seed} large`);
  const many = (write) => Array.from({ length: 20 }, (_, n) => write(n));
  const one = writer.write(characters);
  return [
    ['20 bids, each its own words', many(() => writer.write(characters))],
    ['20 bids, all of them one text', many(() => one)],
    ['20 bids of one character', many(() => '照'.repeat(characters))],
    ['20 bids, two characters in turn, each out of step', many((n) => '照护'.repeat(characters / 2).slice(n % 2))],
  ];
}

/** What the largest child of this process held, in MB, and the processor time of it, in seconds; Linux only. */
function watchChildren() {
  let [most, seconds] = [0, 0];
  const look = setInterval(() => {
    try {
      const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
      for (const pid of children === '' ? [] : children.split(' ')) {
        const held = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
        const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ').slice(11, 13);
        most = Math.max(most, held / 1024);
        // In hundredths of a second, whatever the machine.
        seconds = Math.max(seconds, (Number(user) + Number(system)) / 100);
      }
    } catch {
      // It has just ended.
    }
  }, 20);
  return () => {
    clearInterval(look);
    return { most, seconds };
  };
}

async function compareLarge(name, texts, seed) {
  const bids = toBids(texts);
  const began = performance.now();
  const watched = watchChildren();
  const before = process.cpuUsage();
  const found = await new LotComparer().compare(
    bids.map(({ parts, ...bid }) => ({ bid, loadParts: () => Promise.resolve(parts) })),
    { texts: [], prints: [], isWhole: true },
    () => Promise.resolve({ prints: [], images: [] }),
  );
  const { user, system } = process.cpuUsage(before);
  const [own, { most, seconds }] = [(user + system) / 1e6, watched()];
  return {
    rule: '–',
    cell: `${name}, ${bids[0].parts[0].text.length} letters each`,
    'lots a cell': 1,
    rate: '–',
    level: '–',
    'triggered / recall': found === null ? 'beyond its limits' : `${found.likeness.length} pairs alike`,
    'lower limit': '–',
    mark: `answered, ≤ ${MOST_OF_CALLER}`,
    ok: found !== null && own <= MOST_OF_CALLER * seconds,
    'others named': '–',
    seconds: ((performance.now() - began) / 1000).toFixed(1),
    'memory of the process': `${Math.round(most)} MB`,
    'processor, comparison and caller': `${seconds.toFixed(1)} s, ${own.toFixed(1)} s`,
    seed,
  };
}

export async function run({ quick, progress }) {
  const seed = optionOf('seed') ?? randomBytes(8).toString('hex');
  const lots = quick ? 30 : Number(optionOf('lots') ?? 1_000);
  progress(`seed ${seed}, ${lots} lots of 4 bids of ${BID} letters a cell`);
  const rows = await runCells(lots, seed, progress);
  for (const [name, texts] of largeLots(quick ? 100_000 : 500_000, seed)) {
    rows.push(await compareLarge(name, texts, seed));
    progress(`${name}: ${rows.at(-1).seconds} s`);
  }
  return rows;
}
