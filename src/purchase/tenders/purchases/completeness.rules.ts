import { resolveRegion } from '../../../kernel/identity/region-text.rules.js';
import { selectFacts, inForce, selectOwnFacts } from '../recording/facts-in-force.rules.js';
import { mergeData } from '../recording/merge.rules.js';
import { countPlaces, groupAwards } from './suppliers.rules.js';
import { deriveCall, deriveContracts, findBidCount } from './purchase.rules.js';
import type { Missing, TenderBase, TenderFact } from './purchase-types.js';

/**
 * What no fact says yet and a check of this system would need. Nothing that is still to come is missing: an award is asked
 * for only where something after it is known.
 */
export function findMissingFacts(base: TenderBase, recorded: readonly TenderFact[]): Missing[] {
  const facts = inForce(recorded);
  const missing: Missing[] = [];
  const ask = (field: string, lot: number | null, known: unknown): void => {
    if (known === null || known === undefined) missing.push({ field, lot });
  };
  ask('buyer', null, base.buyer);
  ask('method', null, base.method);
  ask('category', null, base.category);
  if (base.region === null) missing.push(missingRegion(base.regionText, facts));
  askWindow(base, ask);
  if (base.serviceLines === 0) missing.push({ field: 'serviceLines', lot: null });
  const single = base.method === 'SINGLE_SOURCE';
  const manyLines = base.serviceLines > 1 && base.lots.length > 1;
  for (const lot of countPlaces(base.lots, facts)) {
    const { no, ceiling, ownLines } = lot;
    // Which of several lines a lot is for.
    if (manyLines && ownLines === 0) missing.push({ field: 'serviceLines', lot: no });
    const call = deriveCall(facts, no);
    const awards = selectOwnFacts(facts, 'award', no, base.lots.length);
    const contracts = deriveContracts(recorded, base.lots).filter((c) => c.lot === no);
    ask('ceiling', no, ceiling);
    ask('notice.publishedOn', no, call.publishedOn);
    if (!single) ask('notice.deadline', no, call.deadline);
    if (contracts.length > 0 && awards.length === 0) missing.push({ field: 'award', lot: no });
    if (selectFacts(facts, 'award', no).length > 0) {
      const award = mergeData(awards.map((f) => f.data));
      for (const { data } of awards.length === 0 ? [{ data: award }] : groupAwards(awards, lot)) {
        ask('award.supplier', no, data.supplier);
        ask('award.amount', no, data.amount ?? data.unitPrice);
        ask('award.decidedOn', no, data.decidedOn);
      }
      const bidCount = findBidCount(facts, no, base.lots.length);
      if (!single) ask('bidCount', no, bidCount);
      const bids = selectFacts(facts, 'bid', no);
      if (!single && (bidCount === undefined || bids.length < bidCount)) missing.push({ field: 'bids', lot: no });
      if (bids.some((f) => (f.data.finalPrice ?? f.data.price) === undefined))
        missing.push({ field: 'bids.price', lot: no });
    }
    for (const { data } of contracts) {
      ask('contract.signedOn', no, data.signedOn);
      ask('contract.amount', no, data.amount);
      ask('contract.window', no, data.window?.start && data.window.end);
    }
  }
  return missing;
}

/** A region that a source names without a code says why, and what it may mean on the day of its notice. */
function missingRegion(text: string | null, facts: readonly TenderFact[]): Missing {
  const missing = { field: 'region', lot: null };
  if (text === null) return missing;
  const published = facts.find(({ source }) => source.publishedOn)?.source.publishedOn;
  const decided = facts.flatMap((f) => (f.kind === 'award' ? (f.data.decidedOn ?? []) : []))[0];
  const region = resolveRegion(text, published ?? decided ?? null);
  return 'code' in region ? missing : { ...missing, ...region };
}

type Ask = (field: string, lot: number | null, known: unknown) => void;

/** Asked for once where no lot knows it, else for each lot that does not. */
function askWindow({ lots }: TenderBase, ask: Ask): void {
  for (const edge of ['start', 'end'] as const) {
    const unknown = lots.filter(({ window }) => !window[edge]);
    if (unknown.length === lots.length) ask(`window.${edge}`, null, null);
    else for (const { no } of unknown) ask(`window.${edge}`, no, null);
  }
}
