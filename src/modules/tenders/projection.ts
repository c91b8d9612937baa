import { parseYuan } from '../../platform/money/money.js';
import type { Tx } from '../../platform/database/transactions.js';
import { isMoment } from '../../platform/clock/moment.js';
import { missingOf } from './completeness.rules.js';
import { conflictsOf } from './conflicts.rules.js';
import type { Party } from './facts.types.js';
import { certainlyPassedAt, deriveTender, factsOf, type DerivedTender } from './purchase.rules.js';
import type { Conflict, TenderBase, TenderFact } from './purchase.types.js';

/** A tender's row with what its rules need, read under its lock. */
export interface LockedTender {
  id: string;
  version: number;
  dataset: string;
  conducted: 'here' | 'elsewhere';
  title: string;
  buyer_id: string | null;
  agent_id: string | null;
  programme_id: string | null;
  method: string | null;
  category: string | null;
  region: string | null;
  region_text: string | null;
  window_start: string | null;
  window_end: string | null;
  term_text: string | null;
  purchase_id: string;
  round: number;
}
export interface LotRow {
  id: string;
  no: number;
  ceiling: string | null;
}

export const baseOf = (tender: LockedTender, lots: readonly LotRow[], serviceLines: number): TenderBase => ({
  title: tender.title,
  buyer: tender.buyer_id,
  method: tender.method,
  category: tender.category,
  region: tender.region,
  window: { start: tender.window_start, end: tender.window_end },
  serviceLines,
  lots: lots.map((l) => ({ no: l.no, ceiling: l.ceiling === null ? null : BigInt(l.ceiling) })),
});

const fen = (yuan: string | undefined): string | null => (yuan === undefined ? null : parseYuan(yuan).toString());
const organisation = (party: Party | undefined): string | null => party?.organisation ?? null;

