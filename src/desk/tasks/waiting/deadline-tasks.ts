import type { Principal } from '../../../kernel/access/principal.js';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import type { Sql } from '../../../kernel/database/sql.js';
import { AWAITS_DRAFT } from './contract-tasks.js';
import { listOwnDraftsSql } from './draft-tasks.js';
import { hasPaymentTaskSql } from '../money-tasks.js';
import { holdsReviewSql, midnight } from '../task-parts.js';

/**
 * Acts that the law makes due and that are not on record: until they are where every act is on record here, else until the
 * day, after which it is not known whether they happened elsewhere. What the caller has a task of its own for is left out.
 */
export function deadlineTasks(sql: Sql, principal: Principal, scope: Scope): string[] {
  if (!scope.permissions.has('tender.draft') && !scope.permissions.has('tender.approve')) return [];
  return [
    `SELECT 'deadline', d.id, d.title || jsonb_build_object('rule', d.rule, 'step', ${stepSql(sql, scope)}) || ${LOT} || ${draftsSql(sql, scope)}, d.subject_type, d.subject_id,
       NULL, d.due_on, ${midnight('d.since')}
     FROM statutory_deadlines d
     LEFT JOIN tenders t ON d.subject_type = 'tender' AND t.id = d.subject_id
     LEFT JOIN contracts c ON d.subject_type = 'contract' AND c.id = d.subject_id
     WHERE (d.told OR d.due_on >= business_today()) AND d.since <= business_today()
       AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')} OR ${isMine(sql, scope, 'c.buyer_id')})
       AND NOT coalesce(${hasOwnTaskSql(sql, principal, scope)}, false)`,
  ];
}

/** SQL: the lot that the day `d` of a purchase is of, where it is of one. */
const LOT = `CASE WHEN d.subject_type = 'tender' AND d.part ~ '^[0-9]+$' THEN jsonb_build_object('lot', d.part::int) ELSE '{}' END`;

/** SQL: the drafts whose task has the day `d` to sign. */
const draftsSql = (sql: Sql, scope: Scope): string => `CASE WHEN d.event = 'contract_signed' AND t.conducted = 'here'
  THEN (SELECT jsonb_build_object('drafts', jsonb_agg(own.draft)) FROM lots l
    CROSS JOIN LATERAL jsonb_array_elements(${listOwnDraftsSql(sql, scope)}) AS own(draft) WHERE l.tender_id = t.id AND d.part IN ('-', l.no::text))
  ELSE '{}' END`;

/** SQL: the caller may do `permission` to the purchase `t`, or to what its agent does. */
const inPurchaseSql = (sql: Sql, scope: Scope, permission: string): string => {
  const who = narrowScope(scope, permission);
  return `(${isMine(sql, who, 't.buyer_id')} OR ${isMine(sql, who, 't.agent_id')})`;
};

/** SQL: what ends the day `d` is another task of the caller, which carries the day. */
function hasOwnTaskSql(sql: Sql, principal: Principal, scope: Scope): string {
  const inContractSql = (permission: string): string => isMine(sql, narrowScope(scope, permission), 'c.buyer_id');
  const drafts = inPurchaseSql(sql, scope, 'tender.draft');
  return `CASE d.event
    WHEN 'report_delivered' THEN t.conducted = 'here' AND ${holdsReviewSql(sql, narrowScope(scope, 'report.deliver'))}
    WHEN 'result_confirmed' THEN t.conducted = 'here' AND ${isMine(sql, narrowScope(scope, 'tender.approve'), 't.buyer_id')}
      AND EXISTS (SELECT FROM lots l JOIN lot_results r ON r.lot_id = l.id WHERE l.tender_id = t.id AND d.part IN ('-', l.no::text))
    WHEN 'result_published' THEN t.conducted = 'here' AND ${drafts}
    WHEN 'contract_signed' THEN t.conducted = 'here' AND ${isMine(sql, narrowScope(scope, 'contract.manage'), 't.buyer_id')}
      AND EXISTS (SELECT FROM lots l JOIN awards a ON a.lot_id = l.id WHERE l.tender_id = t.id AND d.part IN ('-', l.no::text) AND ${AWAITS_DRAFT})
    WHEN 'bond_refunded' THEN t.conducted = 'here' AND ${drafts} OR c.conducted = 'here' AND ${inContractSql('tender.draft')}
    WHEN 'contract_published' THEN c.conducted = 'here' AND ${inContractSql('contract.manage')}
    WHEN 'contract_filed' THEN c.conducted = 'here' AND ${inContractSql('contract.manage')}
    WHEN 'paid' THEN EXISTS (SELECT FROM payments p WHERE d.part = 'payment:' || p.id AND ${hasPaymentTaskSql(sql, principal, scope)}) END`;
}

/** SQL: where the caller ends it: of a purchase that is conducted elsewhere by recording that it was done. */
const stepSql = (sql: Sql, scope: Scope): string => `CASE
  WHEN t.conducted = 'elsewhere' AND ${inPurchaseSql(sql, scope, 'tender.record')} THEN 'tenders/' || t.id || '/facts'
  WHEN c.conducted = 'elsewhere' AND ${isMine(sql, narrowScope(scope, 'contract.record'), 'c.buyer_id')} THEN 'contracts/' || c.id || '/facts'
  WHEN d.event = 'change_published' AND ${isMine(sql, narrowScope(scope, 'contract.manage'), 'c.buyer_id')}
    THEN 'contracts/' || c.id || '/actions/publish-amendment' END`;
