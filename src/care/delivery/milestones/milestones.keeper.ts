import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { sayAllOfContract } from '../../../purchase/contracts/conducted/contract-facts.js';
import { isSame } from '../../../purchase/contracts/content/content.rules.js';
import { ContractSteps } from '../../../purchase/contracts/conducted/contract.steps.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { changesOf, type PlannedMilestone, type StoredMilestone } from './milestone.rules.js';
import { missMilestones } from './milestones.job.js';
import { toItsParties } from '../records/served-contract.js';

/** Actions after which the content in force, or that it is in force, may be another. */
const FOLLOWED: readonly string[] = ['start', 'confirm_content', 'amend'];
/** Actions after which nothing more is carried out, and the states that they leave. */
const ENDING: readonly string[] = ['terminate', 'rescind', 'conclude_acceptance'];
const ENDED: readonly string[] = ['terminated', 'rescinded'];
const COLUMNS = `id, no, name, due_on::text AS due_on, shown_by, final, state, fact_id`;

/** Keeps the milestones of a contract as both parties have signed them, and as the days pass. Nobody else writes them. */
@Injectable()
export class MilestonesKeeper implements OnModuleInit {
  constructor(
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({
      before: (tx, contract) => this.strike(tx, contract),
      after: async (tx, contract, action) => {
        if (FOLLOWED.includes(action)) await this.follow(tx, contract);
        if (ENDING.includes(action)) await this.lapse(tx, await contractOf(tx, contract));
      },
    });
    this.jobs.handle(missMilestones, () => this.sweep());
  }

  /**
   * Writes down the days that have passed while the contract ran, as of now. A contract that is halted owes nothing
   * meanwhile; what was due before it was halted has been written down then.
   */
  async strike(tx: Tx, contract: ConductedContract): Promise<void> {
    if (contract.state !== 'active') return;
    const missed = await tx.query<{ id: string; no: number }>(
      `UPDATE milestone SET state = 'missed', version = version + 1, updated_at = clock_timestamp()
       WHERE contract_id = $1 AND state = 'scheduled' AND due_on < $2 RETURNING id, no`,
      [contract.id, todayInShanghai(await tx.now())],
    );
    await this.record(
      tx,
      contract,
      missed.map(({ id, no }) => ({ id, no, action: 'miss', from: 'scheduled', to: 'missed' })),
    );
  }

