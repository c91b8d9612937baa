import type { HandedIn } from '../../facts/handed-in-facts.js';
import { loadSaidOfBids } from '../../facts/purchases/handed-in/handed-in.queries.js';
import {
  derivePricing,
  mergeBidSources,
  type KnownBid,
  type SaidOfBid,
} from '../../facts/purchases/handed-in/handed-in.rules.js';
import { disputedFields, type LoadedConflict } from '../../facts/purchases/disputes.rules.js';
import { daySql } from '../../facts/loading/fact-fragments.queries.js';
import type { LoadContext, Reader } from '../../facts/loading/frame-types.js';
import { toDay } from '../../../kernel/clock/moment.js';
import { latestDay } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { MarketBid, MarketLot } from '../screening-types.js';

/** A market as it is registered. */
export interface MarketRow {
  id: string;
  dataset: string;
  category: string;
  region: string;
  first_year: number;
}

/** A body that a lot names. */
export interface NamedBody {
  id: string;
  key: string;
  name: string;
}

/** A lot as a screening reads it, with where its facts stand. */
export interface LoadedLot {
  lot: MarketLot;
  id: string;
  tender: string;
  /** Its window, or what is known of its last day, had ended before it was recorded. */
  history: boolean;
  bodies: readonly NamedBody[];
  /** `bid:<fact>` of each bid, by the key of its bidder. */
  records: Readonly<Record<string, string>>;
}

interface SeenBid extends KnownBid {
  organisation: string | null;
}
/** A bid with where it stands; one that is known from the award alone is not listed. */
interface SeenMarketBid {
  bid: MarketBid;
  record: string;
  isListed: boolean;
}
interface AwardRow {
  id: string | null;
  key: string | null;
  name: string | null;
  amount: string | null;
  on: string | null;
  fact: string | null;
}
interface LotRow {
  id: string;
  no: number;
  tender_id: string;
  tender_key: string;
  category: string | null;
  region: string | null;
  method: string | null;
  pricing: MarketLot['pricing'];
  ceiling: string | null;
  bid_count: number | null;
  window_end: string | null;
  conflicts: LoadedConflict[];
  recorded_on: PlainDate;
  published: string | null;
  buyer: NamedBody | null;
  agent: NamedBody | null;
  services: string[] | null;
  bids: SeenBid[];
  awards: AwardRow[];
}

/** Lots of one statement: a market is read in pages, however large it is. */
const PAGE = 1000;

const bodySql = (id: string): string =>
  `(SELECT json_build_object('id', o.id, 'key', o.body_key, 'name', o.name) FROM organisations o WHERE o.id = ${id})`;

const LOTS = `
  SELECT l.id, l.no, t.id AS tender_id, t.key AS tender_key, t.category, left(coalesce(t.region, t.overseen), 6) AS region, t.method,
    l.pricing, l.ceiling::text, l.bid_count, l.window_end, t.conflicts, ${daySql('coalesce(t.first_fact_at, t.recorded_at)')} AS recorded_on,
    (SELECT min(coalesce(f.data ->> 'deadline', f.data ->> 'publishedOn')) FROM facts_in_force f
     WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind = 'notice' AND (f.lot IS NULL OR f.lot = l.no)) AS published,
    ${bodySql('t.buyer_id')} AS buyer, ${bodySql('t.agent_id')} AS agent,
    (SELECT array_agg(s.key ORDER BY s.key) FROM lot_service_lines x JOIN service_lines s ON s.id = x.service_line_id
     WHERE x.lot_id = l.id AND NOT EXISTS (SELECT FROM lot_service_lines own JOIN lot_service_lines o
       ON o.tender_id = own.tender_id AND o.service_line_id = own.service_line_id AND o.lot_id <> own.lot_id WHERE own.lot_id = l.id)) AS services,
    (SELECT coalesce(json_agg(json_build_object('id', b.id, 'key', b.bidder_key, 'bidder', b.bidder_name, 'organisation', b.bidder_id,
       'price', b.price::text) ORDER BY b.seq), '[]')
     FROM published_bids b WHERE b.lot_id = l.id) AS bids,
    (SELECT coalesce(json_agg(json_build_object('id', o.id, 'key', o.body_key, 'name', o.name, 'amount', a.amount::text, 'on', a.awarded_on,
       'fact', a.fact_id) ORDER BY a.seq, a.id), '[]')
     FROM awards a LEFT JOIN organisations o ON o.id = a.supplier_id WHERE a.tender_id = t.id AND a.lot_id = l.id AND a.stands) AS awards
  FROM market_lot m JOIN lots l ON l.id = m.lot_id JOIN tenders t ON t.id = l.tender_id
  WHERE m.market_id = $1 AND m.lot_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY m.lot_id LIMIT $3`;

export async function findMarket(reader: Reader, id: string): Promise<MarketRow | null> {
  const [row] = await reader.query<MarketRow>(
    `SELECT m.id, m.dataset, m.category, m.region, m.first_year FROM market m WHERE m.id = $1`,
    [id],
  );
  return row ?? null;
}

/** The same category and county under the five-year plan before; null where nothing of it is on record. */
export async function findPrecedingMarket(reader: Reader, { id }: MarketRow): Promise<MarketRow | null> {
  const [row] = await reader.query<MarketRow>(
    `SELECT p.id, p.dataset, p.category, p.region, p.first_year FROM market m
     JOIN market p ON p.dataset = m.dataset AND p.category = m.category AND p.region = m.region AND p.first_year = m.first_year - 5
     WHERE m.id = $1`,
    [id],
  );
  return row ?? null;
}

/**
 * The lots of a market, by their keys. Only what was published is read: sealed bids are not, nor is a price before it may
 * be told. A lot on whose bids recorded facts contradict each other has none here.
 */
