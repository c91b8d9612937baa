import { isMine } from '../../../kernel/access/visible.js';
import { lockSignedContracts } from '../../tenders/notices/notice-parts.js';
import { tenderContractsSql } from '../../tenders/reads/tender-parts.queries.js';

tenderContractsSql.contribute(
  (sql, scope) =>
    `SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'lot', l.no, 'award', c.award_id, 'state', c.state) ORDER BY l.no, c.id), '[]')
     FROM contract c LEFT JOIN lot l ON l.id = c.lot_id WHERE c.tender_id = r.id AND c.state NOT IN ('draft', 'void')
       AND (c.published OR i.insider OR ${isMine(sql, scope, 'c.supplier_id')})`,
);

lockSignedContracts.contribute(async (tx, tender) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM contract WHERE tender_id = $1 AND state NOT IN ('draft', 'void') ORDER BY id FOR NO KEY UPDATE`,
    [tender],
  );
  return rows.map(({ id }) => id);
});
