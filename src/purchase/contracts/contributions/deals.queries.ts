import { declareContribution } from '../../../kernel/contributions/contributed.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import {
  dealsSql,
  loadBindings,
  lotsOnTheWaySql,
  type Binding,
} from '../../programmes/budget-lines/commitments.queries.js';

/** SQL: the amount of one row, what was paid of a contract and has not come back. */
export const paidSql = declareContribution<(contract: string) => string>('what was paid of a contract');

/** SQL: the amount of one row, what a contract comes to by its instalments that are paid or to be paid. */
export const scheduledSql = declareContribution<(contract: string) => string>(
  'what the instalments of a contract come to',
);

/**
 * SQL: `deal`, the deals of a programme: each awarded lot at its contract's amount, else its award's; and contracts whose award
 * is not known: one that names no lot (`whole`) by what it is above the awards of its supplier that have no contract of their own,
 * as far as no other such contract of the purchase carries them out.
 * Once it is said what was accepted of a contract, it binds that; one that is paid by the unit, once it is settled, what its
 * instalments come to: the amount was what they might have come to. One that was rescinded, or closed without a performance, binds
 * what was paid of it and has not come back: that does not come back by itself when a remedy invalidates its award, whoever is
 * awarded the lot after it. A void contract binds nothing. A renewal is a deal of its own, and binds the programme whose budget
 * line assures it.
 */
const deals = (): string => `
  binding AS (
    SELECT c.id, c.tender_id, c.award_id, c.lot_id, c.supplier_id, c.category, c.state, c.renewal_of IS NOT NULL AS renews,
      c.lot_id IS NULL AND c.award_id IS NULL AND c.renewal_of IS NULL AS whole,
      CASE WHEN c.accepted_amount IS NOT NULL AND c.state IN ('settled', 'archived') AND c.content #>> '{price,kind}' <> 'sum'
        THEN greatest(least(c.accepted_amount, (${scheduledSql('c.id')})), (${paidSql('c.id')}))
        WHEN c.accepted_amount IS NOT NULL OR c.state = 'rescinded' OR (c.state IN ('settled', 'archived') AND c.terminated_on IS NOT NULL)
        THEN greatest(coalesce(c.accepted_amount, 0),
          (${paidSql('c.id')}))
        ELSE c.amount + c.supplements END AS amount
    FROM (SELECT * FROM contract WHERE renewal_of IS NULL AND tender_id IN (SELECT id FROM tender WHERE programme_id = $1)
      UNION ALL SELECT * FROM contract WHERE renewal_of IS NOT NULL AND programme_id = $1) c
    WHERE c.state <> 'void'
  ), deal AS (
    SELECT t.category, 'award' AS kind, a.id, t.id AS tender, a.lot_id,
      coalesce((SELECT sum(c.amount) FROM binding c WHERE c.award_id = a.id AND NOT c.renews), a.amount) AS amount
    FROM award a JOIN tender t ON t.id = a.tender_id
    WHERE t.programme_id = $1 AND a.state IN ('active', 'contracted')
    UNION ALL
    SELECT c.category, 'contract', c.id, c.tender_id, c.lot_id, c.amount - coalesce(w.amount, 0)
    FROM binding c CROSS JOIN LATERAL (
      SELECT count(*) AS awards, greatest(sum(a.amount) - coalesce((SELECT sum(o.amount) FROM binding o WHERE o.whole
          AND o.tender_id = c.tender_id AND o.supplier_id IS NOT DISTINCT FROM c.supplier_id AND o.id < c.id), 0), 0) AS amount FROM award a
      WHERE c.whole AND a.tender_id = c.tender_id AND a.state IN ('active', 'contracted')
        AND (c.supplier_id IS NULL OR a.supplier_id = c.supplier_id)
        AND NOT EXISTS (SELECT FROM binding own WHERE own.award_id = a.id AND NOT own.renews)) w
    WHERE NOT (c.state = 'rescinded' AND c.amount = 0) AND (c.renews OR c.whole AND (w.awards = 0 OR c.amount > coalesce(w.amount, 0))
      OR c.award_id IS NULL AND NOT c.whole AND NOT EXISTS (
      SELECT FROM award a WHERE a.lot_id = c.lot_id AND a.state IN ('active', 'contracted')
        AND (NOT a.several OR c.supplier_id IS NULL OR a.supplier_id = c.supplier_id))
      OR c.award_id IS NOT NULL AND c.amount > 0 AND c.state IN ('rescinded', 'part_accepted', 'settled', 'archived')
        AND NOT EXISTS (SELECT FROM award a WHERE a.id = c.award_id AND a.state IN ('active', 'contracted')))
  )`;
/**
 * SQL: lots of tenders conducted here that are on their way under a programme and not awarded yet, at their ceilings, the given
 * tender among them with the ceilings that are given for it.
 */
const ON_THE_WAY = `
  SELECT t.category, 'tender' AS kind, t.id, t.id AS tender, l.id AS lot_id, coalesce(g.ceiling, l.ceiling) AS amount
  FROM tender t JOIN lot l ON l.tender_id = t.id
  LEFT JOIN jsonb_to_recordset($3::jsonb) AS g(no integer, ceiling bigint) ON t.id = $2 AND g.no = l.no
  WHERE t.programme_id = $1 AND t.conducted = 'here' AND (t.id = $2 OR t.state NOT IN ('draft', 'failed', 'cancelled'))
    AND l.state IS DISTINCT FROM 'failed' AND l.state IS DISTINCT FROM 'cancelled'
    AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('active', 'contracted'))`;
dealsSql.contribute(deals);
lotsOnTheWaySql.contribute(() => ON_THE_WAY);

/** Everything with a known amount that binds a programme, the largest first. */
loadBindings.contribute(async (reader, programme) => {
  const rows = await runPreparedStatement<Omit<Binding, 'amount'> & { amount: string }>(
    reader,
    `WITH ${deals()}
     SELECT x.kind, x.id, x.tender, l.no AS lot, x.category, x.amount::text AS amount
     FROM (SELECT * FROM deal UNION ALL ${ON_THE_WAY}) x LEFT JOIN lot l ON l.id = x.lot_id
     WHERE x.amount > 0 ORDER BY x.amount DESC, x.id, l.no`,
    [programme, null, '[]'],
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
});
