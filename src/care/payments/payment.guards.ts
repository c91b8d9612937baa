import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { formatYuan } from '../../kernel/money/money.js';
import type { ContractGiven } from '../../purchase/contracts/conducted/contract.guards.js';
import type { ContractContent } from '../../purchase/contracts/content/content.types.js';
import { amended, type Difference } from '../../purchase/contracts/amendments/amendment.rules.js';
import { amendmentOf } from '../../purchase/contracts/conducted/conducted-contract.js';
import { InterestGuard, supplierBy } from '../../purchase/tenders/oversight/interest.js';
import {
  moneyOf,
  computePayable,
  roomFor,
  triggerOfPayment,
  type AcceptedInvoice,
  type ContractMoney,
  type PaymentRow,
} from './contract-money.js';
import { Payees } from './payees.js';
import { findUnlawfulGround } from './refusal.rules.js';

/** What an action on an instalment was given. */
export interface PaymentGiven {
  reason?: string;
  ground?: string;
  /** `pay`: the account the money went to. */
  account?: string;
}
interface Facts {
  money: ContractMoney;
  payment: PaymentRow;
}
type Check = (facts: Facts, tx: Tx, given: PaymentGiven) => ProblemDetails | null | Promise<ProblemDetails | null>;

/** Guards of an instalment. Each names the fact that would change its answer. */
@Injectable()
export class PaymentGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly payees: Payees,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries({ ...CHECKS, payee_differs: this.payeeDiffers }))
      this.registry.contribute<PaymentGiven>(code as ProblemCode, async (tx, id, given) =>
        check(await factsOf(tx, id), tx, given),
      );
    this.interest.contribute(supplierBy('payment'));
    this.registry.contribute('payments_open', paymentsOpen);
    // A contract that was signed elsewhere and says nothing of payments would owe what nobody could ask for.
    this.registry.contribute('payments_missing', async (tx, contract) => {
      const { content, whole, paidBefore } = await moneyOf(tx.manager, contract);
      return (content?.payments.length ?? 0) > 0 || paidBefore >= whole
        ? null
        : { facts: { amount: formatYuan(whole), paid: formatYuan(paidBefore) } };
    });
    this.registry.contribute('payments_not_returned', async (tx, contract) => {
      const paid = paidOf(await moneyOf(tx.manager, contract));
      return paid > 0n ? { facts: { paid: formatYuan(paid) } } : null;
    });
    this.registry.contribute<ContractGiven>('instalment_requested', async (tx, contract, given) => {
      const difference = given.proposal?.difference ?? (await amendmentOf(tx, contract, given.amendment))?.difference;
      return changedAlthoughRequested(tx, contract, difference ?? []);
    });
  }

  /** The account is the supplier's own word, never the payer's; what it was given stands in no answer. */
  private readonly payeeDiffers: Check = async ({ payment }, tx, { account }) => {
    const [stated] = await tx.query<{ pseudonym: string; masked: string }>(
      `SELECT a.pseudonym, a.masked FROM payee_account a JOIN contract c ON c.supplier_id = a.organisation_id WHERE c.id = $1`,
      [payment.contract_id],
    );
    if (stated !== undefined && account !== undefined && this.payees.is(stated.pseudonym, account)) return null;
    return { facts: { account: stated?.masked ?? null } };
  };
}

