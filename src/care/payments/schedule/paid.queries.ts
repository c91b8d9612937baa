import { paidSql } from '../../../purchase/contracts/contributions/deals.queries.js';

/** SQL: fen that were paid of a contract before it went on here: facts of payments that are none of its instalments. */
export const paidBeforeSql = (contract: string): string =>
  `(SELECT coalesce(sum(round((f.data ->> 'amount')::numeric * 100)), 0)::bigint FROM fact f
     WHERE f.subject_type = 'contract' AND f.subject_id = ${contract} AND f.kind = 'payment' AND f.data ? 'amount'
       AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)
       AND NOT EXISTS (SELECT FROM payment p WHERE p.contract_id = ${contract} AND f.source ->> 'reference' = 'payment:' || p.id))`;

paidSql.contribute(
  (contract) =>
    `SELECT coalesce(sum(p.claimed), 0) + ${paidBeforeSql(contract)} FROM payment p WHERE p.contract_id = ${contract} AND p.state = 'paid'`,
);
