import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import { isRemedyOwedSql } from '../../purchase/awards/remedies/disputes.queries.js';
import { isFirstBarredSql, wasRefusedSql } from '../../purchase/awards/results/first-rank.queries.js';
import { PUBLIC_SERVICE_CATEGORIES } from '../../law/code-lists/code-lists.js';
import { approvesMethodSql, IS_HEARD, midnight, steppedAtSql } from './task-parts.js';

/** What waits for somebody in purchases that are conducted here, or go on here. */
export function purchaseTasks(sql: Sql, scope: Scope): string[] {
  const may = (permission: string): boolean => scope.permissions.has(permission);
  const parts: string[] = [];
  if (may('tender.approve')) parts.push(toApprove(sql, narrowScope(scope, 'tender.approve')));
  if (may('tender.approve')) parts.push(toReplace(sql, narrowScope(scope, 'tender.approve')));
  if (may('tender.manage')) parts.push(toPropose(sql, narrowScope(scope, 'tender.manage')));
  if (may('method.approve')) parts.push(toDecide(sql, narrowScope(scope, 'method.approve')));
  if (may('tender.draft')) parts.push(toAnswer(sql, narrowScope(scope, 'tender.draft')));
  return parts;
}

/**
 * Drafts of the own bodies that others submitted, due on the day they are planned to be issued. What the public was not heard on may not be
 * approved yet, but given back.
 */
const toApprove = (sql: Sql, scope: Scope): string => `
  SELECT 'tender_approval', t.id,
    jsonb_build_object('step', CASE WHEN ${IS_HEARD} OR (t.category = ANY (${sql.p(PUBLIC_SERVICE_CATEGORIES)}::text[])) IS NOT TRUE THEN 'approve' END),
    'tender', t.id, t.title, (t.plan ->> 'issueOn')::date, ${steppedAtSql('tender', 't.id', ['submit'], 't.updated_at')}
  FROM tenders t WHERE t.conducted = 'here' AND t.state = 'in_review' AND ${isMine(sql, scope, 't.buyer_id')}
    AND NOT coalesce(${sql.p(scope.user)}::uuid = ANY (t.writers), false)`;

/** SQL: the next rank of the lot `l` is barred, so that it is awarded nothing. */
const BARRED = isFirstBarredSql('l.id');
/** SQL: it is one bidder's, and nothing that was upheld is to be carried out before it. */
const IS_NEXT = `NOT EXISTS (SELECT FROM declared_ties x WHERE x.lot_id = l.id) AND NOT ${isRemedyOwedSql('l.id', 't.id')}`;

/** Next ranks that others proposed to the own bodies, once each may be awarded the lot. */
const toReplace = (sql: Sql, scope: Scope): string => `
  SELECT 'award_replacement', l.id, NULL, 'tender', t.id, t.title, NULL::date, d.proposed_at
  FROM lot_results d JOIN lots l ON l.id = d.lot_id JOIN tenders t ON t.id = l.tender_id
  WHERE d.proposed_at IS NOT NULL AND l.state = 'result_published' AND ${isMine(sql, scope, 't.buyer_id')}
    AND d.proposed_by IS DISTINCT FROM ${sql.p(scope.user)}::uuid AND ${IS_NEXT} AND NOT (${BARRED})`;

/**
 * Lots of the own bodies whose winner is gone, until somebody proposes the next rank, or how the lot ends: that alone where the rank that was
 * proposed is barred and the winner refused. Where another thing ended the award, they wait.
 */
const toPropose = (sql: Sql, scope: Scope): string => `
  SELECT 'replacement_proposal', x.lot_id, jsonb_build_object('step', 'tenders/' || t.id || '/awards/actions/propose-replacement'),
    'tender', t.id, t.title, NULL::date, coalesce(${midnight('x.ended_on')}, t.updated_at)
  FROM unreplaced_awards x JOIN tenders t ON t.id = x.tender_id
  WHERE t.conducted = 'here' AND ${isMine(sql, scope, 't.buyer_id')}
  UNION ALL
  SELECT 'replacement_proposal', l.id, jsonb_build_object('step', 'lots/' || l.id || '/actions/propose-ending',
    'en', 'the next rank is barred, so that the end of the lot is to be proposed', 'zh', '下一候选人被禁止参加政府采购活动，待提请终止该包'),
    'tender', t.id, t.title, NULL::date, d.proposed_at
  FROM lot_results d JOIN lots l ON l.id = d.lot_id JOIN tenders t ON t.id = l.tender_id
  WHERE d.proposed_at IS NOT NULL AND l.state = 'result_published' AND l.ending IS NULL AND ${isMine(sql, scope, 't.buyer_id')}
    AND ${IS_NEXT} AND ${wasRefusedSql('l.id')} AND ${BARRED}`;

/** Law article 27: by the finance department of a city with districts, or above; its region code ends in two zeros. */
function toDecide(sql: Sql, scope: Scope): string {
  const cities: Scope = { ...scope, regions: scope.regions.filter((prefix) => prefix.length <= 4) };
  return `
  SELECT 'method_approval', t.id, NULL, 'tender', t.id, t.title, (t.plan ->> 'issueOn')::date, m.requested_at
  FROM method_approvals m JOIN tenders t ON t.id = m.tender_id
  WHERE m.state = 'requested' AND t.state IN ('planned', 'intent_published') AND ${approvesMethodSql(sql, cities)}`;
}

/** Questions about documents of the own bodies, or of bodies that mandated them. Due by Regulation article 52. */
const toAnswer = (sql: Sql, scope: Scope): string => `
  SELECT 'question', c.id, NULL, 'tender', t.id, t.title, NULL::date, c.asked_at
  FROM clarifications c JOIN tenders t ON t.id = c.tender_id
  WHERE NOT c.answered AND t.state NOT IN ('failed', 'cancelled')
    AND (${isMine(sql, scope, 't.buyer_id')} OR ${isMine(sql, scope, 't.agent_id')})`;
