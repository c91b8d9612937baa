import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import type { Sql } from '../../kernel/database/sql.js';
import {
  contractEndSql,
  planDueSql,
  planLastDaySql,
  planStateSql,
} from '../../care/continuity/plan-standing.queries.js';
import { midnight } from './task-parts.js';

/** What waits for somebody because a contract, or a line, comes to its end. */
export function continuityTasks(sql: Sql, scope: Scope): string[] {
  return [
    toAgree(sql, narrowScope(scope, 'plan.agree'), scope.user),
    agreedPlanTasksSql(sql, narrowScope(scope, 'plan.propose')),
    toReceive(sql, narrowScope(scope, 'handover.receive')),
    toOfferAnew(sql, narrowScope(scope, 'plan.propose')),
    toEnd(sql, narrowScope(scope, 'line.end'), scope.user),
  ];
}

/** Proposed plans of the own contracts, of which the caller has written nothing; due when one is to be agreed, which is before it lapses. */
const toAgree = (sql: Sql, scope: Scope, user: string | null): string => `
  SELECT 'continuity_plan_proposed', p.id, NULL::jsonb, 'contract', c.id, c.title, ${planDueSql('c')}, p.since
  FROM continuity_plans p JOIN contracts c ON c.id = p.contract_id
  WHERE ${planStateSql('p', 'c')} = 'proposed' AND ${isMine(sql, scope, 'c.buyer_id')}
    AND NOT (${sql.p(user)}::uuid = ANY (p.proposed_by))`;

/** Agreed plans of the own contracts that have ended: they are carried out, or lapse. */
const agreedPlanTasksSql = (sql: Sql, scope: Scope): string => `
  SELECT 'continuity_plan_agreed', p.id, NULL::jsonb, 'contract', c.id, c.title, ${planLastDaySql('p', 'c')},
    greatest(p.since, ${midnight(`${contractEndSql('c')} + 1`)})
  FROM continuity_plans p JOIN contracts c ON c.id = p.contract_id
  WHERE ${planStateSql('p', 'c')} = 'agreed' AND ${contractEndSql('c')} < business_today() AND ${isMine(sql, scope, 'c.buyer_id')}`;

/** Recipients who are offered to the own bodies. */
const toReceive = (sql: Sql, scope: Scope): string => `
  SELECT 'handover', h.id, NULL::jsonb, 'service_line', h.service_line_id, h.line_name, NULL::date, h.since
  FROM handovers h WHERE h.state = 'offered' AND ${isMine(sql, scope, 'h.receiver_id')}`;

/** Recipients of the own contracts whom nobody has taken. */
const toOfferAnew = (sql: Sql, scope: Scope): string => `
  SELECT 'handover_refused', h.id, NULL::jsonb, 'service_line', h.service_line_id, h.line_name, NULL::date, h.since
  FROM handovers h JOIN contracts c ON c.id = h.contract_id
  WHERE h.state = 'refused' AND ${isMine(sql, scope, 'c.buyer_id')}`;

/** Lines of the own bodies that somebody else has proposed to end. */
const toEnd = (sql: Sql, scope: Scope, user: string | null): string => `
  SELECT 'line_end', l.id, NULL::jsonb, 'service_line', l.id, l.name, l.end_on, ${midnight('l.end_proposed_on')}
  FROM service_lines l
  WHERE l.end_proposed_on IS NOT NULL AND l.end_decided_on IS NULL AND l.end_proposed_by IS DISTINCT FROM ${sql.p(user)}::uuid
    AND ${isMine(sql, scope, 'l.responsible_id')}`;
