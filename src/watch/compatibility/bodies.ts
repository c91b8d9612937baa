import { quantile } from '../statistics/quantile.js';
import { AS_PUBLISHED } from './definition-settings.js';
import { findHighLimit, findLowLimit } from './price-difference.js';
import {
  computeFences,
  define,
  exclude,
  findSoleId,
  findWinners,
  isSubmitted,
  lacks,
  listIds,
  speak,
  Tally,
  toResult,
  type Count,
  type Fences,
} from './release.rules.js';
import type { Answer, CompatibilityResult, CompatibilitySubject, Reading, Release } from './release-types.js';

/** Definitions over all processes of a tenderer or buyer, against all others: what a process adds, then what it comes to. */

/** What one tenderer, buyer or procuring entity comes to. */
interface Standing {
  id: string;
  value: number;
  answer: Answer;
}

/** Standings of all, and what they were held against. */
export interface Standings {
  all: Standing[];
  fences: Fences | null;
  limit: number | null;
  /** R025: with how many bids a tenderer is among those with most. */
  most?: number | null;
}

const toStandings = (counts: ReadonlyMap<string, Count>, judge: (count: Count, ratio: number) => Answer): Standing[] =>
  [...counts].map(([id, count]) => {
    const value = count.part / count.all;
    return { id, value, answer: judge(count, value) };
  });

/** R025: each tenderer once in a process, however many bids it made; as published bids of several tenderers are left out. */
export function countContestants(release: Release, corrected: boolean, tally: Tally): void {
  if (corrected && release.lots > 1) return;
  const found = findWinners(release, corrected);
  if ('answer' in found) return;
  const { winners } = found;
  const bids = release.bids ?? [];
  const seen = new Seen();
  const count = (id: string): void => {
    if (seen.add(id)) tally.add(id, winners.includes(id) ? 1 : 0, 1);
  };
  for (const bid of bids) {
    if (bid.status !== 'valid') continue;
    const sole = findSoleId(bid.tenderers);
    if (sole !== null) count(sole);
    else if (corrected) listIds(bid.tenderers).forEach(count);
  }
}

/** Few ids are looked through faster than a set is made. */
class Seen {
  private readonly few: string[] = [];
  private many: Set<string> | null = null;

  /** False where it was added before. */
  add(id: string): boolean {
    if (this.many?.has(id) ?? this.few.includes(id)) return false;
    if (this.many !== null) this.many.add(id);
    else if (this.few.push(id) > FEW) this.many = new Set(this.few);
    return true;
  }
}
const FEW = 32;

export function judgeContestants({ counts }: Tally, { settings, corrected }: Reading): Standings {
  const { percentile, threshold } = settings.R025;
  const bids: number[] = [];
  const ratios: number[] = [];
  for (const { part, all } of counts.values()) {
    bids.push(all);
    ratios.push(part / all);
  }
  const most = quantile(bids, percentile / 100);
  const fences = computeFences(ratios);
  const limit = findLowLimit(fences, threshold, corrected);
  const all = toStandings(counts, (count, ratio) =>
    most === null || count.all < most
      ? exclude('not among those with most bids')
      : speak(limit !== null && ratio <= limit, ratio, threshold ?? fences?.low ?? null),
  );
  return { all, fences, limit, most };
}

export const R025 = define('R025', {
  title: 'Excessive unsuccessful bids',
  besides: ['N05'],
  evaluate(releases) {
    const tally = new Tally();
    for (const release of releases) countContestants(release, false, tally);
    return toResults('tenderer', judgeContestants(tally, AS_PUBLISHED));
  },
});

/** Buyers and procuring entities by their processes, tenderers by their bids. */
export interface DisqualificationTallies {
  buyers: Tally;
  entities: Tally;
  tenderers: Tally;
}

export function countDisqualifications(
  release: Release,
  { buyers, entities, tenderers }: DisqualificationTallies,
): void {
  const { bids, buyer, procuringEntity } = release;
  let [submitted, out] = [0, 0];
  for (const bid of bids ?? []) {
    if (!isSubmitted(bid)) continue;
    const disqualified = bid.status === 'disqualified' ? 1 : 0;
    submitted += 1;
    out += disqualified;
    for (const id of bid.tenderers) if (id !== null) tenderers.add(id, disqualified, 1);
  }
  if (submitted === 0) return;
  if (buyer !== null) buyers.add(buyer, out, submitted);
  if (procuringEntity !== null) entities.add(procuringEntity, out, submitted);
}

