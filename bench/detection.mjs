/**
 * `npm run bench -- detection [--seed=N] [--markets=N] [--rows=TEXT] [--quick] [--json]`: honest markets through all group rules together, and
 * markets with one ring in them (a third as many; as many where `--rows` names the rows to draw, or begins with their kind, `honest` or `planted`; what is printed of such is not kept). A cell of honest markets fails when the exact 99.9 % lower limit of its rate is above 0.05; a
 * planted one when its recall is below its mark; one that is marked `alike` is printed and has no mark. Without --seed the seed is
 * a new one, and printed.
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { optionOf } from './support/run.mjs';

const { HONEST, PLANTED } = await import('./detection/cells.ts');
const { addTallies, emptyTally, LEVEL, LOT_RULES } = await import('./detection/trial.ts');
const { COMPARISONS } = await import('./detection/comparison.ts');
const { PUBLISHED } = await import('./detection/published.ts');
const { lowerLimit } = await import('./clopper-pearson.ts');

export const title = 'detection: honest markets that trigger, and rings that are found';
export const mark = `99.9 % lower limit of the share of honest markets with any group rule triggered ≤ ${LEVEL} in every cell, of each lot rule ≤ 0.01 per lot; recall as in the column "mark"; of markets with a ring "false" is the mean share, among what triggered in one, of findings that name others than the ring, and behind it stands what triggered of what was judged, of the ring and of others; beside it fixed cut-offs and the published definitions by their codes, which are told the group's lots (a definition of processes marks half of them or more, one of bodies a member); for R003 and R030 each lot has 10 to 30 days, and one bid in a hundred comes late and is let in, with a scheme as without`;

const LOT_LEVEL = 0.01;
const BATCH = 10;

const share = (part, whole) => (whole === 0 ? '–' : (part / whole).toFixed(3));

/** Every task is done by whichever thread is free; the sums do not depend on which. */
async function runAll(tasks, done) {
  let next = 0;
  const one = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./support/detection-worker.mjs', import.meta.url));
      const give = () => {
        if (next < tasks.length) worker.postMessage(tasks[next++]);
        else worker.terminate().then(resolve, reject);
      };
      worker.on('error', reject);
      worker.on('message', ({ task, tally }) => {
        done(task, tally);
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, one));
}

const rulesOf = (tally) =>
  Object.entries(tally.byRule)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, count]) => `${id} ${share(count, tally.markets)}`)
    .join(', ') || 'none';

const comparisons = (tally) =>
  Object.fromEntries(
    [...COMPARISONS.map(({ id }) => id), ...PUBLISHED].map((id) => [
      id,
      tally.byComparison ? share(tally.byComparison[id] ?? 0, tally.markets) : '–',
    ]),
  );

/** Of markets with a ring alone: without one whatever triggers is false, and the column of the triggered says how often. */
function falseFindings({ ofRing, ofOthers, falseShares, markets }) {
  const isJudged = ofRing.screened + ofOthers.screened > 0;
  const count = ({ triggered, screened }) => (isJudged ? `${triggered} of ${screened}` : '–');
  return {
    false: isJudged ? share(falseShares, markets) : '–',
    "ring's, of judged": count(ofRing),
    "others', of judged": count(ofOthers),
  };
}

function row(kind, name, tally, wanted, holds, seed) {
  return {
    markets: kind,
    of: name,
    runs: tally.markets,
    'triggered / recall': share(tally.found, tally.markets),
    mark: wanted,
    ok: holds,
    'others named': kind === 'planted' ? share(tally.others, tally.markets) : '–',
    ...falseFindings(tally),
    'by rule': rulesOf(tally),
    'lot rules, per lot': LOT_RULES.map(({ id }) => `${id} ${share(tally.byLotRule[id] ?? 0, tally.lots)}`).join(', '),
    ...comparisons(tally),
    seed,
  };
}

