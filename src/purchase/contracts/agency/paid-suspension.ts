import { SYSTEM } from '../../../kernel/access/principal.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { DISPUTES, type Disputes } from '../../awards/remedies/open-remedies.js';
import type { ConductedContract } from '../conducted/conducted-contract.js';
import { restoreContract } from '../halting/halt-keeper.js';
import { loadOverduePayments } from './overdue-payments.js';

/**
 * Work that was suspended for non-payment goes on once nothing is overdue, unless a challenge came meanwhile; the contract is
 * locked.
 */
export async function endPaidSuspension(
  tx: Tx,
  contract: ConductedContract,
  today: PlainDate,
  calendar: WorkingCalendar,
): Promise<void> {
  if (contract.state !== 'halted' || contract.halt_ground !== 'non_payment') return;
  const [disputes] = await tx.query<Pick<Disputes, 'challenges' | 'owed'>>(
    `SELECT d.challenges, d.owed FROM contract c CROSS JOIN LATERAL (SELECT ${DISPUTES}) d WHERE c.id = $1`,
    [contract.id],
  );
  if (disputes === undefined || disputes.challenges.length + disputes.owed.length > 0) return;
  const overdue = await loadOverduePayments(tx.manager, contract.id, today, calendar);
  if (overdue.length > 0) return;
  const { actor } = tx;
  tx.actor = SYSTEM;
  await restoreContract(tx, contract, { action: 'end_halt', state: 'ended', on: today });
  tx.actor = actor;
}
