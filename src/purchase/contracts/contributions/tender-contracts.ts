import { isMine } from '../../../kernel/access/visible.js';
import { lockSignedContracts } from '../../tenders/notices/notice-parts.js';
import { shownColumnSql } from '../../tenders/reads/published-words.queries.js';
import { purchaseEndsSql, tenderContractsSql } from '../../tenders/reads/tender-parts.queries.js';

tenderContractsSql.contribute((sql, scope) => {
  const isWhole = `i.insider OR ${isMine(sql, scope, 'c.supplier_id')}`;
  const state = shownColumnSql('c', 'state', 'text', isWhole);
  return `SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'lot', l.no, 'award', c.award_id, 'state', ${state}) ORDER BY l.no, c.id), '[]')
     FROM contract c LEFT JOIN lot l ON l.id = c.lot_id WHERE c.tender_id = r.id AND c.state NOT IN ('draft', 'void')
       AND (c.published OR ${isWhole})`;
});

lockSignedContracts.contribute(async (tx, tender) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM contract WHERE tender_id = $1 AND state NOT IN ('draft', 'void') ORDER BY id FOR NO KEY UPDATE`,
    [tender],
  );
  return rows.map(({ id }) => id);
});

/** SQL: the tender `t` or its lot `l` came to its end without a contract. */
const IS_OVER = `(coalesce(l.state, '') IN ('failed', 'cancelled') OR coalesce(t.state, '') IN ('failed', 'cancelled'))`;
/** SQL: the day on which the chain of a root took one of these steps. */
const stepDaySql = (type: string, id: string, actions: readonly string[]): string => `
  (SELECT (max(e.at) AT TIME ZONE 'Asia/Shanghai')::date::text FROM audit_entry e
   WHERE e.aggregate_type = '${type}' AND e.aggregate_id = ${id}::text AND e.action IN (${actions.map((action) => `'${action}'`).join(', ')}))`;

purchaseEndsSql.contribute(
  (tender) => `
  (SELECT coalesce(jsonb_agg(x.day), '[]') FROM (
     SELECT coalesce((SELECT coalesce(f.data ->> 'on', f.data ->> 'publishedOn') FROM fact f
         WHERE f.subject_type = 'tender' AND f.subject_id = t.id AND f.kind IN ('failure', 'cancellation') AND coalesce(f.lot, l.no) = l.no
         ORDER BY f.seq DESC LIMIT 1), ${stepDaySql('tender', 't.id', ['cancel', 'fail', 'end_by_decision'])}) AS day
     FROM tender t JOIN lot l ON l.tender_id = t.id WHERE t.id = ${tender} AND ${IS_OVER}
     UNION ALL SELECT NULL FROM tender t JOIN lot l ON l.tender_id = t.id WHERE t.id = ${tender} AND NOT ${IS_OVER}
       AND NOT EXISTS (SELECT FROM contract c WHERE c.tender_id = t.id AND coalesce(c.lot_id, l.id) = l.id AND c.state NOT IN ('draft', 'void'))
     UNION ALL SELECT CASE WHEN c.conducted = 'elsewhere' THEN coalesce(c.terminated_on, c.window_end, l.window_end, t.window_end)
       WHEN c.state IN ('settled', 'archived') THEN ${stepDaySql('contract', 'c.id', ['settle', 'close_unperformed'])} END
     FROM contract c JOIN tender t ON t.id = c.tender_id LEFT JOIN lot l ON l.id = c.lot_id
     WHERE c.tender_id = ${tender} AND c.state NOT IN ('draft', 'void')
     UNION ALL SELECT coalesce(f.data ->> 'on', f.data ->> 'concludedOn') FROM contract c
       JOIN fact f ON f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind IN ('payment', 'acceptance')
     WHERE c.tender_id = ${tender} AND c.conducted = 'elsewhere' AND c.state NOT IN ('draft', 'void')
       AND coalesce(f.data ->> 'on', f.data ->> 'concludedOn') IS NOT NULL
   ) x)`,
);
