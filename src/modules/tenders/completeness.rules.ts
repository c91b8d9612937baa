import { awardsOf, contractsOfLot } from './facts-of-lot.js';
import { callOf, factsOf } from './purchase.rules.js';
import type { Missing, TenderBase, TenderFact } from './purchase.types.js';

/**
 * What no fact says yet and a check of this system would need. Nothing that is still to come is missing: an award is asked
 * for only where something after it is known.
 */
export function missingOf(base: TenderBase, facts: readonly TenderFact[]): Missing[] {
  const missing: Missing[] = [];
  const ask = (field: string, lot: number | null, known: unknown): void => {
    if (known === null || known === undefined) missing.push({ field, lot });
  };
  ask('buyer', null, base.buyer);
  ask('method', null, base.method);
  ask('category', null, base.category);
  ask('region', null, base.region);
  ask('window.start', null, base.window.start);
  ask('window.end', null, base.window.end);
  if (base.serviceLines === 0) missing.push({ field: 'serviceLines', lot: null });
  const single = base.method === 'SINGLE_SOURCE';
  for (const { no, ceiling } of base.lots) {
    const call = callOf(facts, no);
    const awards = awardsOf(facts, no, base.lots.length);
    const contracts = contractsOfLot(facts, no, base.lots.length);
    const awarded = factsOf(facts, 'award', no).length > 0;
    ask('ceiling', no, ceiling);
    ask('notice.publishedOn', no, call.publishedOn);
    if (!single) ask('notice.deadline', no, call.deadline);
    if (contracts.length > 0 && awards.length === 0) missing.push({ field: 'award', lot: no });
    if (awarded) {
      const of = <T>(pick: (f: (typeof awards)[number]) => T | undefined): T | undefined =>
        awards.map(pick).find((v) => v !== undefined);
      ask(
        'award.supplier',
        no,
        of((f) => f.data.supplier),
      );
      ask(
        'award.amount',
        no,
        of((f) => f.data.amount),
      );
      ask(
        'award.decidedOn',
        no,
        of((f) => f.data.decidedOn),
      );
      const bidCount = of((f) => f.data.bidCount);
      if (!single) ask('bidCount', no, bidCount);
      const bids = factsOf(facts, 'bid', no);
      if (!single && (bidCount === undefined || bids.length < bidCount)) missing.push({ field: 'bids', lot: no });
      if (bids.some((f) => f.data.price === undefined)) missing.push({ field: 'bids.price', lot: no });
    }
    for (const contract of contracts) {
      ask('contract.signedOn', no, contract.data.signedOn);
      ask('contract.amount', no, contract.data.amount);
      ask('contract.window', no, contract.data.window?.start && contract.data.window.end);
    }
  }
  return missing;
}
