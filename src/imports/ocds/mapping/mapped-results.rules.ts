import type { Party, TenderFactData } from '../../../purchase/tenders/recording/fact-types.js';
import { tenderFact } from '../../../purchase/tenders/recording/given-fact.js';
import { dropUnknown, toSource, type TenderFacts } from './mapped-types.js';
import { placeInLots, type MappedLot } from './release-lots.js';
import { listBodies, toId, type ReleaseParties } from './release-parties.js';
import type { ReleaseReading } from './release-reading.js';

/** What the parts of a release are read with. */
export interface Reading {
  ocid: string;
  lots: readonly MappedLot[];
  parties: ReleaseParties;
}

/** bidStatus; one that is invited or pending is no bid that anybody counts. */
const BID_STATUSES: Readonly<Record<string, TenderFactData['bid']['status']>> = {
  valid: 'valid',
  disqualified: 'rejected',
  withdrawn: 'withdrawn',
};

/** As in docs/api: bodies of one bid. */
const MOST_MEMBERS = 20;

const isNamed = (party: Party | null): party is Party => party !== null;

/** Bids of the extension for bids, each of the lots that it names. Of several bidders the first leads the others. */
export function readBids(bids: ReleaseReading | null, { ocid, lots, parties }: Reading): TenderFacts {
  return (bids?.list('details') ?? []).flatMap((bid): TenderFacts => {
    const said = bid.text('status');
    if (said !== null && !Object.hasOwn(BID_STATUSES, said)) {
      bid.note('unknown_code', 'status');
      return [];
    }
    const { nos, named } = placeInLots(bid, lots);
    if (nos.length === 0) {
      if (named === 0) bid.note('lot_not_said', 'relatedLots');
      return [];
    }
    const bidders = listBodies(
      bid
        .list('tenderers')
        .map((tenderer) => parties.refer(tenderer))
        .filter(isNamed),
    );
    const price = readOwnValue(bid, named);
    const [bidder, ...others] = bidders;
    const status = said === null ? null : BID_STATUSES[said];
    const receivedAt = bid.moment('date', 'start');
    const source = toSource(ocid, `bids/${bid.id()}`);
    if (bidder === undefined && price === null) {
      bid.note('no_counterpart', 'tenderers');
      return [];
    }
    const members = others.length > 0 ? bidders.slice(0, MOST_MEMBERS) : null;
    if (bidders.length > MOST_MEMBERS) bid.note('shortened', 'tenderers', bidders.length - MOST_MEMBERS);
    const data = { bidder: bidder ?? {}, ...dropUnknown({ members, price, status, receivedAt }) };
    return nos.map((no) => ({ fact: tenderFact('bid', no, data, source), pointer: bid.pointer }));
  });
}

/** A value of several lots or suppliers together is that of none of them. */
function readOwnValue(part: ReleaseReading, count: number): string | null {
  if (count <= 1) return part.amount('value');
  part.lose('value', 'amount_of_several');
  return null;
}

/** An award that stands, or that was cancelled; what its contracts need to know of it. */
export interface MappedAward {
  /** Null: of all of several lots together. */
  nos: (number | null)[];
  /** How many lots its sums are of, those that are not there too; the whole is one. */
  count: number;
  suppliers: Party[];
}

/**
 * Awards in force and those that were cancelled: of several suppliers each has one of its own, without a sum that was said of them
 * together.
 */
export function readAwards(
  awards: readonly ReleaseReading[],
  { ocid, lots, parties }: Reading,
  bidCount: number | null,
): { facts: TenderFacts; awards: Map<string, MappedAward> } {
  const read = awards.flatMap((award) => {
    const status = award.peek('status');
    // Whether one that says nothing of it stands is not guessed.
    if (status !== 'active' && status !== 'unsuccessful' && status !== 'cancelled') {
      award.consume('status');
      award.note('unknown_code', 'status');
      return [];
    }
    award.consume('status');
    const key = toId(award.peek('id'));
    const source = toSource(ocid, `awards/${award.id()}`);
    const { nos, isWhole, named } = placeInLots(award, lots);
    const places: (number | null)[] = isWhole ? [null] : nos;
    const day = award.day('date');
    if (status === 'unsuccessful')
      return [
        { award, key, source, places, count: 1, day, suppliers: [], amount: null, failed: true, cancelled: false },
      ];
    const suppliers = listBodies(
      award
        .list('suppliers')
        .map((supplier) => parties.refer(supplier))
        .filter(isNamed),
    );
    const cancelled = status === 'cancelled';
    const count = isWhole ? 1 : Math.max(named, 1);
    // Several lots share it whether or not anybody is named.
    const amount = readOwnValue(award, Math.max(suppliers.length, 1) * count);
    return [{ award, key, source, places, count, day, suppliers, amount, failed: false, cancelled }];
  });
  const awarded = read.filter(({ failed }) => !failed);
  const standing = awarded.filter(({ cancelled }) => !cancelled);
  const countPlaces = (lot: number | null): number =>
    new Set(standing.filter(({ places }) => places.includes(lot)).flatMap(({ suppliers }) => suppliers.map(toPartyKey)))
      .size;
  const facts = read.flatMap(({ award, source, places, day, suppliers, amount, failed, cancelled }): TenderFacts => {
    const { pointer } = award;
    if (failed)
      return places.map((lot) => ({
        fact: tenderFact('failure', lot, dropUnknown({ on: day, bidCount }), source),
        pointer,
      }));
    return places.flatMap((lot) => {
      const several = countPlaces(lot);
      const said = dropUnknown({
        decidedOn: day,
        amount,
        bidCount,
        places: several > 1 && lot !== null && !cancelled ? several : null,
        cancelled: cancelled ? true : null,
      });
      return (suppliers.length === 0 ? [null] : suppliers).map((supplier) => ({
        fact: tenderFact('award', lot, { ...said, ...(supplier !== null && { supplier }) }, source),
        pointer,
      }));
    });
  });
  const known = awarded.flatMap(({ key, places, count, suppliers }) =>
    key === null ? [] : [[key, { nos: places, count, suppliers }] as const],
  );
  return { facts, awards: new Map(known) };
}

const toPartyKey = ({ creditCode, name }: Party): string => creditCode ?? name ?? '';
