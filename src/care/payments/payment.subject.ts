import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { listHeldPermissions } from '../../kernel/access/held.js';
import { guard, subject, type Fact, type Root } from '../../kernel/actions/action.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../kernel/errors/problem.js';
import { formatYuan } from '../../kernel/money/money.js';
import type { Rest } from '../../law/deadlines/rested.rules.js';
import {
  lockContract,
  mustBeHere,
  type ConductedContract,
} from '../../purchase/contracts/conducted/conducted-contract.js';
import { guardSecondPerson } from '../../people/accounts/second-person.js';
import { guardInterest } from '../../purchase/tenders/oversight/interest.js';
import {
  loadPaymentMoney,
  computeRoom,
  triggerOfPayment,
  type AcceptedInvoice,
  type ContractMoney,
  type PaymentRow,
} from './contract-money.js';
import { toParties } from './paid-contract.js';
import { computeClaim } from './schedule/instalment-standing.js';
import { paymentLifecycle, type PaymentState } from './payment.lifecycle.js';
import { findUnlawfulGround, type RefusalGround } from './refusal.rules.js';
import { Payment } from './payment.entity.js';

/** A locked instalment with its contract. Money in fen as text. */
export interface LockedPayment extends Root<PaymentState> {
  contract: ConductedContract;
  claimed: string | null;
  /** How often it was asked for; approvals belong to one of these times. */
  round: number;
  approvers: number | null;
  approversLeast: number;
  requestedBy: string | null;
  factId: string | null;
}

/** What the contract comes to in money, and the instalment among its others. */
export const loadMoney: Fact<LockedPayment, { money: ContractMoney; payment: PaymentRow }> = async ({ tx, root }) => {
  const money = await loadPaymentMoney(tx.manager, root.contract.id);
  return { money, payment: money.payments.find(({ id }) => id === root.id) as PaymentRow };
};

export const findAcceptedInvoice: Fact<LockedPayment, AcceptedInvoice | null> = async ({ tx, root }) => {
  const [row] = await tx.query<AcceptedInvoice>(
    `SELECT id, amount::text FROM invoice WHERE payment_id = $1 AND state = 'accepted'`,
    [root.id],
  );
  return row ?? null;
};

/** Who has approved this request; approvals of an earlier one do not count. */
export const listApprovers: Fact<LockedPayment, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ by: string }>(
    `SELECT user_id AS by FROM payment_approval WHERE payment_id = $1 AND round = $2`,
    [root.id, root.round],
  );
  return rows.map(({ by }) => by);
};

/** Contract before instalment: the order of every lock. What one contract comes to is asked by one at a time. */
async function lockPayment(tx: Tx, contractId: string, id: string): Promise<LockedPayment> {
  const contract = mustBeHere(await lockContract(tx, contractId, undefined));
  const [row] = await tx.query<Omit<LockedPayment, 'contract'>>(
    `SELECT id, version, state, claimed::text AS claimed, round, approvers, approvers_least AS "approversLeast",
       requested_by AS "requestedBy", fact_id AS "factId" FROM payment WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contractId],
  );
  if (!row) throw new Problem('not_found');
  return { ...row, contract };
}

/** The days on which nothing could be paid, of which this is one; on the first and the last of them the other may have come first. */
const findRest = (rests: readonly Rest[], on: PlainDate): Rest | undefined =>
  rests.find(({ from, to }) => to !== null && from < on && on < to);

const toHeldDay = ({ from, to }: Rest): FieldError => ({
  pointer: '/on',
  code: 'not_allowed_value',
  text: {
    en: `Nothing was to be paid between ${from} and ${to}`,
    zh: `${from} 至 ${to} 期间应暂停支付`,
  },
});

/** An instalment is asked for, approved and paid by persons of the buyer. */
export const paymentSubject = subject<LockedPayment, 'contracts/:id/payments/:payment', Payment>({
  lifecycle: paymentLifecycle,
  path: 'contracts/:id/payments/:payment',
  entity: Payment,
  permit: 'contract.read',
  refuses: ['conducted_elsewhere'],
  lock: (tx, { id, payment }) => lockPayment(tx, id, payment),
  // Who asked, who approved and who paid are persons: a key would be one more of the same.
  heldBy: ({ principal }, { contract }) =>
    Promise.resolve(
      principal.kind === 'user' ? listHeldPermissions(principal, [contract.buyer_id]) : new Set<string>(),
    ),
  audience: ({ contract }) => toParties(contract),
  eventData: ({ contract }) => ({ contract: contract.id }),
  guards: {
    ...guardInterest<LockedPayment>(({ root }) => [root.contract.supplier_id]),
    // Nor was anything to be paid on the days before on which it was held: that it goes on again makes none of them another.
    contract_halted: guard<LockedPayment, { on?: PlainDate }, { loadMoney: { money: ContractMoney } }>(
      { loadMoney },
      ({ loadMoney: { money } }, { given }) => {
        if (money.held !== null) return { facts: { ground: money.held } };
        const rest = given.on === undefined ? undefined : findRest(money.rests, given.on);
        return rest === undefined ? null : { facts: { ...rest }, errors: [toHeldDay(rest)] };
      },
    ),
    trigger_unmet: guard({ loadMoney }, ({ loadMoney: { money, payment } }) => {
      const { on, missing } = triggerOfPayment(money, payment);
      return on === null
        ? { facts: { trigger: payment.trigger, of: payment.trigger_of, missing, contract: money.facts.state } }
        : null;
    }),
    payment_beyond_contract: guard({ loadMoney, findAcceptedInvoice }, (facts) => {
      const { money, payment } = facts.loadMoney;
      const asked = computeClaim(payment, facts.findAcceptedInvoice);
      const room = computeRoom(money, payment.id);
      if (asked <= room) return null;
      return { facts: { asked: formatYuan(asked), left: formatYuan(room > 0n ? room : 0n) } };
    }),
    own_request: guardSecondPerson(({ root }) => Promise.resolve([root.requestedBy])),
    reason_not_lawful: guard<LockedPayment, { ground?: RefusalGround }, { loadMoney: { money: ContractMoney } }>(
      { loadMoney },
      ({ loadMoney: { money } }, { given, today }) => findUnlawfulGround(money, given.ground, today),
    ),
  },
});
