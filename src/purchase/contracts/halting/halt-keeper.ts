import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { DISPUTES, type Disputes } from '../../awards/remedies/open-remedies.js';
import {
  changeOfContract,
  mustBeHere,
  type ConductedContract,
  type ContractRoot,
} from '../conducted/conducted-contract.js';
import { ContractSteps } from '../conducted/contract-steps.js';
import { closeHalt } from './halt-rows.js';
import { endHalts } from './halts-job.js';

interface DueHalt extends Pick<Disputes, 'challenges' | 'owed'> {
  id: string;
  /** First day on which it halts no more; null: it goes on. */
  over: PlainDate | null;
  lapsed: boolean;
}

/** SQL: a halt `h` is over by its last day, or nobody else confirmed it in time. */
const OVER = `h.state = 'in_force' AND (h.until < business_today() OR (h.confirm_due < business_today() AND h.decided_at IS NULL))`;

/**
 * Ends halts by the day: after their last one, and of danger after the days in which another person may confirm it. While a
 * challenge that may change the result is open, the contract stays halted (Regulation article 54).
 */
@Injectable()
export class HaltKeeper implements OnModuleInit {
  constructor(
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({ before: endDueHalt });
    this.jobs.handle(endHalts, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT h.contract_id AS id FROM contract_halt h WHERE ${OVER} ORDER BY h.contract_id`,
    );
    for (const { id } of due)
      await this.transactions.run(SYSTEM, async (tx) => {
        const [row] = await tx.query<ContractRoot>(`SELECT * FROM contract WHERE id = $1 FOR NO KEY UPDATE`, [id]);
        await this.steps.runBeforeSteps(tx, mustBeHere(row as ContractRoot));
      });
  }
}

/** Puts a locked contract back where it stood before a halt that the day has ended. */
async function endDueHalt(tx: Tx, contract: ConductedContract): Promise<void> {
  if (contract.state !== 'halted') return;
  const [due] = await tx.query<DueHalt>(
    `SELECT h.id, h.confirm_due < business_today() AND h.decided_at IS NULL AS lapsed,
       CASE WHEN h.confirm_due < business_today() AND h.decided_at IS NULL THEN h.confirm_due ELSE h.until END::text AS over,
       d.challenges, d.owed
     FROM contract_halt h JOIN contract c ON c.id = h.contract_id CROSS JOIN LATERAL (SELECT ${DISPUTES}) d
     WHERE c.id = $1 AND ${OVER}`,
    [contract.id],
  );
  if (!due?.over || due.challenges.length > 0 || due.owed.length > 0) return;
  const { actor } = tx;
  tx.actor = SYSTEM;
  await restoreContract(tx, contract, {
    action: due.lapsed ? 'lapse_halt' : 'end_halt',
    state: due.lapsed ? 'lapsed' : 'ended',
    on: addDays(due.over, 1),
  });
  tx.actor = actor;
}

/** The contract goes on as it stood before its halt. */
export async function restoreContract(
  tx: Tx,
  contract: ConductedContract,
  { action, state, on }: { action: string; state: 'ended' | 'lapsed'; on: PlainDate },
): Promise<void> {
  const to = contract.halted_from ?? 'signed';
  const [halt] = await closeHalt(tx, contract.id, state, on);
  const ground = contract.halt_ground;
  await tx.query(
    `UPDATE contract SET state = $2, halted_from = NULL, halt_ground = NULL, version = version + 1,
       updated_at = clock_timestamp() WHERE id = $1`,
    [contract.id, to],
  );
  Object.assign(contract, { state: to, halted_from: null, halt_ground: null, version: contract.version + 1 });
  await tx.record({
    ...changeOfContract(contract),
    action,
    from: 'halted',
    to,
    data: { ...(halt && { halt: halt.id }), ...(ground !== null && { ground }) },
  });
}
