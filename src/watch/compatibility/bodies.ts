import { quantile } from '../statistics/quantile.js';
import {
  toResult,
  computeFences,
  define,
  exclude,
  findWinner,
  lacks,
  listSubmittedBids,
  listValidBids,
  speak,
  Tally,
} from './release.rules.js';
import type { CompatibilityResult, CompatibilitySubject, Release } from './release-types.js';

/** Definitions over all processes of a tenderer or buyer, against all others. */

const TOP = 0.75;
const LEAST_BIDS = 2;
const LEAST_PROCESSES = 2;
const LEAST_AWARDED = 20;
const DIGITS = 2;

export const R025 = define('R025', {
  title: 'Excessive unsuccessful bids',
  besides: ['N05'],
  evaluate: (releases) => {
    const tally = new Tally();
    for (const release of releases) {
      const found = findWinner(release);
      if ('answer' in found) continue;
      // Each tenderer once in a process, however many bids it made; bids of several tenderers are left out.
      const tenderers = new Set(
        listValidBids(release).flatMap(({ tenderers: [by, ...others] }) =>
          by === undefined || others.length > 0 ? [] : [by],
        ),
      );
      for (const by of tenderers) tally.add(by, by === found.winner ? 1 : 0, 1);
    }
    const all = tally.list();
    const most = quantile(all.map((one) => one.all), TOP); // prettier-ignore
    const fences = computeFences(all.map(({ ratio }) => ratio));
    if (fences === null || most === null) return [];
    const { q1, low } = fences;
    return all.map(({ id, ratio, all: bids }) =>
      toResult(
        'tenderer',
        id,
        bids < most ? exclude('not among those with most bids') : speak(q1 > 0 && low > 0 && ratio <= low, ratio, low),
      ),
    );
  },
});

/** Buyers and procuring entities by their processes, tenderers by their bids. */
export const R038 = define('R038', {
  title: 'Excessive disqualified bids',
  besides: ['N13'],
  evaluate: (releases) => {
    const [buyers, entities, tenderers] = [new Tally(), new Tally(), new Tally()];
    for (const release of releases) {
      const submitted = listSubmittedBids(release);
      if (submitted.length === 0) continue;
      const out = submitted.filter(({ status }) => status === 'disqualified').length;
      if (release.buyer !== null) buyers.add(release.buyer, out, submitted.length);
      if (release.procuringEntity !== null) entities.add(release.procuringEntity, out, submitted.length);
      for (const { status, tenderers: by } of submitted)
        for (const id of by) tenderers.add(id, status === 'disqualified' ? 1 : 0, 1);
    }
    return [
      ...judgeRatios('buyer', buyers, ({ processes }) => processes >= LEAST_PROCESSES),
      ...judgeRatios('procuring_entity', entities, ({ processes }) => processes >= LEAST_PROCESSES),
      ...judgeRatios('tenderer', tenderers, ({ all }) => all >= LEAST_BIDS),
    ];
  },
});

type Counted = ReturnType<Tally['list']>[number];

function judgeRatios(
  subject: CompatibilitySubject,
  tally: Tally,
  counts: (one: Counted) => boolean,
): CompatibilityResult[] {
  const all = tally.list();
  const high = computeFences(all.filter(counts).map(({ ratio }) => ratio))?.high ?? null;
  return all.map((one) =>
    toResult(
      subject,
      one.id,
      counts(one) && high !== null
        ? speak(high > 0 && one.ratio >= high, one.ratio, high)
        : lacks(subject === 'tenderer' ? 'two bids' : 'two processes'),
    ),
  );
}

/** Of suppliers with at least twenty awarded processes; where all supply equally many kinds, all are outliers. */
export const R048 = define('R048', {
  title: 'Heterogeneous supplier',
  besides: ['S01'],
  evaluate: (releases) => {
    const kinds = new Map<string, { processes: Set<string>; codes: Set<string> }>();
    for (const { ocid, awards } of releases)
      for (const { supplier, items } of listAwardedItems(awards))
        for (const item of items) {
          const before = kinds.get(supplier) ?? { processes: new Set(), codes: new Set() };
          before.processes.add(ocid);
          before.codes.add(item.slice(0, DIGITS));
          kinds.set(supplier, before);
        }
    const counted = [...kinds].filter(([, { processes }]) => processes.size >= LEAST_AWARDED);
    const high = computeFences(counted.map(([, { codes }]) => codes.size))?.high ?? null;
    return [...kinds].map(([id, { processes, codes }]) =>
      toResult(
        'tenderer',
        id,
        processes.size < LEAST_AWARDED || high === null
          ? lacks('twenty awarded processes')
          : speak(codes.size >= high, codes.size, high),
      ),
    );
  },
});

/** Of active awards to one supplier: of several it is not known who supplies what. */
const listAwardedItems = (awards: Release['awards']): { supplier: string; items: readonly string[] }[] =>
  (awards ?? []).flatMap(({ status, suppliers: [supplier, ...others], items }) =>
    status !== 'active' || supplier === undefined || others.length > 0 ? [] : [{ supplier, items }],
  );
