import type { Reader } from '../kernel/database/reader.js';
import type { CategoryCode } from '../law/code-lists/code-lists.js';
import type { Method } from '../law/code-lists/methods.js';
import type { Intended } from '../purchase/tenders/drafts/intended.rules.js';
import { intendedSql } from '../purchase/tenders/conducted/intent.js';
import { jointBuyersSql } from '../purchase/tenders/conducted/terms/joint-buyers.queries.js';
import { lotWindowSql, PUBLIC_LOT_DEADLINE } from '../purchase/tenders/conducted/terms/lot-terms.queries.js';
import type { AwardState } from '../purchase/awards/award.lifecycle.js';
import { endedAwardsSql } from '../purchase/awards/lot-award.queries.js';
import type { AwardRow } from '../purchase/tenders/reads/award.view.js';
import { PUBLIC_STATE } from '../purchase/tenders/reads/tender-list.queries.js';
import {
  EVERYBODY,
  lotAwardsSql,
  lotBidsSql,
  toldBidCountSql,
} from '../purchase/tenders/reads/tender-parts.queries.js';
import { shownColumnSql } from '../purchase/tenders/reads/published-words.queries.js';
import {
  publishedAmendmentsSql,
  type PublishedAmendment,
} from '../purchase/contracts/amendments/amendments.queries.js';
import { PUBLIC_SOURCES } from '../purchase/tenders/recording/facts-in-force.rules.js';
import { FACT_DATA } from '../purchase/tenders/recording/facts-store.js';
import { RESTATING_ACTIONS, steppedAtSql } from './public-steps.rules.js';
import { indexStatedBids, listPublishedFacts, type FactRow, type PublishedFact } from './published-facts.rules.js';

export interface PublishedBid {
  /** Of the first fact that stated it. */
  id: string;
  bidder: string | null;
  name: string | null;
  price: string | null;
  rank: number | null;
  status: string | null;
  /** Who bids together, the bidder among them or not. */
  members: string[];
  receivedAt: string | null;
}
export interface PublishedLot {
  id: string;
  no: number;
  name: string | null;
  /** Fen. */
  ceiling: string | null;
  state: string | null;
  deadline_at: string | null;
  window: { start: string | null; end: string | null };
  bid_count: number | null;
  bids: PublishedBid[];
  awards: AwardRow[];
  /** Those that were published and came to nothing. */
  ended_awards: (Omit<AwardRow, 'state'> & { state: AwardState })[];
}
export interface PublishedContract {
  id: string;
  lot: string | null;
  award: string | null;
  supplier: string | null;
  title: string;
  number: string | null;
  amount: string | null;
  signed_on: string | null;
  window_start: string | null;
  window_end: string | null;
  state: string;
  terminated_on: string | null;
  amendments: PublishedAmendment[];
  facts: PublishedFact[];
  /** How many facts in force of each kind nothing published tells of: for the loss report. */
  untold: Record<string, number> | null;
}
interface PublishedNotice {
  id: string;
  kind: string;
  title: string;
  published_on: string | null;
  url: string | null;
}
interface AnsweredQuestion {
  id: string;
  question: string;
  asked_at: string;
  answer: string | null;
  answered_at: string | null;
}

/** A purchase as everybody is shown it: of sealed bids, drafts and parties that were not named there is nothing in it. */
export interface PublishedPurchase {
  id: string;
  page_key: string;
  title: string;
  conducted: 'here' | 'elsewhere';
  method: Method | null;
  category: CategoryCode | null;
  /** Fen. */
  budget: string | null;
  window_start: string | null;
  window_end: string | null;
  state: string | null;
  buyer_id: string | null;
  /** Who buys together with the buyer, as issued documents say. */
  joint_buyers: string[];
  now: Date;
  created_at: Date;
  /** When the last of its public facts was put on record, or a step last changed what is published, or a question was answered. */
  changed_at: Date | null;
  intended: Intended | null;
  lots: PublishedLot[];
  facts: PublishedFact[];
  contracts: PublishedContract[];
  notices: PublishedNotice[];
  questions: AnsweredQuestion[];
  /** How many challenges and complaints were filed about it, whatever became of them: for the loss report, not to be told. */
  challenges: number;
  complaints: number;
}