export function judgeDisqualifications(
  { counts }: Tally,
  least: (count: Count) => boolean,
  reading: Reading,
): Standings {
  const { threshold } = reading.settings.R038;
  const ratios: number[] = [];
  for (const count of counts.values()) if (least(count)) ratios.push(count.part / count.all);
  const fences = computeFences(ratios);
  const limit = findHighLimit(fences, threshold, reading.corrected);
  const all = toStandings(counts, (count, ratio) =>
    least(count)
      ? speak(limit !== null && ratio >= limit, ratio, threshold ?? fences?.high ?? null)
      : lacks('enough bids or processes'),
  );
  return { all, fences, limit };
}

export const hasEnoughBids =
  ({ settings: { R038: limits } }: Reading) =>
  ({ all }: Count): boolean =>
    all >= limits.minimumSubmittedBids;

/** As published, bids are counted where the text says processes: so the published program does, and its fixtures. */
export const hasEnoughProcesses =
  ({ settings: { R038: limits }, corrected }: Reading) =>
  ({ all, processes }: Count): boolean =>
    (corrected ? processes : all) >= limits.minimumContractingProcesses;

export const R038 = define('R038', {
  title: 'Excessive disqualified bids',
  besides: ['N13'],
  evaluate(releases) {
    const tallies = { buyers: new Tally(), entities: new Tally(), tenderers: new Tally() };
    for (const release of releases) countDisqualifications(release, tallies);
    const byProcesses = hasEnoughProcesses(AS_PUBLISHED);
    return [
      ...toResults('buyer', judgeDisqualifications(tallies.buyers, byProcesses, AS_PUBLISHED)),
      ...toResults('procuring_entity', judgeDisqualifications(tallies.entities, byProcesses, AS_PUBLISHED)),
      ...toResults('tenderer', judgeDisqualifications(tallies.tenderers, hasEnoughBids(AS_PUBLISHED), AS_PUBLISHED)),
    ];
  },
});

/** Of one supplier: in how many processes it was awarded classified items, and which kinds of them. */
export interface Kinds {
  processes: number;
  codes: Set<string>;
}

/** R048: of active awards to one supplier: of several it is not known who supplies what. */
export function countKinds({ awards }: Release, digits: number, suppliers: Map<string, Kinds>): void {
  const before: string[] = [];
  for (const award of awards ?? []) {
    const supplier = award.status === 'active' && award.items.length > 0 ? findSoleId(award.suppliers) : null;
    if (supplier === null) continue;
    let kinds = suppliers.get(supplier);
    if (kinds === undefined) suppliers.set(supplier, (kinds = { processes: 0, codes: new Set() }));
    if (!before.includes(supplier)) kinds.processes += 1;
    before.push(supplier);
    for (const item of award.items) kinds.codes.add(takeDigits(item, digits));
  }
}

/** The first characters, a character beyond the basic plane as one. */
function takeDigits(code: string, digits: number): string {
  for (let n = 0; n < digits && n < code.length; n += 1)
    if ((code.charCodeAt(n) & 0xf800) === 0xd800) return [...code].slice(0, digits).join('');
  return code.slice(0, digits);
}

/** Of suppliers with at least twenty awarded processes; as published, where all supply equally many kinds, all are outliers. */
export function judgeKinds(suppliers: ReadonlyMap<string, Kinds>, { settings, corrected }: Reading): Standings {
  const { threshold, minimumContractingProcesses: least } = settings.R048;
  const counted: number[] = [];
  for (const { processes, codes } of suppliers.values()) if (processes >= least) counted.push(codes.size);
  const fences = computeFences(counted);
  const limit = threshold ?? (fences === null || (corrected && fences.q1 === fences.q3) ? null : fences.high);
  const all = [...suppliers].map(([id, { processes, codes }]): Standing => {
    const value = codes.size;
    if (processes < least) return { id, value, answer: lacks('enough awarded processes') };
    return { id, value, answer: speak(limit !== null && value >= limit, value, threshold ?? fences?.high ?? null) };
  });
  return { all, fences, limit };
}

export const R048 = define('R048', {
  title: 'Heterogeneous supplier',
  besides: ['S01'],
  evaluate(releases) {
    const suppliers = new Map<string, Kinds>();
    for (const release of releases) countKinds(release, AS_PUBLISHED.settings.R048.digits, suppliers);
    return toResults('tenderer', judgeKinds(suppliers, AS_PUBLISHED));
  },
});

const toResults = (subject: CompatibilitySubject, { all }: Standings): CompatibilityResult[] =>
  all.map(({ id, answer }) => toResult(subject, id, answer));
