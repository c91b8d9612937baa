import { AS_PUBLISHED } from './definition-settings.js';
import { parseInstant } from './instants.rules.js';
import {
  define,
  exclude,
  hasOpenAward,
  isSubmitted,
  lacks,
  listIds,
  speak,
  toJudgement,
  toResult,
} from './release.rules.js';
import { findMainCurrency, refusePrices, spellParties } from './prices.rules.js';
import type { Answer, CompatibilityResult, Judgement, ProcessRule, Release, ReleaseBid } from './release-types.js';

/** Definitions that look at one process at a time. As published they keep what is wrong with them. */

const DAY = 24 * 60 * 60 * 1000;

type Described = Pick<ProcessRule, 'title' | 'besides' | 'judge'>;

const defineProcessRule = (id: string, { title, besides, judge }: Described): ProcessRule => ({
  ...define(id, {
    title,
    besides,
    evaluate(releases) {
      const currency = findMainCurrency(releases);
      return releases.flatMap((release): CompatibilityResult[] => {
        const { answer, tenderers, value } = judge(release, AS_PUBLISHED, currency);
        return [
          toResult('process', release.ocid, answer),
          ...tenderers.map((by) => toResult('tenderer', by, speak(true, value))),
        ];
      });
    },
  }),
  judge,
});

/** Whole days between the two; as published a period that ends before it begins is short too. */
export const R003 = defineProcessRule('R003', {
  title: 'Short submission period',
  besides: ['W06'],
  judge({ period: { start, end }, method, methodDetails }, { settings: { R003: limits }, corrected }) {
    const { procurementMethods } = limits;
    if (procurementMethods !== null && (method === null || !procurementMethods.has(method)))
      return toJudgement(exclude('another procurement method'));
    const [from, to] = [parseInstant(start), parseInstant(end)];
    if (from === null || to === null)
      return toJudgement(
        lacks(...(from === null ? ['tenderPeriod.startDate'] : []), ...(to === null ? ['tenderPeriod.endDate'] : [])),
      );
    if (corrected && to < from) return toJudgement(lacks('a period that ends after it begins'));
    const days = Math.trunc((to - from) / DAY);
    const threshold = (methodDetails === null ? undefined : limits.byDetails.get(methodDetails)) ?? limits.threshold;
    return toJudgement(speak(days < threshold, days, threshold));
  },
});

/** Corrected, bids that were handed in are counted where their number is not said. */
export const R018 = defineProcessRule('R018', {
  title: 'Single bid received',
  besides: ['C14'],
  judge(release, { settings, corrected }) {
    const { method, numberOfTenderers, bids } = release;
    const { procurementMethods } = settings.R018;
    if (procurementMethods.size > 0) {
      if (method === null) return toJudgement(lacks('procurementMethod'));
      if (!procurementMethods.has(method)) return toJudgement(exclude('the method is not competitive'));
    }
    const many = numberOfTenderers ?? (corrected && bids !== null ? countBidders(bids) : null);
    return toJudgement(many === null ? lacks('numberOfTenderers') : speak(many === 1, many, 1));
  },
});

/** Those who handed in a bid; null where one of them is not named. */
function countBidders(bids: readonly ReleaseBid[]): number | null {
  const bidders = new Set<string>();
  for (const bid of bids) {
    if (!isSubmitted(bid)) continue;
    const ids = listIds(bid.tenderers);
    if (ids.length === 0) return null;
    bidders.add(spellParties(ids));
  }
  return bidders.size === 0 ? null : bidders.size;
}

/** Any two submitted bids of different tenderers at the same amount in the same currency, at the ceiling too. */
export const R028 = defineProcessRule('R028', {
  title: 'Identical bid prices',
  besides: ['C11'],
  judge(release, { corrected }) {
    const refused = refusePrices(release, corrected);
    if (refused !== null) return toJudgement(refused);
    const priced = (release.bids ?? []).filter(isComparable);
    if (priced.length === 0) return toJudgement(lacks('bids.value'));
    if (!mayRepeatPrice(priced)) return toJudgement(speak(false, 0));
    const groups = groupPrices(priced);
    const same = groups.filter(isOfSeveralParties);
    if (same.length === 0) return toJudgement(speak(false, 0));
    const tenderers = new Set(same.flatMap((bids) => bids.flatMap((bid) => listIds(bid.tenderers))));
    return toJudgement(speak(true, 1), [...tenderers], 1);
  },
});

const isComparable = (bid: ReleaseBid): boolean =>
  bid.amount !== null && bid.currency !== null && isSubmitted(bid) && bid.tenderers.some((id) => id !== null);

/** A few amounts are held against each other faster than they are grouped. */
function mayRepeatPrice(bids: readonly ReleaseBid[]): boolean {
  if (bids.length > FEW) return true;
  for (let n = 1; n < bids.length; n += 1)
    for (let before = 0; before < n; before += 1) if (bids[n]?.amount === bids[before]?.amount) return true;
  return false;
}
const FEW = 16;

function groupPrices(bids: readonly ReleaseBid[]): ReleaseBid[][] {
  const groups = new Map<string, ReleaseBid[]>();
  for (const bid of bids) addToGroup(groups, `${bid.amount} ${bid.currency}`, bid);
  return [...groups.values()];
}

function addToGroup<K>(groups: Map<K, ReleaseBid[]>, key: K, bid: ReleaseBid): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [bid]);
  else group.push(bid);
}

const isOfSeveralParties = (bids: readonly ReleaseBid[]): boolean =>
  bids.length > 1 && new Set(bids.map(({ tenderers }) => spellParties(listIds(tenderers)))).size > 1;