  /** What can no longer be reached: the contract has ended before it. What was submitted is still judged. */
  async lapse(tx: Tx, contract: ConductedContract): Promise<void> {
    if (!ENDED.includes(contract.state)) return;
    const lapsed = await tx.query<{ id: string; no: number; was: string }>(
      `UPDATE milestone m SET state = 'lapsed', decided_at = $2, version = m.version + 1, updated_at = clock_timestamp()
       FROM (SELECT id, state FROM milestone WHERE contract_id = $1 AND NOT dropped
               AND state IN ('scheduled', 'returned', 'missed') ORDER BY id FOR NO KEY UPDATE) o
       WHERE m.id = o.id RETURNING m.id, m.no, o.state AS was`,
      [contract.id, await tx.now()],
    );
    await this.record(
      tx,
      contract,
      lapsed.map(({ id, no, was }) => ({ id, no, action: 'lapse', from: was, to: 'lapsed' })),
    );
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT DISTINCT c.id FROM milestone m JOIN contract c ON c.id = m.contract_id
       WHERE m.state = 'scheduled' AND m.due_on < business_today() AND c.state = 'active' ORDER BY c.id`,
    );
    for (const { id } of due)
      await this.transactions.run(SYSTEM, async (tx) => {
        await this.strike(tx, await contractOf(tx, id));
      });
  }

  private async follow(tx: Tx, id: string): Promise<void> {
    const contract = await contractOf(tx, id);
    const runs = contract.state === 'active' || contract.state === 'delivered' || contract.halted_from === 'active';
    if (!contract.content_agreed || !runs) return;
    const stored = await tx.query<StoredMilestone>(
      `SELECT ${COLUMNS} FROM milestone WHERE contract_id = $1 AND NOT dropped ORDER BY no FOR NO KEY UPDATE`,
      [id],
    );
    const today = todayInShanghai(await tx.now());
    const { added, changed, dropped } = changesOf(stored, contract.content.milestones ?? [], today);
    if (added.length + changed.length + dropped.length === 0) return;
    const made = await this.add(tx, contract, added);
    await tx.query(
      `UPDATE milestone m SET name = g.name, due_on = g.due_on, shown_by = g.shown_by, final = g.final,
         state = CASE WHEN g.action = 'reschedule' THEN 'scheduled' ELSE m.state END,
         version = m.version + 1, updated_at = clock_timestamp()
       FROM jsonb_to_recordset($1::jsonb) AS g(id uuid, name text, due_on date, shown_by text, final boolean, action text)
       WHERE m.id = g.id`,
      [JSON.stringify(changed.map(({ row, to, action }) => ({ id: row.id, ...columnsOf(to), action })))],
    );
    await tx.query(
      `UPDATE milestone SET state = 'waived', dropped = true, decided_at = $2, version = version + 1, updated_at = clock_timestamp()
       WHERE id = ANY ($1::uuid[])`,
      [dropped.map((row) => row.id), await tx.now()],
    );
    await this.record(tx, contract, [
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
    await this.say(tx, contract, [...stored.map((row) => row.id), ...made]);
    // A day that had passed before the content was in force has passed.
    await this.strike(tx, contract);
  }

  private async add(tx: Tx, contract: ConductedContract, added: readonly PlannedMilestone[]): Promise<string[]> {
    const rows = await tx.query<{ id: string; no: number }>(
      `INSERT INTO milestone (dataset, contract_id, no, name, due_on, shown_by, final)
       SELECT $2, $3, g.no, g.name, g.due_on, g.shown_by, g.final
       FROM jsonb_to_recordset($1::jsonb) AS g(no integer, name text, due_on date, shown_by text, final boolean)
       RETURNING id, no`,
      [JSON.stringify(added.map((to) => ({ no: to.no, ...columnsOf(to) }))), contract.dataset, contract.id],
    );
    return added.map(({ no }) => rows.find((row) => row.no === no)?.id ?? '');
  }

  /** What is promised and what was done, as facts of the contract: what reads recorded contracts reads these too. */
  async say(tx: Tx, contract: ConductedContract, ids: readonly string[]): Promise<void> {
    const rows = await tx.query<StoredMilestone & { done_on: string | null; dropped: boolean; said: unknown }>(
      `SELECT m.id, m.no, m.name, m.due_on::text AS due_on, m.final AND NOT m.dropped AS final, m.state, m.fact_id, m.dropped,
         CASE WHEN m.state IN ('accepted', 'partially_accepted')
           THEN (m.submitted_at AT TIME ZONE 'Asia/Shanghai')::date::text END AS done_on, f.data AS said
       FROM milestone m LEFT JOIN fact f ON f.id = m.fact_id WHERE m.id = ANY ($1::uuid[]) ORDER BY m.due_on, m.no, m.id`,
      [ids],
    );
    const said = rows
      .map((row) => ({
        row,
        data: {
          name: row.name,
          dueOn: row.due_on,
          ...(row.done_on !== null && { doneOn: row.done_on }),
          ...(row.final && { final: true }),
        },
      }))
      .filter(({ row, data }) => !isSame(row.said, data));
    const facts = await sayAllOfContract(
      tx,
      contract,
      said.map(({ row, data }) => ({
        kind: 'milestone' as const,
        data,
        instead: row.fact_id === null ? null : { of: row.fact_id, reason: REASONS[row.state] ?? '合同变更' },
      })),
    );
    await tx.query(
      `UPDATE milestone m SET fact_id = g.fact FROM unnest($1::uuid[], $2::uuid[]) AS g(id, fact) WHERE m.id = g.id`,
      [said.map(({ row }) => row.id), facts],
    );
  }

  private record(
    tx: Tx,
    contract: ConductedContract,
    changes: readonly { id: string; no: number; action: string; from: string | null; to: string }[],
  ): Promise<unknown> {
    const { actor } = tx;
    tx.actor = SYSTEM;
    const rows = changes.map(({ id, no, action, from, to }) => ({
      ...toItsParties(contract),
      aggregate: 'milestone',
      id,
      action,
      from,
      to,
      data: { contract: contract.id, no },
    }));
    return tx.recordAll(rows).finally(() => {
      tx.actor = actor;
    });
  }
}

/** Why a fact stands in the place of the one before. */
const REASONS: Readonly<Record<string, string>> = {
  accepted: '阶段性目标已验收',
  partially_accepted: '阶段性目标部分验收',
};

const columnsOf = ({ name, dueOn, shownBy, final }: PlannedMilestone) => ({
  name,
  due_on: dueOn,
  shown_by: shownBy,
  final,
});

/** The contract as it stands in this transaction, locked. */
export async function contractOf(tx: Tx, id: string): Promise<ConductedContract> {
  const [row] = await tx.query<ConductedContract>(`SELECT * FROM contract WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return row as ConductedContract;
}
