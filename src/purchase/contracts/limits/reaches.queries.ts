import { toDay, type Moment } from '../../../kernel/clock/moment.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { loadLimits } from '../../../law/rules/limits/limits.queries.js';
import {
  procurementReach,
  type LimitedPurchase,
  type LimitRow,
  type Reach,
} from '../../../law/rules/limits/reach.rules.js';

/** A manager in a transaction, or the pool. */
interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

interface PurchaseRow {
  id: string;
  conducted: 'here' | 'elsewhere';
  region: string | null;
  level: BudgetLevel | null;
  /** Fen. `priced`: each lot says its budget or its highest price. */
  budget: string | null;
  lots: string | null;
  priced: boolean | null;
  awarded: string | null;
  contracted: string | null;
  noticed: Moment | null;
  issued: Moment | null;
  awarded_on: PartialDate | null;
  signed_on: PartialDate | null;
}

/** SQL: what the first of the facts `f` says of a day that says it. */
const firstSaidSql = (field: string): string =>
  `(array_agg(f.data ->> '${field}' ORDER BY f.seq) FILTER (WHERE f.data ->> '${field}' IS NOT NULL))[1]`;

const PURCHASES = `
  SELECT t.id, t.conducted, t.region, t.budget_level AS level, t.budget::text AS budget,
    l.lots, l.priced, a.awarded, c.contracted, n.noticed, n.issued, a.awarded_on, c.signed_on
  FROM tender t
  CROSS JOIN LATERAL (SELECT sum(coalesce(l.budget, l.ceiling))::text AS lots, bool_and(coalesce(l.budget, l.ceiling) IS NOT NULL) AS priced
    FROM lot l WHERE l.tender_id = t.id) l
  CROSS JOIN LATERAL (SELECT (sum(a.amount) FILTER (WHERE a.state IN ('active', 'contracted')))::text AS awarded,
      min(coalesce(a.decided_on, a.published_on)) AS awarded_on FROM award a WHERE a.tender_id = t.id) a
  CROSS JOIN LATERAL (SELECT (sum(c.amount) FILTER (WHERE c.state NOT IN ('draft', 'void')))::text AS contracted,
      min(c.signed_on) AS signed_on FROM contract c WHERE c.tender_id = t.id AND c.renewal_of IS NULL) c
  CROSS JOIN LATERAL (SELECT ${firstSaidSql('publishedOn')} AS noticed, ${firstSaidSql('documentsFrom')} AS issued FROM fact f
    WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind = 'notice' AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)) n
  WHERE t.id = ANY ($1::uuid[])`;

/** A purchase, and the limits of its place. */
export interface MeasuredPurchase {
  reach: Reach;
  /** The same by its amount alone, also of a purchase that is conducted here. */
  byAmount: Reach;
  sum: LimitedPurchase['sum'];
}

/**
 * Purchases with what they come to and how that compares with the limits, by their ids: two statements however many there are.
 * `planned`: the day of one that is not announced yet.
 */
export async function loadMeasurements(
  reader: Reader,
  tenders: readonly string[],
  planned: PartialDate | null = null,
): Promise<Map<string, MeasuredPurchase>> {
  const rows = await reader.query<PurchaseRow>(PURCHASES, [[...new Set(tenders)]]);
  const limits = await loadLimits(
    reader,
    rows.map(({ region }) => region),
  );
  return new Map(rows.map((row) => [row.id, measure(row, limits, planned)]));
}

function measure(row: PurchaseRow, limits: readonly LimitRow[], planned: PartialDate | null): MeasuredPurchase {
  const { conducted, region, level } = row;
  const purchase = { region, level, sum: deriveSum(row), day: findDay(row) ?? planned };
  return {
    reach: procurementReach({ ...purchase, conducted }, limits),
    byAmount: procurementReach({ ...purchase, conducted: 'elsewhere' }, limits),
    sum: purchase.sum,
  };
}

/** How far the law of procurement reaches purchases, by their ids. */
export async function loadReaches(reader: Reader, tenders: readonly string[]): Promise<Map<string, Reach>> {
  const measured = await loadMeasurements(reader, tenders);
  return new Map([...measured].map(([id, { reach }]) => [id, reach]));
}

/** The same of contracts, to be asked by their ids: one that is conducted here is so by that law, however it was awarded. */
export async function loadContractReaches(
  reader: Reader,
  contracts: readonly { id: string; tender_id: string; conducted: 'here' | 'elsewhere' }[],
): Promise<(contract: string) => Reach> {
  const tenders = contracts.map(({ tender_id: tender }) => tender);
  const reaches = await loadReaches(reader, tenders);
  const byId = new Map(contracts.map((row) => [row.id, row]));
  return (contract) => {
    const { tender_id: tender = '', conducted } = byId.get(contract) ?? {};
    const reach = reaches.get(tender);
    if (reach === undefined) throw new Error(`the reach of contract ${contract} was not loaded`);
    return conducted === 'here' ? { ...reach, state: 'applies', missing: [] } : reach;
  };
}

/** A limit is that of the day on which the purchase is announced, else of the first day known after it. */
function findDay({ noticed, issued, awarded_on, signed_on }: PurchaseRow): PartialDate | null {
  const day = noticed ?? issued ?? awarded_on ?? signed_on;
  return day === null ? null : toDay(day);
}

/**
 * The budget, and never less than the lots may come to. What was awarded or contracted alone is the least that the purchase
 * may have come to: its budget was at least that.
 */
function deriveSum({ budget, lots, priced, awarded, contracted }: PurchaseRow): LimitedPurchase['sum'] {
  const planned = [budget, lots].filter((sum) => sum !== null).map(BigInt);
  const known = [...planned, ...[awarded, contracted].filter((sum) => sum !== null).map(BigInt)];
  if (known.length === 0) return null;
  const isWhole = budget !== null || priced === true;
  return { amount: findMost(isWhole ? planned : known), isLeast: !isWhole };
}

const findMost = (sums: readonly bigint[]): bigint => sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
