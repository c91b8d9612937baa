import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { loadCalendar } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import type { OverduePayment, StandingDemand } from './agency.rules.js';

/** Instalments of a contract whose last day is over, with the interest that is owed for each; of the room of payments. */
export const loadOverduePayments =
  declareContribution<
    (reader: Reader, contract: string, today: PlainDate, calendar: WorkingCalendar) => Promise<OverduePayment[]>
  >('overdue payments');

export const loadOverdue: Fact<LockedContract, OverduePayment[]> = async ({ tx, root, today, load }) =>
  loadOverduePayments(tx.manager, root.id, today, await load(loadCalendar));

/** What the agency has demanded; what was paid since was demanded no more, though it came back. */
export const loadDemands: Fact<LockedContract, StandingDemand[]> = ({ tx, root }) =>
  tx.query<StandingDemand>(
    `SELECT d.id, d.demanded_on::text AS "demandedOn",
       ARRAY(SELECT i ->> 'payment' FROM jsonb_array_elements(d.items) i WHERE NOT EXISTS (SELECT FROM audit_entry done
         WHERE done.aggregate_type = 'payment' AND done.aggregate_id = i ->> 'payment' AND done.action = 'pay' AND done.at > d.demanded_at)) AS payments
     FROM payment_demand d WHERE d.contract_id = $1 ORDER BY d.demanded_at`,
    [root.id],
  );
