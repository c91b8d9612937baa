import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { addDays, type PlainDate } from '../../../kernel/clock/plain-date.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { DISPUTES, type Disputes } from '../../awards/remedies/open-remedies.js';
import {
  changeOfContract,
  mustBeHere,
  type ConductedContract,
  type ContractRoot,
} from '../conducted/conducted-contract.js';
import { ContractSteps } from '../conducted/contract-steps.js';
import { computeConfirmDue } from './halt.rules.js';
import { closeHalt, insertHalt, isUnconfirmedSql, isUnorderedSql } from './halt-rows.js';
import { endHalts } from './halts-job.js';

interface DueHalt extends Pick<Disputes, 'challenges' | 'owed'> {
  id: string;
  /** First day on which it halts no more; null: it goes on. */
  over: PlainDate | null;
  lapsed: boolean;
}

/** A halt for danger as its confirmation was dated. */
interface Dated {
  on: PlainDate | null;
  confirm_due: PlainDate | null;
}
const DATED = `h.began_on::text AS on, h.confirm_due::text AS confirm_due`;

/** Until when it may be confirmed, where the calendar of now says another day than was written down; null where it says none or the same. */
function findMovedDay({ on, confirm_due: known }: Dated, calendar: WorkingCalendar): PlainDate | null {
  const due = on === null ? null : computeConfirmDue(on, calendar);
  return due === known ? null : due;
}

/** SQL: a halt `h` is over by its last day, or nobody else confirmed it in time. */
const OVER = `h.state = 'in_force' AND (h.until < business_today() OR (h.confirm_due < business_today() AND h.decided_at IS NULL))`;
/**
 * SQL: a halt `h` of the contract `c` states no last day, and what it was for is open no more. Of one whose origin is on no
 * record nobody can say that.
 */
const SETTLED = `h.state = 'in_force' AND h.until IS NULL AND h.ground IN ('challenge', 'complaint')
  AND (h.reference IS NOT NULL OR h.proposed_by IS NOT NULL) AND EXISTS (
  SELECT FROM (SELECT ${DISPUTES}) d WHERE cardinality(d.challenges) + cardinality(d.owed) = 0)`;

/**
 * Ends halts by the day: after their last one, and of danger after the days in which another person may confirm it. While a
 * challenge that may change the result is open, the contract stays halted (Regulation article 54): for that challenge, from
 * the day on which its own halt is over, and until nothing of it is open.
 */
