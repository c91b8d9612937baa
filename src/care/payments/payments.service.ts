import { Injectable, type OnModuleInit } from '@nestjs/common';
import { heldIn } from '../../kernel/access/held.js';
import type { Principal } from '../../kernel/access/principal.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { decide } from '../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { formatYuan } from '../../kernel/money/money.js';
import type { ConductedContract } from '../../purchase/contracts/conducted/conducted-contract.js';
import { sayAllOfContract } from '../../purchase/contracts/conducted/contract-facts.js';
import { approversFor } from './approval-levels.service.js';
import type { PaymentRow } from './contract-money.js';
import { lockMoney, toParties } from './paid-contract.js';
import type { PayDto, PaymentActionDto } from './payment.dto.js';
import { acceptedInvoice, type PaymentGiven } from './payment.guards.js';
import { paymentLifecycle, type PaymentAction, type PaymentState } from './payment.lifecycle.js';
import { Payees } from './payees.js';

type LockedPayment = PaymentRow & { state: PaymentState };
interface Doing {
  tx: Tx;
  contract: ConductedContract;
  payment: LockedPayment;
  today: string;
  given: Partial<PaymentActionDto & PayDto>;
}
interface Effect {
  to?: PaymentState;
  data?: Record<string, unknown>;
}

/** What nobody does: it comes with the acceptance or the end of the contract. */
const ELSEWHERE = ['lapse', 'restore'] as const satisfies PaymentAction[];
type Performed = Exclude<PaymentAction, (typeof ELSEWHERE)[number]>;
const isPerformedHere = (action: PaymentAction): action is Performed =>
  !(ELSEWHERE as readonly string[]).includes(action);