/** SQL: the facts of a root; what they say only of those in force that the public could read elsewhere too. */
const publicFactsSql = (root: string, sources: string): string => {
  const ifPublic = (words: string) =>
    `CASE WHEN later.id IS NULL AND f.source ->> 'kind' = ANY (${sources}::text[]) THEN ${words} END`;
  return `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'kind', f.kind, 'lot', f.lot, 'replaces', f.replaces, 'replacedBy', later.id,
     'data', ${ifPublic(`(${FACT_DATA})`)}, 'source', ${ifPublic('f.source')}) ORDER BY f.seq), '[]')
   FROM fact f LEFT JOIN fact later ON later.replaces = f.id WHERE f.subject_id = ${root})`;
};

/** SQL: how many facts in force of a root were published nowhere, by kind. */
const untoldFactsSql = (root: string, sources: string): string => `
  (SELECT jsonb_object_agg(k.kind, k.facts) FROM (SELECT f.kind, count(*) AS facts FROM fact f WHERE f.subject_id = ${root}
     AND NOT f.source ->> 'kind' = ANY (${sources}::text[]) AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id) GROUP BY f.kind) k)`;

const shownSql = (column: string, type: string): string => shownColumnSql('c', column, type);

/** SQL: the contracts of the tender `r` that everybody sees, each for the whole that its notices say: with the supplements that were published. */
const contractsSql = (sources: string): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'lot', c.lot_id, 'award', c.award_id, 'supplier', ${shownSql('supplier_id', 'uuid')},
     'title', c.title, 'number', ${shownSql('number', 'text')}, 'amount', (${shownSql('amount', 'bigint')} + ${shownSql('supplements', 'bigint')})::text,
     'signed_on', ${shownSql('signed_on', 'text')}, 'window_start', ${shownSql('window_start', 'text')}, 'window_end', ${shownSql('window_end', 'text')},
     'state', ${shownSql('state', 'text')}, 'terminated_on', ${shownSql('terminated_on', 'text')}, 'amendments', ${publishedAmendmentsSql('c.id')}, 'facts', ${publicFactsSql('c.id', sources)},
     'untold', ${untoldFactsSql('c.id', sources)}) ORDER BY c.created_at, c.id), '[]')
   FROM contract c WHERE c.tender_id = r.id AND c.published AND c.state NOT IN ('draft', 'void'))`;

/** SQL: when each bid of the lot `l` came in, where it was opened here in public: the record of that opening says so to everybody. */
const RECEIPTS = `
  (SELECT jsonb_object_agg(b.id, b.received_at) FROM bid b
   WHERE b.lot_id = l.id AND b.received_at IS NOT NULL AND r.method = 'OPEN_TENDER')`;

/** SQL: the lots of the tender `r` with what the public is shown of their bids and awards. */
const lotsSql = (): string => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'name', l.name, 'ceiling', l.ceiling::text,
     'state', CASE WHEN r.conducted = 'here' THEN lot_state_at(l.state, l.id, t.now) ELSE l.published_state END,
     'deadline_at', ${PUBLIC_LOT_DEADLINE}, 'window', jsonb_build_object('start', ${lotWindowSql('r', 'l', 'start')}, 'end', ${lotWindowSql('r', 'l', 'end')}),
     'bid_count', ${toldBidCountSql(EVERYBODY.isShown)}, 'bids', d.bids, 'receipts', ${RECEIPTS}, 'awards', a.awards, 'ended_awards', e.awards) ORDER BY l.no), '[]')
   FROM lot l CROSS JOIN LATERAL (${lotBidsSql(EVERYBODY)}) d CROSS JOIN LATERAL (${lotAwardsSql(EVERYBODY)}) a
     CROSS JOIN LATERAL (${endedAwardsSql(EVERYBODY)}) e
   WHERE l.tender_id = r.id)`;