@Injectable()
export class HaltKeeper implements OnModuleInit {
  constructor(
    private readonly steps: ContractSteps,
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    this.steps.contribute({
      before: async (tx, contract) => {
        if (contract.state !== 'halted') return;
        await this.dateConfirmation(tx, contract);
        await endDueHalt(tx, contract);
      },
    });
    this.jobs.handle(endHalts, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const open = await this.transactions.reader.query<(Dated & { contract: string; due: boolean })[]>(
      `SELECT h.contract_id AS contract, ${DATED}, w.due FROM contract_halt h JOIN contract c ON c.id = h.contract_id
       CROSS JOIN LATERAL (SELECT ((${OVER}) OR (${SETTLED}) OR ${isUnorderedSql('h')}) IS TRUE AS due) w
       WHERE w.due OR ${isUnconfirmedSql('h')} ORDER BY h.contract_id`,
    );
    const calendar = await this.calendars.current();
    const due = open.filter((halt) => halt.due || findMovedDay(halt, calendar) !== null);
    await performEach(due, ({ contract: id }) =>
      this.transactions.run(SYSTEM, async (tx) => {
        const [row] = await tx.query<ContractRoot>(`SELECT * FROM contract WHERE id = $1 FOR NO KEY UPDATE`, [id]);
        const contract = mustBeHere(row as ContractRoot);
        await this.steps.runBeforeSteps(tx, contract);
        await endSettledHalt(tx, contract);
        await lapseProposedHalt(tx, contract);
      }),
    );
  }

  /** Until when a halt for danger may be confirmed follows from the calendar of now, announced or corrected since it began. */
  private async dateConfirmation(tx: Tx, { id }: ConductedContract): Promise<void> {
    const [halt] = await tx.query<Dated & { id: string }>(
      `SELECT h.id, ${DATED} FROM contract_halt h WHERE h.contract_id = $1 AND ${isUnconfirmedSql('h')}`,
      [id],
    );
    if (!halt) return;
    const moved = findMovedDay(halt, await this.calendars.current());
    if (moved !== null) await tx.query(`UPDATE contract_halt SET confirm_due = $2 WHERE id = $1`, [halt.id, moved]);
  }
}

/** Puts a locked contract back where it stood before a halt that the day has ended. */
async function endDueHalt(tx: Tx, contract: ConductedContract): Promise<void> {
  const [due] = await tx.query<DueHalt>(
    `SELECT h.id, h.confirm_due < business_today() AND h.decided_at IS NULL AS lapsed,
       CASE WHEN h.confirm_due < business_today() AND h.decided_at IS NULL THEN h.confirm_due ELSE h.until END::text AS over,
       d.challenges, d.owed
     FROM contract_halt h JOIN contract c ON c.id = h.contract_id CROSS JOIN LATERAL (SELECT ${DISPUTES}) d
     WHERE c.id = $1 AND ${OVER}`,
    [contract.id],
  );
  if (!due?.over) return;
  const end = {
    ...(due.lapsed
      ? { action: 'lapse_halt', state: 'lapsed' as const }
      : { action: 'end_halt', state: 'ended' as const }),
    on: addDays(due.over, 1),
  };
  const dispute = due.challenges[0] ?? due.owed[0];
  const { actor } = tx;
  tx.actor = SYSTEM;
  await (dispute === undefined
    ? restoreContract(tx, contract, end)
    : keepHaltedForChallenge(tx, contract, end, dispute));
  tx.actor = actor;
}

/** A challenge was answered, a remedy was carried out, and nobody has resumed the contract: nothing halts it any more. */
async function endSettledHalt(tx: Tx, contract: ConductedContract): Promise<void> {
  const settled = await tx.query(
    `SELECT FROM contract_halt h JOIN contract c ON c.id = h.contract_id WHERE c.id = $1 AND c.state = 'halted' AND ${SETTLED}`,
    [contract.id],
  );
  if (settled.length > 0)
    await restoreContract(tx, contract, {
      action: 'end_halt',
      state: 'ended',
      on: todayInShanghai(await tx.now()),
    });
}

/** What was proposed can be ordered no more: it is withdrawn, so that another one may be proposed. */
async function lapseProposedHalt(tx: Tx, contract: ConductedContract): Promise<void> {
  const [halt] = await tx.query<{ id: string }>(
    `UPDATE contract_halt h SET state = 'withdrawn', ended_on = h.until + 1
     WHERE h.contract_id = $1 AND ${isUnorderedSql('h')} RETURNING h.id`,
    [contract.id],
  );
  if (!halt) return;
  await tx.query(`UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
    contract.id,
  ]);
  await tx.record({
    ...changeOfContract(contract),
    action: 'lapse_halt_proposal',
    from: contract.state,
    to: contract.state,
    data: { halt: halt.id },
  });
}

/** The halt is over, and the contract stays halted for the challenge that came meanwhile: nobody confirms or prolongs the first. */
async function keepHaltedForChallenge(
  tx: Tx,
  contract: ConductedContract,
  end: HaltEnd,
  reference: string,
): Promise<void> {
  const [halt] = await closeHalt(tx, contract.id, end.state, end.on);
  const next = await insertHalt(tx, contract.id, {
    state: 'in_force',
    ground: 'challenge',
    reference,
    by: null,
    today: end.on,
  });
  await tx.query(
    `UPDATE contract SET halt_ground = 'challenge', version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [contract.id],
  );
  Object.assign(contract, { halt_ground: 'challenge', version: contract.version + 1 });
  await tx.record({
    ...changeOfContract(contract),
    action: end.action,
    from: 'halted',
    to: 'halted',
    data: { ...(halt && { halt: halt.id }), next },
  });
}

interface HaltEnd {
  action: string;
  state: 'ended' | 'lapsed';
  on: PlainDate;
}

/** The contract goes on as it stood before its halt. */
export async function restoreContract(
  tx: Tx,
  contract: ConductedContract,
  { action, state, on }: HaltEnd,
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
