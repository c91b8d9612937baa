import type { Sql } from '../../../kernel/database/sql.js';
import { getRule } from '../../../law/rules/rule-book.js';

const EXCEPTION = getRule('CONSULT-2-EXCEPTION');
const LEAST = getRule('MIN-SUPPLIERS-3');

/** SQL: fewer suppliers are left in the lot than its panel may score, or report on (`offers_too_few`), as `leastSuppliers` has it. */
export const hasTooFewOffersSql = (sql: Sql, lot: string, method: string): string => `(
  SELECT count(DISTINCT few.bidder_id) < CASE WHEN ${method} = 'COMPETITIVE_CONSULTATION' AND business_today() >= ${sql.p(EXCEPTION.effectiveFrom)}::date
    THEN ${Number(EXCEPTION.value)} ELSE ${Number(LEAST.value)} END
  FROM bid few WHERE few.lot_id = ${lot} AND few.state = 'valid')`;
