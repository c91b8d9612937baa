import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { ruleAt } from '../../law/rules/rule-book.js';
import { refusedBy } from '../../purchase/tenders/conducted/issue.rules.js';
import { STANDS } from '../delivery/records/counted.sql.js';

/** What rounds of acceptance say about actions of their contract. */
@Injectable()
export class AcceptanceGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute('acceptance_open', underWay);
    this.registry.contribute('nothing_was_delivered', nothingDelivered);
    this.registry.contribute('something_was_delivered', somethingDelivered);
    this.registry.contribute('acceptance_unpublished', unpublished);
  }
}

async function underWay(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ id: string }>(`SELECT id FROM acceptance WHERE contract_id = $1 AND result IS NULL`, [
    contract,
  ]);
  return row ? { facts: { acceptance: row.id } } : null;
}

/** Nothing of it was accepted, and what there is was looked at after the end and will not do. */
async function somethingDelivered(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ milestones: number[]; refused: boolean }>(
    `SELECT ARRAY(SELECT m.no FROM milestone m WHERE m.contract_id = $1 AND m.state IN ('accepted', 'partially_accepted')
       AND NOT m.dropped ORDER BY m.no) AS milestones,
       EXISTS (SELECT FROM acceptance a WHERE a.contract_id = $1 AND a.of_ended AND a.result = 'failed') AS refused`,
    [contract],
  );
  const milestones = row?.milestones ?? [];
  if (milestones.length > 0) return { facts: { milestones } };
  return row?.refused === true || (await nothingDelivered(tx, contract)) !== null ? null : {};
}

/** Regulation article 45 II. */
async function unpublished(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const [round] = await tx.query<{ id: string; concluded_on: string }>(
    `SELECT id, concluded_on::text FROM acceptance
     WHERE contract_id = $1 AND result = 'passed' AND public_service AND state <> 'published' LIMIT 1`,
    [contract],
  );
  const rule = round && ruleAt('ACCEPT-PUBLISH', round.concluded_on);
  if (!round) return null;
  return rule ? { ...refusedBy(rule, []), facts: { acceptance: round.id } } : { facts: { acceptance: round.id } };
}

/** Of a contract that ended: it was delivered, or something that it asks for is on record. */
async function nothingDelivered(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const rows = await tx.query(
    `SELECT FROM contract c WHERE c.id = $1 AND (c.state = 'delivered' OR c.delivered_on IS NOT NULL
       OR EXISTS (SELECT FROM milestone m WHERE m.contract_id = c.id AND m.state IN ('submitted', 'accepted', 'partially_accepted'))
       OR EXISTS (SELECT FROM service_record s WHERE s.contract_id = c.id AND s.within_contract AND ${STANDS}))`,
    [contract],
  );
  return rows.length > 0 ? null : {};
}
