import { parseYuan } from '../../../../kernel/money/money.js';
import { loadBidContents } from '../../../../purchase/bids/handed-in/handed-in.queries.js';
import { loadBidOrigins } from '../../../../purchase/bids/origins/bid-origins.queries.js';
import { loadReportedResults } from '../../../../purchase/reviews/report/reported-bids.queries.js';
import type { LoadContext, Reader } from '../../loading/frame-types.js';
import { loadSubcontractors } from './subcontractors.queries.js';
import type { SaidOfBid } from './handed-in.rules.js';

/** What a source knows of bids of lots, by the ids of the bids. */
type HandedInSource = (
  reader: Reader,
  lots: readonly string[],
  context: LoadContext,
) => Promise<ReadonlyMap<string, SaidOfBid>>;

/** What was opened here, or recorded from elsewhere. */
const loadOpenedBids: HandedInSource = async (reader, lots, { identity }) => {
  const bids = await loadBidContents(reader, lots, identity);
  return new Map(
    bids.map((bid): [string, SaidOfBid] => [
      bid.id,
      {
        here: bid.here,
        status: bid.status,
        rank: bid.rank,
        score: { total: bid.score, technical: bid.technicalScore, price: bid.priceScore },
        firstPrice: bid.firstPrice,
        rejection: bid.rejectedFor === null ? null : { code: null, text: bid.rejectedFor },
        received: { first: bid.firstReceivedAt, standing: bid.receivedAt ?? bid.receipt },
        revision: bid.revision,
        team: bid.team,
        contacts: bid.contacts,
        phones: bid.phones,
        mails: bid.mails,
        documents: bid.documents,
        subcontractors: bid.subcontractors,
      },
    ]),
  );
};

/** How the review went, by its report. */
const loadReportedBids: HandedInSource = async (reader, lots) => {
  const results = await loadReportedResults(reader, lots);
  return new Map(
    [...results].map(([id, { rank, total, priceScore, firstPrice, ground, detail }]): [string, SaidOfBid] => [
      id,
      {
        rank,
        score: { total, technical: computeRest(total, priceScore), price: priceScore },
        firstPrice: firstPrice === null ? null : parseYuan(firstPrice).toString(),
        rejection: ground === null ? null : { code: ground, text: detail },
      },
    ]),
  );
};

/** The points of all criteria but the price, two decimals each. */
function computeRest(total: string | null, price: string | null): string | null {
  if (total === null || price === null) return null;
  const rest = parseYuan(total) - parseYuan(price);
  return rest < 0n ? null : `${rest / 100n}.${String(rest % 100n).padStart(2, '0')}`;
}

/** From where it was submitted here. */
const loadOrigins: HandedInSource = async (reader, lots) => {
  const origins = await loadBidOrigins(reader, lots);
  return new Map(origins.map(({ bid, ...origin }): [string, SaidOfBid] => [bid, { origin }]));
};

/** One loader for each source; the first that knows something is believed. */
const SOURCES: readonly HandedInSource[] = [loadOpenedBids, loadReportedBids, loadOrigins];

/** What all sources know of the bids of lots. */
export async function loadSaidOfBids(
  reader: Reader,
  lots: readonly string[],
  context: LoadContext,
): Promise<ReadonlyMap<string, SaidOfBid>[]> {
  const said: ReadonlyMap<string, SaidOfBid>[] = [];
  for (const load of SOURCES) said.push(await load(reader, lots, context));
  const subcontractors = await loadSubcontractors(reader, lots);
  return [
    ...said,
    ...subcontractors.map((source) => new Map([...source].map(([bid, named]) => [bid, { subcontractors: named }]))),
  ];
}