const CHECKS: Partial<Record<ProblemCode, Check>> = {
  contract_halted: ({ money }) => (money.held === null ? null : { facts: { ground: money.held } }),
  trigger_unmet: ({ money, payment }) => {
    const { on, missing } = triggerOfPayment(money, payment);
    return on === null
      ? { facts: { trigger: payment.trigger, of: payment.trigger_of, missing, contract: money.facts.state } }
      : null;
  },
  // For all of it: what an invoice leaves out would never be asked for. That it is above what is left is another refusal.
  invoice_missing: async ({ money, payment }, tx) => {
    const invoice = await acceptedInvoice(tx, payment.id);
    const payable = computePayable(money, payment);
    const invoiced = BigInt(invoice?.amount ?? 0);
    if (invoiced > 0n && !payment.dropped && invoiced >= payable && invoiced <= BigInt(payment.amount)) return null;
    return { facts: { amount: formatYuan(payable), invoiced: invoice && formatYuan(invoice.amount) } };
  },
  payment_beyond_contract: async ({ money, payment }, tx) => {
    const asked = BigInt(payment.claimed ?? (await acceptedInvoice(tx, payment.id))?.amount ?? payment.amount);
    const room = roomFor(money, payment.id);
    if (asked <= room) return null;
    return { facts: { asked: formatYuan(asked), left: formatYuan(room > 0n ? room : 0n) } };
  },
  own_request: ({ payment }, tx) => (payment.requested_by === tx.principal.id ? {} : null),
  approved_by_you: async ({ payment }, tx) => ((await hasApproved(tx, payment)) ? {} : null),
  own_approval: async ({ payment }, tx) => ((await hasApproved(tx, payment)) ? {} : null),
  reason_not_lawful: async ({ money }, tx, { ground }) =>
    findUnlawfulGround(money, ground, todayInShanghai(await tx.now())),
  still_owed: ({ money, payment }) => {
    const { state } = money.facts;
    const ended = state === 'terminated' || state === 'rescinded';
    // Of what was accepted nothing is left for it.
    const nothing = (state === 'accepted' || state === 'part_accepted') && roomFor(money, payment.id) <= 0n;
    return nothing || (ended && triggerOfPayment(money, payment).on === null)
      ? null
      : { facts: { contract: money.facts.state } };
  },
};

/** Every instalment is paid or given up, and together they come to what was accepted. */
async function paymentsOpen(tx: Tx, contract: string): Promise<ProblemDetails | null> {
  const money = await moneyOf(tx.manager, contract);
  const open = money.payments.filter(({ dropped, state }) => !dropped && state !== 'paid' && state !== 'cancelled');
  const paid = paidOf(money);
  if (open.length === 0 && paid >= money.whole) return null;
  return {
    facts: { open: open.map(({ no }) => no), paid: formatYuan(paid), accepted: formatYuan(money.whole) },
  };
}

/** What went out and did not come back. */
const paidOf = ({ payments, paidBefore }: ContractMoney): bigint =>
  payments.reduce((sum, { state, claimed }) => sum + (state === 'paid' ? BigInt(claimed ?? 0) : 0n), paidBefore);

async function hasApproved(tx: Tx, { id, round }: PaymentRow): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM payment_approval WHERE payment_id = $1 AND round = $2 AND user_id = $3`, [
    id,
    round,
    tx.principal.id,
  ]);
  return rows.length > 0;
}

export async function acceptedInvoice(tx: Tx, payment: string): Promise<AcceptedInvoice | null> {
  const [row] = await tx.query<AcceptedInvoice>(
    `SELECT id, amount::text FROM invoice WHERE payment_id = $1 AND state = 'accepted'`,
    [payment],
  );
  return row ?? null;
}

async function factsOf(tx: Tx, id: string): Promise<Facts> {
  const [at] = await tx.query<{ contract: string }>(`SELECT contract_id AS contract FROM payment WHERE id = $1`, [id]);
  const money = await moneyOf(tx.manager, at?.contract ?? '');
  return { money, payment: money.payments.find((p) => p.id === id) as PaymentRow };
}

/** An amendment leaves the instalments as they are that were asked for, paid or given up. */
async function changedAlthoughRequested(
  tx: Tx,
  contract: string,
  difference: readonly Difference[],
): Promise<ProblemDetails | null> {
  if (!difference.some(({ pointer }) => pointer.startsWith('/payments'))) return null;
  const [row] = await tx.query<{ content: ContractContent }>(`SELECT content FROM contract WHERE id = $1`, [contract]);
  if (!row) return null;
  const { payments } = amended(row.content, difference);
  const asked = (await moneyOf(tx.manager, contract)).payments.filter((p) => p.state !== 'scheduled' && !p.dropped);
  const changed = asked.filter(
    (p) =>
      p.share_no !== null &&
      !payments.some(
        ({ no, trigger, share, of }) =>
          no === p.share_no && trigger === p.trigger && share === p.share && (of ?? null) === p.trigger_of,
      ),
  );
  return changed.length === 0
    ? null
    : { facts: { instalments: changed.map(({ share_no, state }) => ({ no: share_no, state })) } };
}
