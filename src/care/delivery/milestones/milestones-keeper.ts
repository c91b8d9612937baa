import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact } from '../../../kernel/actions/action.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { ContractSteps } from '../../../purchase/contracts/conducted/contract-steps.js';
import { contractSubject } from '../../../purchase/contracts/conducted/contract.subject.js';
import {
  mustBeHere,
  type ConductedContract,
  type ContractRoot,
} from '../../../purchase/contracts/conducted/conducted-contract.js';
import { diffMilestones, type PlannedMilestone, type StoredMilestone } from './milestone.rules.js';
import { lapseUnreachable, publishMilestones, recordChanges, recordMissedMilestones } from './milestone-changes.js';
import { missMilestones } from './milestones-job.js';

/** Actions after which the content in force, or that it is in force, may be another. */
const FOLLOWED: readonly string[] = ['start', 'confirm_content', 'amend'];
/** Actions after which nothing more is carried out, and the states that they leave. */
const ENDING: readonly string[] = ['terminate', 'withdraw_from_contract', 'rescind', 'conclude_acceptance'];
const COLUMNS = `id, no, name, due_on::text AS due_on, shown_by, final, state, fact_id`;

const loadOpenMilestones: Fact<ConductedContract, { no: number; state: string }[]> = ({ tx, root }) =>
  tx.query(
    `SELECT no, state FROM milestone WHERE contract_id = $1
       AND state NOT IN ('accepted', 'partially_accepted', 'waived', 'lapsed') ORDER BY no`,
    [root.id],
  );

/** Keeps the milestones of a contract as both parties have signed them, and as the days pass. Nobody else writes them. */
@Injectable()
export class MilestonesKeeper implements OnModuleInit {
  constructor(
    private readonly engine: ActionEngine,
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({
      before: (tx, contract) => recordMissedMilestones(tx, contract),
      after: async (tx, contract, action) => {
        if (FOLLOWED.includes(action)) await this.follow(tx, contract);
        if (ENDING.includes(action)) await lapseUnreachable(tx, await lockContractRow(tx, contract));
      },
    });
    this.engine.contribute(contractSubject, {
      milestones_open: guard({ loadOpenMilestones }, ({ loadOpenMilestones: milestones }) =>
        milestones.length === 0 ? null : { facts: { milestones } },
      ),
    });
    this.jobs.handle(missMilestones, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT DISTINCT c.id FROM milestone m JOIN contract c ON c.id = m.contract_id
       WHERE m.state = 'scheduled' AND m.due_on < business_today() AND c.state = 'active' ORDER BY c.id`,
    );
    await performEach(due, ({ id }) =>
      this.transactions.run(SYSTEM, async (tx) => {
        await recordMissedMilestones(tx, await lockContractRow(tx, id));
      }),
    );
  }

  private async follow(tx: Tx, id: string): Promise<void> {
    const contract = await lockContractRow(tx, id);
    const runs = contract.state === 'active' || contract.state === 'delivered' || contract.halted_from === 'active';
    if (!contract.content_agreed || !runs) return;
    const stored = await tx.query<StoredMilestone>(
      `SELECT ${COLUMNS} FROM milestone WHERE contract_id = $1 AND NOT dropped ORDER BY no FOR NO KEY UPDATE`,
      [id],
    );
    const today = todayInShanghai(await tx.now());
    const { added, changed, dropped } = diffMilestones(stored, contract.content.milestones ?? [], today);
    if (added.length + changed.length + dropped.length === 0) return;
    const made = await this.add(tx, contract, added);
    await tx.query(
      `UPDATE milestone m SET name = g.name, due_on = g.due_on, shown_by = g.shown_by, final = g.final,
         state = CASE WHEN g.action = 'reschedule' THEN 'scheduled' ELSE m.state END,
         version = m.version + 1, updated_at = clock_timestamp()
       FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, name text, due_on date, shown_by text, final boolean, action text)
       WHERE m.id = g.id`,
      [JSON.stringify(changed.map(({ row, to, action }) => ({ id: row.id, ...toColumns(to), action })))],
    );
    await tx.query(
      `UPDATE milestone SET state = 'waived', dropped = true, decided_at = $2, version = version + 1, updated_at = clock_timestamp()
       WHERE id = ANY ($1::uuid[])`,
      [dropped.map((row) => row.id), await tx.now()],
    );
    await recordChanges(tx, contract, [
      ...made.map((id, i) => ({ id, no: added[i]?.no ?? 0, action: 'schedule', from: null, to: 'scheduled' })),
      ...changed.map(({ row, action }) => ({
        id: row.id,
        no: row.no,
        action,
        from: row.state,
        to: action === 'reschedule' ? 'scheduled' : row.state,
      })),
      ...dropped.map((row) => ({ id: row.id, no: row.no, action: 'drop', from: row.state, to: 'waived' })),
    ]);
    await publishMilestones(tx, contract, [...stored.map((row) => row.id), ...made]);
    // A day that had passed before the content was in force has passed.
    await recordMissedMilestones(tx, contract);
  }

  private async add(tx: Tx, contract: ConductedContract, added: readonly PlannedMilestone[]): Promise<string[]> {
    const rows = await tx.query<{ id: string; no: number }>(
      `INSERT INTO milestone (dataset, contract_id, no, name, due_on, shown_by, final)
       SELECT $2, $3, g.no, g.name, g.due_on, g.shown_by, g.final
       FROM jsonb_to_recordset($1::jsonb) AS g(no integer, name text, due_on date, shown_by text, final boolean)
       RETURNING id, no`,
      [JSON.stringify(added.map((to) => ({ no: to.no, ...toColumns(to) }))), contract.dataset, contract.id],
    );
    return added.map(({ no }) => rows.find((row) => row.no === no)?.id ?? '');
  }
}

const toColumns = ({ name, dueOn, shownBy, final }: PlannedMilestone) => ({
  name,
  due_on: dueOn,
  shown_by: shownBy,
  final,
});

/** The contract as it stands in this transaction, locked. */
export async function lockContractRow(tx: Tx, id: string): Promise<ConductedContract> {
  const [row] = await tx.query<ContractRoot>(`SELECT * FROM contract WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return mustBeHere(row as ContractRoot);
}
