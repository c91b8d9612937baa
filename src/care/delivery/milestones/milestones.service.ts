import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { hasInterest } from '../../../purchase/tenders/oversight/interest.js';
import { heldUnder, lockUnder } from '../concerned.js';
import { ContractEvidence } from '../contract-evidence.js';
import type { MilestoneActionDto, MilestoneEvidenceDto } from './milestone.dto.js';
import { milestoneLifecycle, type MilestoneState } from './milestone.lifecycle.js';
import { MilestonesKeeper } from './milestones.keeper.js';
import { toItsParties } from '../records/served-contract.js';
import { STANDS } from '../records/counted.sql.js';

interface LockedMilestone {
  id: string;
  version: number;
  no: number;
  state: MilestoneState;
}
type Given = Pick<MilestoneActionDto, 'reason' | 'documents' | 'records' | 'note'>;

/** What the agency submits and the buyer judges. */
@Injectable()
export class MilestonesService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly references: DocumentReferences,
    private readonly evidence: ContractEvidence,
    private readonly keeper: MilestonesKeeper,
  ) {}

  onModuleInit(): void {
    this.registry.register(milestoneLifecycle);
    this.registry.contribute('contract_not_running', async (tx, id) => {
      const [row] = await tx.query<{ state: string }>(
        `SELECT c.state FROM milestone m JOIN contract c ON c.id = m.contract_id WHERE m.id = $1`,
        [id],
      );
      // One that was delivered has open ones only where it was taken over so.
      return RUNNING.includes(row?.state ?? '') ? null : { facts: { state: row?.state ?? null } };
    });
    // Asked of milestones and reports alike: whose work it is.
    this.registry.contribute('judge_has_interest', async (tx, id) => {
      const [row] = await tx.query<{ supplier: string }>(
        `SELECT c.supplier_id AS supplier FROM contract c WHERE c.id IN (
           SELECT contract_id FROM milestone WHERE id = $1 UNION ALL SELECT contract_id FROM progress_report WHERE id = $1)`,
        [id],
      );
      return row !== undefined && (await hasInterest(tx, row.supplier)) ? {} : null;
    });
    this.registry.contribute<Given>('evidence_missing', async (tx, id, given) => {
      const counted = await recordsOf(tx, id, given);
      return (given.documents ?? []).length > 0 || (counted?.count ?? 0) > 0 ? null : { errors: [NO_EVIDENCE] };
    });
    this.registry.contribute('milestones_open', async (tx, contract) => {
      const open = await tx.query<{ no: number; state: string }>(
        `SELECT no, state FROM milestone WHERE contract_id = $1
           AND state NOT IN ('accepted', 'partially_accepted', 'waived', 'lapsed') ORDER BY no`,
        [contract],
      );
      return open.length === 0 ? null : { facts: { milestones: open } };
    });
  }

  act(
    principal: Principal,
    contract: string,
    id: string,
    version: number,
    action: string,
    given: MilestoneActionDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const root = await lockUnder(tx, contract);
      const [read] = await tx.query<LockedMilestone>(
        `SELECT id, version, no, state FROM milestone WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
        [id, contract],
      );
      if (!read) throw new Problem('not_found');
      if (read.version !== version) throw new Problem('stale_version');
      await this.keeper.strike(tx, root);
      const [milestone = read] = await tx.query<LockedMilestone>(
        `SELECT id, version, no, state FROM milestone WHERE id = $1`,
        [id],
      );
      const held = heldUnder(principal, { buyer: root.buyer_id, supplier: root.supplier_id });
      const transition = await this.registry.enter(tx, milestoneLifecycle, milestone, action, given, held);
      const to = transition.to as MilestoneState;
      if (transition.action === 'submit') await this.submitted(tx, root.id, id, given);
      await tx.query(
        `UPDATE milestone SET state = $2, version = version + 1, updated_at = clock_timestamp(),
           submitted_at = CASE WHEN $2 = 'submitted' THEN $3 ELSE submitted_at END,
           submitted_by = CASE WHEN $2 = 'submitted' THEN $4 ELSE submitted_by END,
           decided_at = CASE WHEN $2 <> 'submitted' THEN $3 END, decision_reason = CASE WHEN $2 <> 'submitted' THEN $5 END
         WHERE id = $1`,
        [id, to, await tx.now(), principal.id, given.reason ?? null],
      );
      await tx.record({
        ...toItsParties(root),
        aggregate: 'milestone',
        id,
        action: transition.action,
        from: milestone.state,
        to,
        reason: given.reason ?? null,
        data: { contract, no: milestone.no },
      });
      await this.keeper.say(tx, root, [id]);
      if (to === 'returned') await this.keeper.lapse(tx, root);
    });
  }

  /** What was counted is kept as it stood: records may be corrected later, what was judged was this. */
  private async submitted(tx: Tx, contract: string, id: string, given: Given): Promise<void> {
    const documents = (given.documents ?? []).map((each) => each.toLowerCase()).sort();
    await this.references.refer(tx, scopeOf(tx.principal), 'milestone', id, documents, '/documents');
    await this.evidence.mustBeOf(tx, contract, documents, '/documents');
    const evidence: MilestoneEvidenceDto = {
      note: given.note ?? null,
      documents,
      records: await recordsOf(tx, id, given),
    };
    await tx.query(`UPDATE milestone SET evidence = $2 WHERE id = $1`, [id, JSON.stringify(evidence)]);
  }
}

const RUNNING: readonly string[] = ['active', 'delivered'];
const NO_EVIDENCE = {
  pointer: '/documents',
  code: 'required',
  text: { en: 'A document, or days of which there are records', zh: '请提供材料，或指明有服务记录的日期' },
};

/** The records of service that stand on the days that are named, of what the contract asks for. */
async function recordsOf(tx: Tx, milestone: string, { records }: Given): Promise<MilestoneEvidenceDto['records']> {
  if (!records) return null;
  const [row] = await tx.query<{ count: number; minutes: number; recipients: number }>(
    `WITH counted AS (
       SELECT s.id, s.minutes FROM service_record s
       WHERE s.contract_id = (SELECT contract_id FROM milestone WHERE id = $1) AND s.served_on BETWEEN $2 AND $3
         AND s.within_contract AND ${STANDS})
     SELECT count(*)::int AS count, coalesce(sum(minutes), 0)::float8 AS minutes,
       (SELECT count(DISTINCT p.recipient_id)::int FROM service_record_recipient p JOIN counted c ON c.id = p.record_id) AS recipients
     FROM counted`,
    [milestone, records.from, records.to],
  );
  return { from: records.from, to: records.to, ...(row ?? { count: 0, minutes: 0, recipients: 0 }) };
}