export async function run({ quick, progress }) {
  const seed = optionOf('seed') ?? randomBytes(8).toString('hex');
  const honest = quick ? 20 : Number(optionOf('markets') ?? 500);
  const rows = optionOf('rows');
  const markets = { honest, planted: quick ? 10 : rows === undefined ? Math.ceil(honest / 3) : honest };
  const isAsked = ({ kind, name }) => rows === undefined || `${kind} ${name}`.includes(rows);
  progress(`seed ${seed}, ${markets.honest} honest markets a cell, ${markets.planted} with a ring`);
  const cells = [
    ...HONEST.map(({ name }, cell) => ({ kind: 'honest', cell, name })),
    ...PLANTED.map(({ name }, cell) => ({ kind: 'planted', cell, name })),
  ].filter(isAsked);
  const tallies = new Map(cells.map(({ kind, cell }) => [`${kind} ${cell}`, emptyTally()]));
  const countMarkets = (kind, cell) => markets[kind] * (kind === 'planted' ? (PLANTED[cell].times ?? 1) : 1);
  const tasks = cells.flatMap(({ kind, cell }) => {
    const count = countMarkets(kind, cell);
    return Array.from({ length: Math.ceil(count / BATCH) }, (_, i) => ({
      kind,
      cell,
      from: i * BATCH,
      to: Math.min(count, (i + 1) * BATCH),
      seed,
    }));
  });
  await runAll(tasks, ({ kind, cell }, tally) => {
    const key = `${kind} ${cell}`;
    const sum = addTallies(tallies.get(key), tally);
    tallies.set(key, sum);
    const { name } = (kind === 'honest' ? HONEST : PLANTED)[cell];
    if (sum.markets === countMarkets(kind, cell))
      progress(`${kind.padEnd(7)} ${name}: ${share(sum.found, sum.markets)} (${rulesOf(sum)})`);
  });
  const all = HONEST.flatMap(({ alike }, cell) => (alike ? [] : (tallies.get(`honest ${cell}`) ?? []))).reduce(
    addTallies,
    emptyTally(),
  );
  const rings = PLANTED.flatMap((_, cell) => tallies.get(`planted ${cell}`) ?? []).reduce(addTallies, emptyTally());
  const rowOf = { honest: honestRow, planted: plantedRow };
  return [
    ...(all.markets === 0
      ? []
      : [row('honest', 'all cells', all, `≤ ${LEVEL}`, all.found / all.markets <= LEVEL, seed)]),
    ...(rings.markets === 0 ? [] : [row('planted', 'all rows', rings, '–', 'no mark', seed)]),
    ...cells.map(({ kind, cell }) => rowOf[kind](cell, tallies.get(`${kind} ${cell}`), seed)),
  ];
}

function honestRow(cell, tally, seed) {
  const { name, alike } = HONEST[cell];
  if (alike) return row('honest, alike', name, tally, '–', 'no mark', seed);
  const lotsHold = LOT_RULES.every(({ id }) => lowerLimit(tally.byLotRule[id] ?? 0, tally.lots) <= LOT_LEVEL);
  const holds = lowerLimit(tally.found, tally.markets) <= LEVEL && lotsHold;
  return row('honest', name, tally, `≤ ${LEVEL}`, holds, seed);
}

function plantedRow(cell, sums, seed) {
  const { name, mark: wanted, lotRule } = PLANTED[cell];
  // A lot rule is asked of each lot by itself; it stands in the same columns.
  const tally = lotRule
    ? {
        ...emptyTally(),
        ...{ found: sums.byLotRule[lotRule] ?? 0, markets: sums.lots, byComparison: null },
        ...{ lots: sums.lots, byLotRule: sums.byLotRule },
      }
    : sums;
  const holds = wanted === null ? 'no mark' : tally.found / tally.markets >= wanted;
  return row('planted', name, tally, wanted === null ? '–' : `≥ ${wanted}`, holds, seed);
}