/** Rewrites the rows that follow from a tender's facts. Every statement is set-based; what has no facts costs nothing. */
export async function projectTender(
  tx: Tx,
  tender: LockedTender,
  lots: readonly LotRow[],
  serviceLines: number,
  facts: readonly TenderFact[],
): Promise<{ derived: DerivedTender; conflicts: Conflict[] }> {
  const base = baseOf(tender, lots, serviceLines);
  const derived = deriveTender(
    lots.map((l) => l.no),
    facts,
  );
  const conflicts = conflictsOf(base, facts);
  await tx.query(
    `UPDATE tender SET state = $2, deadline_at = $3, published = $4, conflicts = $5, completeness = $6,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [
      tender.id,
      derived.state,
      derived.deadlineAt,
      derived.published,
      JSON.stringify(conflicts),
      JSON.stringify(missingOf(base, facts)),
    ],
  );
  await tx.query(
    `UPDATE lot SET state = g.state, bid_count = g."bidCount", deadline_at = g."deadlineAt"
     FROM jsonb_to_recordset($2::jsonb) AS g(no integer, state text, "bidCount" integer, "deadlineAt" timestamptz)
     WHERE lot.tender_id = $1 AND lot.no = g.no`,
    [tender.id, JSON.stringify(derived.lots)],
  );
  const idOf = new Map(lots.map((l) => [l.no, l.id]));
  await projectBids(tx, tender.id, lots, facts);
  await projectAwards(tx, tender.id, idOf, derived);
  return { derived, conflicts };
}

async function projectBids(
  tx: Tx,
  tender: string,
  lots: readonly LotRow[],
  facts: readonly TenderFact[],
): Promise<void> {
  if (!facts.some((f) => f.kind === 'bid')) return;
  const bids = lots.flatMap((lot) =>
    factsOf(facts, 'bid', lot.no)
      .filter((f) => f.lot !== null || lots.length === 1)
      .map((f) => ({
        id: f.id,
        lot: lot.id,
        bidder: organisation(f.data.bidder),
        price: fen(f.data.price),
        rank: f.data.rank ?? null,
        score: f.data.score ?? null,
        status: f.data.status ?? null,
      })),
  );
  await tx.query(`DELETE FROM bid WHERE tender_id = $1 AND NOT (id = ANY($2::uuid[]))`, [
    tender,
    bids.map((b) => b.id),
  ]);
  await tx.query(
    `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, rank, score, status)
     SELECT g.id, $1, g.lot, g.bidder, g.price, g.rank, g.score, g.status FROM jsonb_to_recordset($2::jsonb)
       AS g(id uuid, lot uuid, bidder uuid, price bigint, rank integer, score numeric, status text)
     ON CONFLICT (id) DO NOTHING`,
    [tender, JSON.stringify(bids)],
  );
}

async function projectAwards(
  tx: Tx,
  tender: string,
  idOf: ReadonlyMap<number, string>,
  derived: DerivedTender,
): Promise<void> {
  if (derived.awards.length === 0) return;
  await tx.query(
    `INSERT INTO award (tender_id, lot_id, supplier_id, amount, decided_on, published_on, state, fact_id)
     SELECT $1, g.lot, g.supplier, g.amount, g.decided, g.published, g.state, g.fact FROM jsonb_to_recordset($2::jsonb)
       AS g(lot uuid, supplier uuid, amount bigint, decided text, published text, state text, fact uuid)
     ON CONFLICT (lot_id) WHERE state IN ('active', 'contracted') DO UPDATE SET
       supplier_id = EXCLUDED.supplier_id, amount = EXCLUDED.amount, decided_on = EXCLUDED.decided_on,
       published_on = EXCLUDED.published_on, state = EXCLUDED.state, fact_id = EXCLUDED.fact_id`,
    [
      tender,
      JSON.stringify(
        derived.awards.map((a) => ({
          lot: idOf.get(a.lot),
          supplier: organisation(a.data.supplier),
          amount: fen(a.data.amount),
          decided: a.data.decidedOn ?? null,
          published: a.data.publishedOn ?? null,
          state: a.contracted ? 'contracted' : 'active',
          fact: a.fact,
        })),
      ),
    ],
  );
}

/** Kinds of facts that were published as a notice, and as which. */
const NOTICE_KINDS: Record<string, string> = {
  intention: 'intent',
  notice: 'tender',
  correction: 'correction',
  award: 'result',
  contract: 'contract',
  failure: 'failure',
  cancellation: 'failure',
  acceptance: 'acceptance',
  evaluation: 'evaluation',
};

/** What a file says of the notice as a whole; a person's facts say it by their source. */
export interface NoticeText {
  kind?: string;
  title?: string;
  raw?: unknown;
}

/** One public notice for each publication that facts were read from. */
export async function projectNotices(
  tx: Tx,
  tender: LockedTender,
  facts: readonly {
    kind: string;
    data: object;
    source: { kind: string; url?: string | null; reference?: string | null; publishedOn?: string | null };
  }[],
  contract: string | null,
  text: NoticeText = {},
): Promise<void> {
  const notices = new Map<string, object>();
  for (const fact of facts) {
    const data = fact.data as { publishedOn?: string; deadline?: string; singleSource?: boolean };
    const kind = text.kind ?? (fact.kind === 'notice' && data.singleSource ? 'single_source' : NOTICE_KINDS[fact.kind]);
    if (fact.source.kind !== 'notice' || kind === undefined) continue;
    const key = [kind, fact.source.reference, fact.source.url, fact.source.publishedOn].join('\n');
    const before = notices.get(key) as { deadline: string | null } | undefined;
    const deadline = before?.deadline ?? data.deadline ?? null;
    notices.set(key, {
      kind,
      title: text.title ?? tender.title,
      published: fact.source.publishedOn ?? data.publishedOn ?? null,
      url: fact.source.url ?? null,
      reference: fact.source.reference ?? null,
      deadline,
      deadlineAt: deadline !== null && isMoment(deadline) ? certainlyPassedAt(deadline) : null,
      raw: text.raw ?? null,
    });
  }
  if (notices.size === 0) return;
  await tx.query(
    `INSERT INTO notice (dataset, tender_id, contract_id, kind, title, published_on, url, reference, deadline, deadline_at,
       region, region_text, category, method, buyer_name, search_text, raw)
     SELECT $2, $1, $3, g.kind, g.title, g.published, g.url, g.reference, g.deadline, g."deadlineAt",
       $4::text, $5::text, $6::text, $7::text, o.name, concat_ws(' ', g.title, o.name, $5::text, l.names), g.raw
     FROM jsonb_to_recordset($9::jsonb) AS g(kind text, title text, published text, url text, reference text,
       deadline text, "deadlineAt" timestamptz, raw jsonb)
     LEFT JOIN organisation o ON o.id = $8
     LEFT JOIN LATERAL (SELECT string_agg(name, ' ' ORDER BY no) AS names FROM lot WHERE tender_id = $1) l ON true
     ON CONFLICT DO NOTHING`,
    [
      tender.id,
      tender.dataset,
      contract,
      tender.region,
      tender.region_text,
      tender.category,
      tender.method,
      tender.buyer_id,
      JSON.stringify([...notices.values()]),
    ],
  );
}
