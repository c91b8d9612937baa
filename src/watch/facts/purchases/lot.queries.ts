import { latestDay } from '../../../kernel/clock/partial-date.js';
import { toDay as dayOfMoment } from '../../../kernel/clock/moment.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { parseYuan } from '../../../kernel/money/money.js';
import type { Reach } from '../../../law/rules/limits/reach.rules.js';
import { loadReaches } from '../../../purchase/contracts/limits/reaches.queries.js';
import { loadLotComparisons } from '../../../purchase/bids/comparison/comparison.queries.js';
import { loadLotBonds } from '../../../purchase/reviews/bonds/bid-bonds.queries.js';
import { loadGivenFiles } from '../../../purchase/bids/handed-in/handed-in.queries.js';
import type { BidderRegistration, BidFacts, LotFacts } from '../fact-types.js';
import type { HandedIn } from '../handed-in-facts.js';
import { toBondsFacts, toComparisonFacts } from './handed-in/comparisons.rules.js';
import { loadSaidOfBids } from './handed-in/handed-in.queries.js';
import { countRankedBids, derivePricing, mergeBidSources } from './handed-in/handed-in.rules.js';
import { loadMeetings } from './handed-in/meetings.queries.js';
import { disputedFields, type LoadedConflict } from './disputes.rules.js';
import { sortedIds, type LoadContext, type LoadedSubject, type Reader } from '../loading/frame-types.js';
import { findDeadline, listFactsOfLot } from './bid-deadline.rules.js';
import { daySql, factsSql } from '../loading/fact-fragments.queries.js';
import { loadRegistrations } from './registrations.queries.js';
import { textField, type LoadedFact } from '../loading/sourced.rules.js';

interface BidRow {
  id: string;
  key: string | null;
  bidder: string | null;
  organisation: string | null;
  price: string | null;
  /** In yuan. Only of a bid whose price is told. */
  items: { no: number; amount?: string | null }[] | null;
  /** Of a consortium, by credit code, else by name. */
  members: { id: string; key: string; name: string }[] | null;
}
interface LotRow {
  id: string;
  no: number;
  tender_id: string;
  tender_key: string;
  dataset: string;
  overseen: string | null;
  programme_id: string | null;
  buyer_id: string | null;
  method: string | null;
  pricing: 'fixed' | 'competitive' | null;
  state: string | null;
  ceiling: string | null;
  bid_count: number | null;
  window_end: string | null;
  conflicts: LoadedConflict[];
  recorded_on: PlainDate;
  facts: LoadedFact[];
  bids: BidRow[];
  /** Keys of those to whom it is awarded; null where it is to nobody. */
  winners: (string | null)[] | null;
}

/** SQL: the bodies that the published bid `b` names as a consortium; most name none, which is seen at once. */
export const MEMBERS = `
  CASE WHEN (SELECT f.data ? 'members' FROM facts f WHERE f.id = b.id) THEN (SELECT json_agg(json_build_object('id', o.id, 'key', o.body_key, 'name', o.name) ORDER BY o.body_key)
   FROM facts f CROSS JOIN jsonb_array_elements(f.data -> 'members') m
     JOIN organisations r ON r.id = (m ->> 'organisation')::uuid JOIN organisations o ON o.id = coalesce(r.merged_into, r.id)
   WHERE f.id = b.id) END`;

const LOTS = `
  SELECT l.id, l.no, t.id AS tender_id, t.key AS tender_key, t.dataset, t.overseen, t.programme_id, t.buyer_id, t.method, l.pricing, l.state,
    l.ceiling::text, l.bid_count, l.window_end, t.conflicts, ${daySql('coalesce(t.first_fact_at, t.recorded_at)')} AS recorded_on,
    ${factsSql('tender', 't.id', ['notice', 'correction', 'opening', 'award', 'contract'])} AS facts,
    (SELECT coalesce(json_agg(json_build_object('id', b.id, 'key', b.bidder_key, 'bidder', b.bidder_name, 'organisation', b.bidder_id,
       'price', b.price::text, 'items', b.items, 'members', ${MEMBERS}) ORDER BY b.seq), '[]')
     FROM published_bids b WHERE b.lot_id = l.id) AS bids,
    (SELECT array_agg(DISTINCT o.body_key ORDER BY o.body_key) FROM awards a LEFT JOIN organisations o ON o.id = a.supplier_id
     WHERE a.tender_id = t.id AND a.lot_id = l.id AND a.stands) AS winners
  FROM lots l JOIN tenders t ON t.id = l.tender_id
  WHERE l.id = ANY ($1::uuid[]) ORDER BY l.id`;

