import { isSchemeInForce } from '../../../purchase/tenders/conducted/terms/announced-scheme.js';

isSchemeInForce.contribute(async (tx, scheme, { body, dataset }) => {
  const rows = await tx.query(
    `SELECT FROM evaluation_scheme WHERE id = $1 AND owner_id = $2 AND dataset = $3 AND state = 'active'`,
    [scheme, body, dataset],
  );
  return rows.length > 0;
});
