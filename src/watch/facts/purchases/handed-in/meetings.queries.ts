import { isInstant } from '../../../../kernel/clock/moment.js';
import { loadMetBids } from '../../../../purchase/bids/handed-in/meetings.queries.js';
import type { MeetingFacts } from '../../handed-in-facts.js';
import { factsSql } from '../../loading/fact-fragments.queries.js';
import type { Reader } from '../../loading/frame-types.js';
import type { LoadedFact } from '../../loading/sourced.rules.js';
import { findDeadline } from '../bid-deadline.rules.js';
import { disputedFields, type LoadedConflict } from '../disputes.rules.js';

/** An earlier lot with the purchase whose change may change it. */
export interface Meeting extends MeetingFacts {
  tender: string;
}

interface PlaceRow {
  id: string;
  no: number;
  tender_id: string;
  tender_key: string;
  bid_count: number | null;
  conflicts: LoadedConflict[];
  /** Those that say until when bids are due. */
  facts: LoadedFact[];
}

/** SQL: what a deadline is found by. */
const DUE = `jsonb_build_object('deadline', f.data -> 'deadline', 'publishedOn', f.data -> 'publishedOn')`;

/** Earlier lots in which bidders of these met, by the ids of these, in the order of their keys. */
export async function loadMeetings(reader: Reader, lots: readonly string[]): Promise<Map<string, Meeting[]>> {
  const bids = await loadMetBids(reader, lots);
  const places = await loadPlaces(reader, [...new Set(bids.map(({ lot }) => lot))]);
  const keys = await loadKeys(reader, [...new Set(bids.flatMap(({ bidder }) => bidder ?? []))]);
  const meetings = new Map<string, Map<string, Meeting>>();
  for (const { of, lot, bidder, at } of bids) {
    const place = places.get(lot);
    if (place === undefined) continue;
    const ofLot = meetings.get(of) ?? new Map<string, Meeting>();
    const before = ofLot.get(lot) ?? toMeeting(place);
    const key = bidder === null ? undefined : keys.get(bidder);
    const isKnown = key !== undefined && at !== null;
    const receipts = isKnown ? [...before.receipts, { key, at }] : before.receipts;
    meetings.set(of, ofLot.set(lot, { ...before, receipts, whole: before.whole && isKnown }));
  }
  const isListed = (lot: string, { whole, receipts }: Meeting): boolean =>
    whole && receipts.length >= (places.get(lot)?.bid_count ?? 0);
  return new Map(
    [...meetings].map(([of, met]) => [
      of,
      [...met].map(([lot, meeting]) => ({ ...meeting, whole: isListed(lot, meeting) })).sort(compareKeys),
    ]),
  );
}

const compareKeys = (a: Meeting, b: Meeting): number => (a.key < b.key ? -1 : 1);

function toMeeting({ id, no, tender_id, tender_key, conflicts, facts }: PlaceRow): Meeting {
  const isDisputed = disputedFields(conflicts, no).includes('deadline');
  const due = isDisputed ? null : (findDeadline(facts, no)?.value ?? null);
  return {
    key: `${tender_key}/${no}`,
    record: `lot:${id}`,
    purchase: tender_key,
    receipts: [],
    deadline: due !== null && isInstant(due) ? due : null,
    whole: true,
    tender: tender_id,
  };
}

async function loadPlaces(reader: Reader, lots: readonly string[]): Promise<Map<string, PlaceRow>> {
  if (lots.length === 0) return new Map();
  const rows = await reader.query<PlaceRow>(
    `SELECT l.id, l.no, t.id AS tender_id, t.key AS tender_key, l.bid_count, t.conflicts,
       ${factsSql('tender', 't.id', ['notice', 'correction'], DUE)} AS facts
     FROM lots l JOIN tenders t ON t.id = l.tender_id
     WHERE l.id = ANY ($1::uuid[])`,
    [lots],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function loadKeys(reader: Reader, bodies: readonly string[]): Promise<Map<string, string>> {
  if (bodies.length === 0) return new Map();
  const rows = await reader.query<{ id: string; body_key: string }>(
    `SELECT o.id, o.body_key FROM organisations o WHERE o.id = ANY ($1::uuid[])`,
    [bodies],
  );
  return new Map(rows.map((row) => [row.id, row.body_key]));
}
