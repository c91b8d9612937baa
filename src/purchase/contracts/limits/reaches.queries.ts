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

/** SQL: what the first notice in force of the tender `t` says of a day. */
const noticeSql = (field: string): string => `
  (SELECT f.data ->> '${field}' FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind = 'notice'
     AND f.data ->> '${field}' IS NOT NULL AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)
   ORDER BY f.seq LIMIT 1)`;

const PURCHASES = `
  SELECT t.id, t.conducted, t.region, t.budget_level AS level, t.budget::text AS budget,
    (SELECT sum(coalesce(l.budget, l.ceiling))::text FROM lot l WHERE l.tender_id = t.id) AS lots,
    (SELECT bool_and(coalesce(l.budget, l.ceiling) IS NOT NULL) FROM lot l WHERE l.tender_id = t.id) AS priced,
    (SELECT sum(a.amount)::text FROM award a WHERE a.tender_id = t.id AND a.state IN ('active', 'contracted')) AS awarded,
    (SELECT sum(c.amount)::text FROM contract c WHERE c.tender_id = t.id AND c.state NOT IN ('draft', 'void') AND c.renewal_of IS NULL) AS contracted,
    ${noticeSql('publishedOn')} AS noticed, ${noticeSql('documentsFrom')} AS issued,
    (SELECT min(coalesce(a.decided_on, a.published_on)) FROM award a WHERE a.tender_id = t.id) AS awarded_on,
    (SELECT min(c.signed_on) FROM contract c WHERE c.tender_id = t.id AND c.renewal_of IS NULL) AS signed_on
  FROM tender t WHERE t.id = ANY ($1::uuid[])`;

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
