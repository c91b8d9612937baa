import { paidSql } from '../../../purchase/contracts/contributions/deals.queries.js';

paidSql.contribute(
  (contract) =>
    `SELECT coalesce(sum(p.claimed), 0) FROM payment p WHERE p.contract_id = ${contract} AND p.state = 'paid'`,
);
