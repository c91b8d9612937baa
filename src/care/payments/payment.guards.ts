import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type Fact, type GuardView } from '../../kernel/actions/action.js';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemDetails } from '../../kernel/errors/problem.js';
import { formatYuan } from '../../kernel/money/money.js';
import type { ContractGiven } from '../../purchase/contracts/conducted/contract.guards.js';
import type { ContractContent } from '../../purchase/contracts/content/content.types.js';
import { amended, type Difference } from '../../purchase/contracts/amendments/amendment.rules.js';
import { amendmentOf } from '../../purchase/contracts/conducted/conducted-contract.js';
import type { PayDto } from './actions/pay-instalment.js';
import { moneyOf, type ContractMoney } from './contract-money.js';
import { Payees } from './payees.js';
import { paymentSubject, type LockedPayment } from './payment.subject.js';

/** The account that the supplier of the contract has stated; what it was given stands in no answer. */
const findStatedAccount: Fact<LockedPayment, { pseudonym: string; masked: string } | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ pseudonym: string; masked: string }>(
    `SELECT pseudonym, masked FROM payee_account WHERE organisation_id = $1`,
    [root.contract.supplier_id],
  );
  return row ?? null;
};

/** Guards that ask of the money of a contract, and the one of an instalment that needs a key to recognise an account. */
@Injectable()
export class PaymentGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly engine: ActionEngine,
    private readonly payees: Payees,
  ) {}

  onModuleInit(): void {
    this.engine.contribute(paymentSubject, {
      // The account is the supplier's own word, never the payer's.
      payee_differs: guard({ findStatedAccount }, (facts, { given }: GuardView<LockedPayment, PayDto>) => {
        const stated = facts.findStatedAccount;
        if (stated !== null && this.payees.is(stated.pseudonym, given.account)) return null;
        return { facts: { account: stated?.masked ?? null } };
      }),
    });
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
}

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