/**
 * Lots with the bids that were published of them and what is registered about the bidders. A price that is not told yet is
 * not known to a rule either: what it found would tell it.
 */
export async function loadLots(reader: Reader, ids: readonly string[], context: LoadContext): Promise<LoadedSubject[]> {
  const rows = await reader.query<LotRow>(LOTS, [ids]);
  const bidders = sortedIds(
    rows.flatMap((row) =>
      row.bids.flatMap(({ organisation, members }) => [organisation, ...(members ?? []).map(({ id }) => id)]),
    ),
  );
  const registrations = await loadRegistrations(reader, bidders);
  const tenders = rows.map((row) => row.tender_id);
  const reaches = await loadReaches(reader, tenders);
  const said = await loadSaidOfBids(reader, ids, context);
  const handedOut = await loadGivenFiles(reader, sortedIds(tenders));
  const meetings = await loadMeetings(reader, ids);
  const comparisons = await loadLotComparisons(reader, ids);
  const bonds = await loadLotBonds(reader, ids);
  return rows.map((row) => {
    const met = meetings.get(row.id) ?? [];
    const compared = comparisons.get(row.id);
    const facts = lotFacts(row, context, {
      registrations,
      reach: reaches.get(row.tender_id) as Reach,
      handedIn: mergeBidSources(row.bids, said),
      handedOut: handedOut.get(row.tender_id) ?? [],
      meetings: met.map(({ tender: _tender, ...meeting }) => meeting),
      bonds: toBondsFacts(bonds.get(row.id), row.bids),
      comparison: compared === undefined ? null : toComparisonFacts(compared, row.bids),
    });
    const parties = listParties(row.bids);
    const bodies = sortedIds([...parties.values()].flat());
    const last = lastDay(row);
    return {
      frame: {
        subject: facts.subject,
        dataset: row.dataset,
        region: row.overseen,
        programme: row.programme_id,
        calendar: null,
        tender: row.tender_id,
        bodies: sortedIds([row.buyer_id, ...bodies]),
        history: last !== null && latestDay(last) < row.recorded_on,
        uses: sortedIds([row.tender_id, ...met.map(({ tender }) => tender), ...bodies]),
        dueOn: null,
        parties,
      },
      facts: { lot: facts },
    };
  });
}

/** Who stands behind each bid: the bidder, and whom its facts name as a consortium. */
function listParties(bids: readonly BidRow[]): Map<string, string[]> {
  const parties = new Map<string, string[]>();
  for (const [n, { key, organisation, members }] of bids.entries()) {
    const name = key ?? `unknown:${n}`;
    const ids = [organisation, ...(members ?? []).map(({ id }) => id)];
    parties.set(name, sortedIds([...(parties.get(name) ?? []), ...ids]));
  }
  return parties;
}

interface Loaded extends Pick<LotFacts, 'handedIn' | 'handedOut' | 'meetings' | 'bonds' | 'comparison' | 'reach'> {
  registrations: ReadonlyMap<string, BidderRegistration>;
}

