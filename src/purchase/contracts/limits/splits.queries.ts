import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { loadLimits } from '../../../law/rules/limits/limits.queries.js';
import { tenderApprovalsSql, tenderChangesSql } from '../../tenders/oversight/ways/covering-change.queries.js';
import { groupSplits, type SplitGroup, type SplitLine, type SplitPurchase } from './splits.rules.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

interface ProgrammeRow {
  id: string;
  year: number;
  lines: SplitLine[];
  purchases: PurchaseRow[];
}
interface PurchaseRow extends Omit<SplitPurchase, 'record' | 'level' | 'amount' | 'isLeast'> {
  id: string;
  level: BudgetLevel | null;
  budget: string | null;
  lots: string | null;
  priced: boolean | null;
  whole: boolean;
  dealt: string | null;
}

/** SQL: the lot `l` goes on. */
const STANDS = `coalesce(l.state, '') NOT IN ('failed', 'cancelled')`;

/** SQL: whether the line `b` of the programme `p` was adjusted, and that was approved. */
const ADJUSTED = `(b.adjusted_on IS NOT NULL AND p.state IN ('approved', 'closed'))`;

const PROGRAMMES = `
  SELECT p.id, p.year,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'category', b.category, 'adjusted', ${ADJUSTED}) ORDER BY b.created_at, b.id), '[]')
     FROM budget_line b WHERE b.programme_id = p.id) AS lines,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'key', r.key, 'purchase', t.purchase_id, 'method', t.method, 'category', t.category,
        'region', t.region, 'level', t.budget_level,
        'approved', CASE WHEN t.conducted = 'here' THEN
          EXISTS (SELECT ${tenderApprovalsSql('t')} AND m.method = t.method AND m.state = 'granted')
          OR EXISTS (SELECT ${tenderChangesSql('t')} AND c.state = 'granted') END,
        'budget', t.budget::text,
        'lots', (SELECT sum(coalesce(l.budget, l.ceiling))::text FROM lot l WHERE l.tender_id = t.id AND ${STANDS}),
        'priced', (SELECT bool_and(coalesce(l.budget, l.ceiling) IS NOT NULL) FROM lot l WHERE l.tender_id = t.id AND ${STANDS}),
        'whole', NOT EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id AND NOT ${STANDS}),
        'dealt', (SELECT sum(a.amount)::text FROM award a WHERE a.tender_id = t.id AND a.state IN ('active', 'contracted')))
      ORDER BY r.key), '[]')
     FROM tender t JOIN tenders r ON r.id = t.id
     WHERE t.programme_id = p.id AND t.dataset = p.dataset AND coalesce(t.state, '') NOT IN ('failed', 'cancelled')
       AND (t.id = $2::uuid OR t.conducted = 'elsewhere' OR t.state NOT IN ('draft', 'in_review'))
       AND (NOT EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id) OR EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id AND ${STANDS}))
    ) AS purchases
  FROM programme p WHERE p.id = ANY ($1::uuid[])`;

/** What the purchases of a programme come to, by category, and the tenders that were read. */
interface ProgrammeSplits {
  year: number;
  groups: SplitGroup[];
  tenders: string[];
}

/**
 * Purchases of programmes that were not tendered openly, added up. Drafts do not count yet, but for the one that is asked
 * about (`draft`), or one that is not stored (`planned`).
 */
export async function loadSplits(
  reader: Reader,
  programmes: readonly string[],
  { draft = null, planned = [] }: { draft?: string | null; planned?: readonly SplitPurchase[] } = {},
): Promise<Map<string, ProgrammeSplits>> {
  const rows = await reader.query<ProgrammeRow>(PROGRAMMES, [[...new Set(programmes)], draft]);
  const limits = await loadLimits(
    reader,
    [...rows.flatMap(({ purchases }) => purchases), ...planned].map(({ region }) => region),
  );
  return new Map(
    rows.map(({ id, year, lines, purchases }) => [
      id,
      {
        year,
        groups: groupSplits(year, lines, [...purchases.map(toPurchase), ...planned], limits),
        tenders: purchases.map((purchase) => purchase.id),
      },
    ]),
  );
}

/** The budget where all of its lots go on, and never less than they may come to; what was awarded is the least that it was. */
function toPurchase({ id, budget, lots, priced, whole, dealt, ...purchase }: PurchaseRow): SplitPurchase {
  const planned = [whole ? budget : null, lots].filter((sum) => sum !== null).map(BigInt);
  const isWhole = (whole && budget !== null) || priced === true;
  const known = isWhole ? planned : [...planned, ...(dealt === null ? [] : [BigInt(dealt)])];
  const amount = known.length === 0 ? null : known.reduce((most, sum) => (sum > most ? sum : most)).toString();
  return { ...purchase, record: `tender:${id}`, amount, isLeast: !isWhole };
}
