import { deriveCall } from '../purchase/tenders/purchases/purchase.rules.js';
import type { TenderFact } from '../purchase/tenders/purchases/purchase-types.js';
import { indexOrigins, inForce } from '../purchase/tenders/recording/facts-in-force.rules.js';
import type { FactSource, Party } from '../purchase/tenders/recording/fact-types.js';
import { getPartyKey, isEarlierMoment, mergeData } from '../purchase/tenders/recording/merge.rules.js';

/** A fact as it is stored; what it says is null where it was corrected, or the public could not read it elsewhere too. */
export interface FactRow {
  id: string;
  kind: string;
  lot: number | null;
  replaces: string | null;
  replacedBy: string | null;
  data: Record<string, unknown> | null;
  source: FactSource | null;
}

/** A fact in force. Its id is that of the first fact of its corrections, which stays whatever is corrected. */
export interface PublishedFact {
  id: string;
  kind: string;
  lot: number | null;
  data: Record<string, unknown>;
  source: FactSource | null;
  replacedBy: null;
}

/** The public facts in force of one root, each in the place of the first one that it corrects. */
export function listPublishedFacts(rows: readonly FactRow[]): PublishedFact[] {
  const originOf = indexOrigins(rows);
  return inForce(rows).flatMap(({ id, kind, lot, data, source }) =>
    data === null ? [] : [{ id: originOf(id), kind, lot, data, source, replacedBy: null }],
  );
}

interface BidWords {
  bidder?: Party;
  members?: Party[];
  receivedAt?: string;
}

interface StatedBid {
  id: string;
  /** Ids of bodies. */
  members: string[];
  receivedAt: string | null;
}

/** What the public facts of a purchase say of each of its bids beside its row, by the id of the fact that states it now. */
export function indexStatedBids(rows: readonly FactRow[]): (id: string) => StatedBid {
  const originOf = indexOrigins(rows);
  const facts = inForce(rows).filter(({ kind, data }) => kind === 'bid' && data !== null);
  const read = ({ data }: FactRow) => data as BidWords;
  return (id) => {
    const own = facts.find((fact) => fact.id === id);
    const bidder = own && getPartyKey(read(own).bidder);
    // Facts that name one bidder speak of one bid.
    const isSame = (fact: FactRow) =>
      fact === own || (bidder !== undefined && fact.lot === own?.lot && getPartyKey(read(fact).bidder) === bidder);
    const { members = [], receivedAt = null } = mergeData(facts.filter(isSame).map(read));
    return { id: originOf(id), members: members.flatMap(({ organisation }) => organisation ?? []), receivedAt };
  };
}

/** From the day of the first notice to the last deadline of its lots, as the corrections published last overruled it. */
export function deriveTenderPeriod(
  lots: readonly { no: number }[],
  facts: readonly PublishedFact[],
): { start: string | null; end: string | null } {
  const numbers = lots.length === 0 ? [0] : lots.map(({ no }) => no);
  const calls = numbers.map((no) => deriveCall(facts as unknown as readonly TenderFact[], no));
  const choose = (moments: readonly (string | null)[], isBetter: (a: string, b: string) => boolean): string | null =>
    moments.reduce((a, b) => (a === null || (b !== null && isBetter(b, a)) ? b : a), null);
  return {
    start: choose(
      calls.map(({ publishedOn }) => publishedOn),
      (a, b) => isEarlierMoment(a, b),
    ),
    end: choose(
      calls.map(({ deadline }) => deadline),
      (a, b) => isEarlierMoment(b, a),
    ),
  };
}