function lotFacts(row: LotRow, { today }: LoadContext, { registrations, ...loaded }: Loaded): LotFacts {
  return {
    subject: { type: 'lot', id: row.id, key: `${row.tender_key}/${row.no}` },
    asOf: today,
    conflicts: disputedFields(row.conflicts, row.no),
    method: row.method,
    ...derivePricing(row.pricing, loaded.handedIn),
    ...findStartDay(row),
    ceiling: row.ceiling,
    bidCount: row.bid_count,
    bids: mergeBids(row.bids, registrations, loaded.handedIn),
    ranked: countRankedBids(loaded.handedIn),
    withdrawn: loaded.handedIn.filter(({ status }) => status === 'withdrawn').length,
    winners: row.winners === null || row.winners.includes(null) ? null : (row.winners as string[]),
    state: row.state,
    deadline: findDeadline(row.facts, row.no),
    ...loaded,
  };
}

const ofLot = ({ facts, no }: LotRow, ...kinds: string[]): LoadedFact[] => listFactsOfLot(facts, no, kinds);

/** First known day of the procedure. Where notice and opening contradict each other it is not known. */
function findStartDay(row: LotRow): Pick<LotFacts, 'startedOn' | 'startIsLatest'> {
  const doubtful = row.conflicts.some(
    ({ code, facts }) =>
      (code === 'opening_before_notice' || code === 'deadline_before_notice') &&
      facts.some((fact) => fact.lot === null || fact.lot === row.no),
  );
  if (doubtful) return { startedOn: null };
  const first = (kinds: string[], ...fields: string[]): string | null => {
    const days = ofLot(row, ...kinds).flatMap((fact) => fields.map((field) => textField(fact, field)));
    return days.find((day) => day !== null) ?? null;
  };
  const published = first(['notice'], 'publishedOn');
  if (published !== null) return { startedOn: dayOfMoment(published) };
  const later = first(['notice', 'correction'], 'deadline') ?? first(['award'], 'decidedOn', 'publishedOn');
  return later === null ? { startedOn: null } : { startedOn: dayOfMoment(later), startIsLatest: true };
}

/** The end of the service window, else the last day on which something of the lot is known to have happened. */
function lastDay(row: LotRow): string | null {
  const windows = ofLot(row, 'contract').map((fact) => (fact.data['window'] as { end?: string } | undefined)?.end);
  const window = windows.find((end) => typeof end === 'string') ?? row.window_end;
  if (window) return window;
  const days = ofLot(row, 'contract', 'award').map(
    (fact) => textField(fact, 'signedOn') ?? textField(fact, 'publishedOn'),
  );
  return days.find((day) => day !== null) ?? null;
}

/** The items of a bid that have a price, by their numbers. */
function pricedItems(items: BidRow['items']): BidFacts['items'] {
  const priced = (items ?? []).flatMap(({ no, amount }) =>
    amount ? [{ key: String(no), amount: parseYuan(amount).toString() }] : [],
  );
  return priced.length === 0 ? null : priced;
}

/** The first fact that names the members of a consortium says them. */
function listMembers(
  before: BidFacts | undefined,
  { members }: BidRow,
  registrations: ReadonlyMap<string, BidderRegistration>,
): Pick<BidFacts, 'members'> {
  const said =
    before?.members ??
    members?.map(({ id, key, name }) => ({ key, name, registration: registrations.get(id) ?? null }));
  return said ? { members: said } : {};
}

/** Facts about one bidder complete each other; a bid that was withdrawn is none. */
function mergeBids(
  rows: readonly BidRow[],
  registrations: ReadonlyMap<string, BidderRegistration>,
  handedIn: readonly HandedIn[],
): BidFacts[] {
  const bids = new Map<string, BidFacts>();
  const withdrawn = new Set(handedIn.filter(({ status }) => status === 'withdrawn').map(({ key }) => key));
  for (const [n, row] of rows.entries()) {
    const key = row.key ?? `unknown:${n}`;
    const before = bids.get(key);
    bids.set(key, {
      key,
      record: before?.record ?? `bid:${row.id}`,
      bidder: row.bidder ?? '',
      price: before?.price ?? row.price,
      items: before?.items ?? pricedItems(row.items),
      ...listMembers(before, row, registrations),
      registration: registrations.get(row.organisation ?? '') ?? null,
    });
  }
  return [...bids.values()].filter((bid) => !withdrawn.has(bid.key)).sort((a, b) => (a.key < b.key ? -1 : 1));
}
