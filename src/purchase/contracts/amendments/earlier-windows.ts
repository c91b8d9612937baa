import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from '../conducted/conducted-contract.js';
import { applyAmendment, type Difference } from './amendment.rules.js';

/** A window of service that both parties had agreed on, until an amendment put another in its place. */
export interface EarlierWindow {
  start: PlainDate | null;
  end: PlainDate | null;
  /** The day on which that amendment came into force. */
  until: PlainDate;
}

/** Windows of a contract before the one in force, the latest first. */
export async function loadEarlierWindows(tx: Tx, { id, content }: ConductedContract): Promise<EarlierWindow[]> {
  const rows = await tx.query<{ difference: Difference[]; until: PlainDate }>(
    `SELECT difference, in_force_on::text AS until FROM contract_amendment
     WHERE contract_id = $1 AND state = 'in_force' ORDER BY in_force_on DESC, no DESC`,
    [id],
  );
  let before = content;
  return rows.map(({ difference, until }) => {
    before = applyAmendment(
      before,
      difference.map(({ pointer, old, new: now }) => ({ pointer, old: now, new: old })),
    );
    return { start: before.window.start, end: before.window.end, until };
  });
}

/** Whether a day lay within the window that was agreed on that day. */
export function isAgreedDay(day: PlainDate, windows: readonly EarlierWindow[]): boolean {
  const agreed = windows.findLast(({ until }) => day <= until);
  return (
    agreed !== undefined && agreed.start !== null && agreed.end !== null && agreed.start <= day && day <= agreed.end
  );
}
