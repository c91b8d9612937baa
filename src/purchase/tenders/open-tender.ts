import { toPermissionScope, toScope } from '../../kernel/access/scope.js';
import { createSharedLock } from '../../kernel/database/kept.js';
import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { FACTS_OF_ROOT, factsOfRow } from './recording/facts-store.js';
import { lotWordsSql } from './conducted/terms/lot-terms.queries.js';
import { deriveLotWindow, type LotWords } from './conducted/terms/lot-terms.rules.js';
import type { DerivedTender } from './purchases/purchase.rules.js';
import type { StoredFact, TenderBase, TenderFact } from './purchases/purchase-types.js';
import { keptPurchase, TENDER_PARTIES, visiblePurchase } from './reads/tender-visibility.js';
import type { Tender } from './tender.entity.js';
import type { StoredRow } from '../../kernel/database/row-types.js';

/** A tender's row with what its rules need, read under its lock. */
export type LockedTender = Pick<
  StoredRow<Tender>,
  | 'id'
  | 'version'
  | 'dataset'
  | 'conducted'
  | 'title'
  | 'buyer_id'
  | 'agent_id'
  | 'programme_id'
  | 'method'
  | 'category'
  | 'region'
  | 'region_text'
  | 'budget_level'
  | 'budget'
  | 'project_no'
  | 'window_start'
  | 'window_end'
  | 'term_text'
  | 'purchase_id'
  | 'round'
  | 'terms'
>;
export interface LotRow extends LotWords {
  id: string;
  no: number;
  name: string | null;
  /** Fen. */
  ceiling: string | null;
  budget: string | null;
  pricing: 'fixed' | 'competitive' | null;
  suppliers_most: number | null;
}
/** A tender under its lock, with everything that follows from or leads to its facts. */
export interface OpenTender {
  tender: LockedTender;
  lots: LotRow[];
  serviceLines: string[];
  /** Oldest first, corrected ones too. */
  facts: TenderFact[];
  /** What this unit of work wrote of it last; absent: nothing yet. */
  written?: Pick<DerivedTender, 'bids' | 'awards'>;
  /** It was made by this unit of work: what follows from its facts is not stored but by it. */
  isNew?: true;
}

/** Locks a tender whose record the caller keeps. One that is only visible to the caller is not theirs to change: 403. */
const lockTender = createSharedLock<LockedTender>('tender', (tx) => {
  const recording = toPermissionScope(tx.principal, 'tender.record');
  return {
    kept: (sql) => keptPurchase(sql, recording, TENDER_PARTIES),
    visible: (sql) => visiblePurchase(sql, toScope(tx.principal), TENDER_PARTIES),
  };
});

export async function openTender(tx: Tx, id: string, version?: number): Promise<OpenTender> {
  const tender = await lockTender(tx, id, version);
  if (tender.conducted === 'here') throw new Problem('conducted_here');
  const { lots, lines, facts } = await loadParts(tx, id);
  return { tender, lots, serviceLines: lines, facts: factsOfRow<TenderFact>(facts) };
}

interface TenderParts {
  id: string;
  now: Date;
  lines: string[];
  lots: LotRow[];
  facts: StoredFact<string>[];
}

/** Read after the lock: what was waited for must be seen. */
const loadParts = shareCalls(async (tx, ids: readonly string[]) => {
  const rows = await tx.runPreparedQuery<TenderParts>(
    `SELECT r.id, business_now() AS now,
       ARRAY(SELECT service_line_id FROM tender_service_line WHERE tender_id = r.id ORDER BY 1) AS lines,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'name', l.name, 'ceiling', l.ceiling::text,
         'budget', l.budget::text, 'pricing', l.pricing, 'suppliers_most', l.suppliers_most, ${lotWordsSql('l')}) ORDER BY l.no), '[]')
        FROM lot l WHERE l.tender_id = r.id) AS lots,
       ${FACTS_OF_ROOT} AS facts
     FROM unnest($1::uuid[]) AS r(id)`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const parts = byId.get(id.toLowerCase()) as TenderParts;
    tx.setTime(parts.now);
    return parts;
  });
});

export const toTenderBase = ({ tender, lots, serviceLines }: Omit<OpenTender, 'facts'>): TenderBase => ({
  title: tender.title,
  buyer: tender.buyer_id,
  method: tender.method,
  category: tender.category,
  region: tender.region,
  regionText: tender.region_text,
  window: { start: tender.window_start, end: tender.window_end },
  serviceLines: serviceLines.length,
  lots: lots.map(({ no, ceiling, suppliers_most: suppliersMost, window, serviceLines: own }) => ({
    no,
    ceiling: ceiling === null ? null : BigInt(ceiling),
    suppliersMost,
    window: deriveLotWindow({ start: tender.window_start, end: tender.window_end }, window),
    ownLines: own.length,
  })),
});

const listTenants = ({ buyer_id: buyer, agent_id: agent, terms }: LockedTender): string[] => [
  ...new Set([buyer, agent, ...(terms?.jointBuyers ?? [])].filter((body) => body !== null)),
];

/** How the audit and the feed name a tender: they tell who buys, alone or together, and its agent. */
export const toTenderChange = (tender: LockedTender) => ({
  aggregate: 'tender',
  id: tender.id,
  dataset: tender.dataset,
  region: tender.region,
  tenants: listTenants(tender),
});