const NOTICES = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'title', n.title, 'published_on', n.published_on,
     'url', n.url) ORDER BY n.published_on NULLS LAST, n.id), '[]') FROM notice n WHERE n.tender_id = r.id)`;
const QUESTIONS = `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'question', c.question, 'asked_at', c.asked_at, 'answer', c.answer,
     'answered_at', c.answered_at) ORDER BY c.asked_at, c.id), '[]')
   FROM clarification c WHERE c.tender_id = r.id AND c.answer IS NOT NULL)`;
/** SQL: when the last of the public facts, steps and answers of the tender `r` came. */
const changedAtSql = (sources: string, steppedAt: string): string => `
  greatest((SELECT max(f.recorded_at) FROM fact f WHERE f.source ->> 'kind' = ANY (${sources}::text[]) AND (f.subject_id = r.id
     OR f.subject_id IN (SELECT c.id FROM contract c WHERE c.tender_id = r.id AND c.published AND c.state NOT IN ('draft', 'void')))),
   CASE WHEN r.conducted = 'here' OR EXISTS (SELECT FROM contract c WHERE c.tender_id = r.id AND c.conducted = 'here') THEN ${steppedAt} END,
   (SELECT max(c.answered_at) FROM clarification c WHERE c.tender_id = r.id))`;

interface PurchaseRow extends Omit<PublishedPurchase, 'lots' | 'facts' | 'contracts'> {
  lots: (Omit<PublishedLot, 'bids'> & {
    bids: Omit<PublishedBid, 'members' | 'receivedAt'>[];
    receipts: Record<string, string> | null;
  })[];
  facts: FactRow[];
  contracts: (Omit<PublishedContract, 'facts'> & { facts: FactRow[] })[];
}

function toPublishedPurchase({ facts, lots, contracts, ...row }: PurchaseRow): PublishedPurchase {
  const readBid = indexStatedBids(facts);
  return {
    ...row,
    facts: listPublishedFacts(facts),
    lots: lots.map(({ receipts, ...lot }) => ({
      ...lot,
      bids: lot.bids.map((bid) => {
        const stated = readBid(bid.id);
        return { ...bid, ...stated, receivedAt: stated.receivedAt ?? receipts?.[bid.id] ?? null };
      }),
    })),
    contracts: contracts.map((contract) => ({ ...contract, facts: listPublishedFacts(contract.facts) })),
  };
}

/** One statement for any number of purchases, in the order of their keys. */
export async function loadPublishedPurchases(reader: Reader, ids: readonly string[]): Promise<PublishedPurchase[]> {
  const rows = await reader.query<PurchaseRow[]>(
    `SELECT p.id, jsonb_build_array(p.created_at::text, p.id::text)::text AS page_key, p.title, p.conducted, p.method, p.category,
       p.budget, p.window_start, p.window_end, ${PUBLIC_STATE} AS state, p.buyer_id,
       CASE WHEN r.revision IS NULL THEN '{}' ELSE ${jointBuyersSql('r')} END AS joint_buyers, t.now, p.created_at,
       ${changedAtSql('$2', steppedAtSql('$3', '$4', '$5'))} AS changed_at, ${intendedSql('false')}, ${lotsSql()} AS lots, ${publicFactsSql('r.id', '$2')} AS facts,
       ${contractsSql('$2')} AS contracts, ${NOTICES} AS notices, ${QUESTIONS} AS questions,
       (SELECT count(*)::int FROM challenge x WHERE x.tender_id = r.id AND x.state <> 'voided') AS challenges,
       (SELECT count(*)::int FROM complaint x WHERE x.tender_id = r.id AND x.state <> 'voided') AS complaints
     FROM public_tender p JOIN tender r ON r.id = p.id CROSS JOIN (SELECT business_now() AS now) t
     WHERE p.id = ANY ($1::uuid[]) ORDER BY p.created_at, p.id`,
    [ids, PUBLIC_SOURCES, ...RESTATING_ACTIONS],
  );
  return rows.map(toPublishedPurchase);
}

export interface NamedBody {
  id: string;
  name: string;
  credit_code: string | null;
}

/** Bodies as the register names them. */
export async function loadNamedBodies(reader: Reader, ids: readonly string[]): Promise<Map<string, NamedBody>> {
  const rows = await reader.query<NamedBody[]>(
    `SELECT o.id, o.name, o.credit_code FROM organisation o WHERE o.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The next purchases of a dataset behind this place, in the order in which they were put on record. */
export async function loadNextPurchases(
  reader: Reader,
  dataset: string,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<{ at: string; id: string }[]> {
  return reader.query<{ at: string; id: string }[]>(
    `SELECT p.created_at::text AS at, p.id FROM public_tender p
     WHERE p.dataset = $1 AND (p.created_at, p.id) > ($2::timestamptz, $3::uuid) ORDER BY p.created_at, p.id LIMIT $4`,
    [dataset, after?.at ?? '-infinity', after?.id ?? '00000000-0000-0000-0000-000000000000', limit],
  );
}