/** Instalments: asked for, approved by others, paid, and what becomes of money that does not arrive. */
@Injectable()
export class PaymentsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly payees: Payees,
  ) {}

  onModuleInit(): void {
    this.registry.register(paymentLifecycle);
  }

  act(
    principal: Principal,
    contract: string,
    id: string,
    version: number,
    action: string,
    given: PaymentActionDto,
  ): Promise<void> {
    if (action === 'pay') throw new Problem('route_not_found');
    return this.perform(principal, contract, id, version, action, given);
  }

  pay(principal: Principal, contract: string, id: string, version: number, given: PayDto): Promise<void> {
    return this.perform(principal, contract, id, version, 'pay', given);
  }

  private perform(
    principal: Principal,
    contractId: string,
    id: string,
    version: number,
    action: string,
    given: Doing['given'],
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const of = { table: 'payment' as const, id, version };
      const { contract, row: payment } = await lockMoney<LockedPayment>(tx, contractId, of);
      const held = heldIn(principal, [contract.buyer_id]);
      decide(paymentLifecycle, payment.state, action, { permissions: held });
      // Who asked, who approved and who paid are persons: a key would be one more of the same.
      if (principal.kind !== 'user') throw new Problem('not_permitted');
      const asked: PaymentGiven = {
        ...(given.reason !== undefined && { reason: given.reason }),
        ...(given.ground !== undefined && { ground: given.ground }),
        ...(given.account !== undefined && { account: given.account }),
      };
      const transition = await this.registry.enter(tx, paymentLifecycle, payment, action, asked, held);
      const today = todayInShanghai(await tx.now());
      if (!isPerformedHere(transition.action)) throw new Problem('not_permitted');
      const effect = await this.effects[transition.action]({ tx, contract, payment, today, given });
      const to = effect.to ?? (transition.to as PaymentState);
      await tx.query(
        `UPDATE payment SET state = $2, claimed = CASE WHEN $2 <> 'scheduled' THEN claimed END,
           requested_by = CASE WHEN $2 <> 'scheduled' THEN requested_by END,
           requested_at = CASE WHEN $2 <> 'scheduled' THEN requested_at END,
           approvers = CASE WHEN $2 <> 'scheduled' THEN approvers END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to],
      );
      await tx.record({
        ...toParties(contract),
        aggregate: 'payment',
        id,
        action: transition.action,
        from: payment.state,
        to,
        reason: given.reason ?? null,
        data: { contract: contract.id, ...effect.data },
      });
    });
  }

  private readonly effects: Record<Performed, (doing: Doing) => Promise<Effect>> = {
    request: async (doing) => {
      const invoice = await acceptedInvoice(doing.tx, doing.payment.id);
      const claimed = BigInt(invoice?.amount ?? 0);
      await this.ask(doing, claimed, 'due');
      return { data: { amount: formatYuan(claimed), invoice: invoice?.id } };
    },
    approve: async ({ tx, payment }) => {
      await tx.query(`INSERT INTO payment_approval (payment_id, round, user_id, approved_at) VALUES ($1, $2, $3, $4)`, [
        payment.id,
        payment.round,
        tx.principal.id,
        await tx.now(),
      ]);
      const [given] = await tx.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM payment_approval WHERE payment_id = $1 AND round = $2`,
        [payment.id, payment.round],
      );
      const needed = payment.approvers ?? 1;
      return {
        to: (given?.n ?? 0) >= needed ? 'approved' : 'due',
        data: { approvals: given?.n ?? 0, needed },
      };
    },
    refuse: ({ given }) => Promise.resolve({ data: { ground: given.ground ?? null } }),
    withdraw: ({ given }) => Promise.resolve({ data: { ground: given.ground ?? null } }),
    pay: (doing) => this.paid(doing),
    fail: () => Promise.resolve({}),
    retry: (doing) => this.again(doing),
    reverse: async ({ tx, contract, payment, given }) => {
      const [fact] = await sayAllOfContract(tx, contract, [
        {
          kind: 'payment',
          data: { amount: '0.00' },
          source: sourceOf(payment),
          instead: { of: payment.fact_id ?? '', reason: given.reason ?? '' },
        },
      ]);
      await tx.query(
        `UPDATE payment SET state = 'reversed', fact_id = $2, paid_on = NULL, paid_by = NULL, paid_to = NULL, reference = NULL
         WHERE id = $1`,
        [payment.id, fact],
      );
      await touch(tx, contract);
      return {};
    },
    reopen: (doing) => this.again(doing),
    cancel: () => Promise.resolve({}),
  };

  private async paid({ tx, contract, payment, today, given }: Doing): Promise<Effect> {
    const on = given.on ?? today;
    const [approval] = await tx.query<{ on: string }>(
      `SELECT (max(approved_at) AT TIME ZONE 'Asia/Shanghai')::date::text AS on FROM payment_approval
       WHERE payment_id = $1 AND round = $2`,
      [payment.id, payment.round],
    );
    if (on > today) throw invalid('/on', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    if (on < (approval?.on ?? on))
      throw invalid('/on', 'too_early', { en: 'Lies before the approval', zh: '早于审批日期' });
    const amount = formatYuan(payment.claimed ?? '0');
    const [fact] = await sayAllOfContract(tx, contract, [
      { kind: 'payment', data: { on, amount }, source: sourceOf(payment) },
    ]);
    await tx.query(
      `UPDATE payment SET state = 'paid', paid_on = $2, paid_by = $3, paid_to = $4, reference = $5, fact_id = $6 WHERE id = $1`,
      [payment.id, on, tx.principal.id, this.payees.cover(given.account ?? '').masked, given.reference ?? null, fact],
    );
    await touch(tx, contract);
    return { data: { amount, on } };
  }

  /** Approvals belong to one request: whoever asks again asks everybody again. */
  private async again(doing: Doing): Promise<Effect> {
    await this.ask(doing, BigInt(doing.payment.claimed ?? 0), 'due');
    return {};
  }

  /** Levels that were lowered since count for what is asked for later: this one never passes with fewer persons than before. */
  private async ask({ tx, contract, payment }: Doing, claimed: bigint, to: PaymentState): Promise<void> {
    await tx.query(
      `UPDATE payment SET state = $2, claimed = $3, approvers = greatest($4, approvers_least),
         approvers_least = greatest($4, approvers_least), round = round + 1, requested_by = $5, requested_at = $6
       WHERE id = $1`,
      [
        payment.id,
        to,
        claimed.toString(),
        await approversFor(tx, contract.buyer_id, claimed),
        tx.principal.id,
        await tx.now(),
      ],
    );
  }
}

/** Two instalments of the same amount on the same day are two payments. */
const sourceOf = ({ id }: PaymentRow) => ({ kind: 'statement' as const, reference: `payment:${id}` });

/** Its facts are others now. */
const touch = (tx: Tx, { id }: ConductedContract): Promise<unknown> =>
  tx.query(`UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [id]);