/**
 * As published the received date is compared with the deadline as text: offsets of time zones are not read. Corrected, both
 * are instants, and a date that is none is not compared.
 */
export const R030 = defineProcessRule('R030', {
  title: 'Late bid won',
  besides: ['C15'],
  judge({ period: { end }, bids, awards }, { corrected }) {
    if (end === null || bids === null || awards === null)
      return toJudgement(
        lacks(
          ...(end === null ? ['tenderPeriod.endDate'] : []),
          ...(bids === null ? ['bids'] : []),
          ...(awards === null ? ['awards'] : []),
        ),
      );
    const suppliers = listActiveSuppliers(awards);
    if (suppliers.length === 0) return toJudgement(exclude('no active award'));
    const deadline = corrected ? parseInstant(end) : null;
    if (corrected && deadline === null) return toJudgement(lacks('an instant of tenderPeriod.endDate'));
    let late: Set<string> | null = null;
    let [bidsLate, compared] = [0, 0];
    for (const { status, date, tenderers } of bids) {
      if (status !== 'valid' || date === null) continue;
      if (!tenderers.some((id) => id !== null && suppliers.includes(id))) continue;
      const received = deadline === null ? null : parseInstant(date);
      if (deadline !== null && received === null) continue;
      compared += 1;
      if (deadline === null || received === null ? date <= end : received <= deadline) continue;
      bidsLate += 1;
      late ??= new Set();
      for (const id of tenderers) if (id !== null && suppliers.includes(id)) late.add(id);
    }
    if (compared === 0) return toJudgement(lacks('bids.date'));
    return toJudgement(speak(bidsLate > 0, bidsLate), [...(late ?? [])], 1);
  },
});

export const R035 = defineProcessRule('R035', {
  title: 'All except winning bid disqualified',
  besides: ['C13', 'N13'],
  judge(release, { settings, corrected }): Judgement {
    const { bids, awards } = release;
    if (bids === null || awards === null)
      return toJudgement(lacks(...(bids === null ? ['bids'] : []), ...(awards === null ? ['awards'] : [])));
    if (hasOpenAward(release)) return toJudgement(exclude('an award is not final'));
    if (corrected && release.lots > 1) return toJudgement(exclude('bids do not say their lot'));
    const suppliers = listActiveSuppliers(awards);
    if (suppliers.length === 0) return toJudgement(exclude('no active award'));
    const threshold = Math.max(settings.R035.threshold, 1);
    if (!bids.some(({ status }) => status === 'disqualified')) return toJudgement(speak(false, 0, threshold));
    const valid = new Set<string>();
    const out = new Set<string>();
    for (const { status, tenderers } of bids) {
      if (status !== 'valid' && status !== 'disqualified') continue;
      for (const id of tenderers) if (id !== null) (status === 'valid' ? valid : out).add(id);
    }
    let others = 0;
    for (const id of out) if (!valid.has(id)) others += 1;
    const winners = new Set(suppliers);
    const wins = winners.size === valid.size && suppliers.every((id) => valid.has(id));
    // Corrected, the one left may be a consortium.
    const triggered = wins && others >= threshold && (valid.size === 1 || (corrected && countValidParties(bids) === 1));
    return toJudgement(speak(triggered, others, threshold), triggered ? [...valid] : []);
  },
});

const countValidParties = (bids: readonly ReleaseBid[]): number =>
  new Set(bids.flatMap(({ status, tenderers }) => (status === 'valid' ? [spellParties(listIds(tenderers))] : []))).size;

const listActiveSuppliers = (awards: NonNullable<Release['awards']>): string[] => {
  const suppliers: string[] = [];
  for (const award of awards)
    if (award.status === 'active') for (const id of award.suppliers) if (id !== null) suppliers.push(id);
  return suppliers;
};

/**
 * As published, whatever the award is decided by, and of equal lowest bids the first one decides. Corrected, the disqualified
 * bid is lower than every other, and quality counts for nothing.
 */
export const R036 = defineProcessRule('R036', {
  title: 'Lowest bid disqualified',
  besides: ['C12'],
  judge(release, { corrected }, currency) {
    const refused = refusePrices(release, corrected);
    if (refused !== null) return toJudgement(refused);
    if (release.awards === null) return toJudgement(lacks('awards'));
    if (!release.awards.some(({ status }) => status === 'active')) return toJudgement(exclude('no active award'));
    const compared = corrected ? findFirstCurrency(release) : currency;
    return toJudgement(judgeLowestBid(release.bids ?? [], compared, corrected));
  },
});

const findFirstCurrency = ({ bids }: Release): string | null =>
  bids?.find((bid) => bid.amount !== null && bid.currency !== null && isSubmitted(bid))?.currency ?? null;

function judgeLowestBid(bids: readonly ReleaseBid[], currency: string | null, strict: boolean): Answer {
  let least = Infinity;
  let [disqualified, anyValid, priced] = [false, false, false];
  for (const bid of bids) {
    const { amount, status } = bid;
    if (amount === null || bid.currency === null || bid.currency !== currency || !isSubmitted(bid)) continue;
    priced = true;
    if (status === 'valid') anyValid = true;
    if (amount < least) {
      least = amount;
      disqualified = status === 'disqualified';
    } else if (strict && amount === least && status !== 'disqualified') disqualified = false;
  }
  if (!priced) return lacks('bids.value');
  if (!anyValid) return exclude('no valid bid with an amount');
  return speak(disqualified, disqualified ? 1 : 0);
}