export async function loadMarketLots(reader: Reader, market: string, context: LoadContext): Promise<LoadedLot[]> {
  const lots: LoadedLot[] = [];
  let after: string | null = null;
  for (;;) {
    const page: LotRow[] = await reader.query<LotRow>(LOTS, [market, after, PAGE]);
    const ids = page.map(({ id }) => id);
    const said = ids.length === 0 ? [] : await loadSaidOfBids(reader, ids, context);
    lots.push(...page.flatMap((row) => toLoadedLot(row, said) ?? []));
    if (page.length < PAGE) return lots.sort((a, b) => (a.lot.key < b.lot.key ? -1 : 1));
    after = page.at(-1)?.id ?? null;
  }
}

function toLoadedLot(row: LotRow, said: readonly ReadonlyMap<string, SaidOfBid>[]): LoadedLot | null {
  const disputed = new Set(disputedFields(row.conflicts, row.no));
  const on = findDay(row);
  const day = on === null ? null : completeDay(on);
  const isBidsDisputed = disputed.has('bids') || disputed.has('statuses');
  const awards = disputed.has('winners') ? [] : row.awards;
  const merged = isBidsDisputed ? [] : mergeSeenBids({ ...row, awards }, said);
  if (day === null || (merged.length === 0 && row.bid_count === null)) return null;
  const last = row.window_end ?? day;
  const lot: MarketLot = {
    key: `${row.tender_key}/${row.no}`,
    purchase: row.tender_key,
    day,
    ...(on !== day && { dayUnknown: true as const }),
    category: row.category,
    region: row.region,
    year: Number(day.slice(0, 4)),
    buyer: row.buyer?.key ?? null,
    ...(row.services !== null && { services: row.services }),
    agent: row.agent?.key ?? null,
    method: disputed.has('method') ? null : row.method,
    ...(disputed.has('pricing') ? { pricing: null } : findPricing(row, merged)),
    ceiling: disputed.has('ceiling') ? null : row.ceiling,
    bidCount: disputed.has('bidCount') ? null : row.bid_count,
    bids: merged.map(({ bid }) => bid),
  };
  return {
    lot,
    id: row.id,
    tender: row.tender_id,
    history: latestDay(last) < row.recorded_on,
    bodies: listBodies(row),
    records: Object.fromEntries(merged.map(({ bid, record }) => [bid.bidder, record])),
  };
}

/** Day of the award, else of the deadline or the notice; or the month or year, where no more is known. */
function findDay({ awards, published }: LotRow): string | null {
  const days = awards.flatMap(({ on }) => (on === null ? [] : [on])).sort();
  const moment = days[0] ?? published;
  return moment === null || moment === undefined ? null : toDay(moment);
}

/** As it was said, else as the listed bids show it: a sum that was awarded is none. */
function findPricing(
  { pricing: said }: LotRow,
  merged: readonly SeenMarketBid[],
): Pick<MarketLot, 'pricing' | 'pricingOfBids'> {
  const listed = merged.flatMap(({ bid, isListed }) => (isListed ? [bid] : []));
  const { pricing, pricingOfBids } = derivePricing(said, listed);
  return { pricing, ...(pricingOfBids && { pricingOfBids }) };
}

/** The first day of a month or a year: it puts lots into years, and orders none. */
const completeDay = (partial: string): PlainDate => `${partial}-01-01`.slice(0, 10);

function listBodies({ bids, awards, buyer, agent }: LotRow): NamedBody[] {
  const bidders = bids.flatMap(({ organisation, key, bidder }) =>
    organisation !== null && key !== null ? [{ id: organisation, key, name: bidder ?? key }] : [],
  );
  const winners = awards.flatMap(({ id, key, name }) =>
    id !== null && key !== null ? [{ id, key, name: name ?? key }] : [],
  );
  return [...bidders, ...winners, ...(buyer === null ? [] : [buyer]), ...(agent === null ? [] : [agent])];
}

/**
 * Facts and sources about one bidder complete each other. Who was awarded a lot has bid for it, whether or not the bids
 * were published.
 */
function mergeSeenBids(
  { id, no, tender_key, bids, awards }: LotRow,
  said: readonly ReadonlyMap<string, SaidOfBid>[],
): SeenMarketBid[] {
  const winners = new Map(awards.flatMap((award) => (award.key === null ? [] : [[award.key, award] as const])));
  const named = bids.map((bid, n) => ({ ...bid, key: bid.key ?? `unknown:${tender_key}/${no}:${n}` }));
  const seen = mergeBidSources(named, said);
  const unseen = [...winners].filter(([key]) => !seen.some((bid) => bid.key === key));
  return [
    ...seen.map((bid) => ({ bid: toMarketBid(bid, winners.has(bid.key)), record: bid.record, isListed: true })),
    ...unseen.map(([key, { amount, fact }]) => ({
      bid: { bidder: key, price: amount, technical: null, status: 'valid' as const, won: true, rank: null },
      record: fact === null ? `lot:${id}` : `fact:${fact}`,
      isListed: false,
    })),
  ];
}

const toMarketBid = (
  { key, price, score, status, rank, rejection, subcontractors }: HandedIn,
  won: boolean,
): MarketBid => ({
  bidder: key,
  price,
  technical: score.technical === null ? null : Number(score.technical),
  // What won or was ranked had not been rejected; of others nobody knows.
  status: status ?? (won || rank !== null ? 'valid' : null),
  won,
  rank,
  rejectedFor: rejection?.text ?? rejection?.code ?? null,
  ...(subcontractors !== null && { subcontractors: subcontractors.map((body) => body.key) }),
});
