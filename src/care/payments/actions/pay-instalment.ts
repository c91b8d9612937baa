import { Matches } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { invalid } from '../../../kernel/http/validation.js';
import { OptionalField, TextUpTo } from '../../../kernel/http/validation/fields.js';
import { formatYuan } from '../../../kernel/money/money.js';
import { RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { sayAllOfContract } from '../../../purchase/contracts/conducted/contract-facts.js';
import { loadCalendar } from '../../../law/calendars/calendar-store.js';
import { endPaidSuspension } from '../../../purchase/contracts/agency/paid-suspension.js';
import { ACCOUNT_NUMBER, Payees } from '../payees.js';
import { listApprovers, paymentSubject, type LockedPayment } from '../payment.subject.js';
import { touchContract } from '../../../purchase/contracts/contract-moves.js';

/** What went out of the buyer's account. */
export class PayDto {
  /** Number of the account to which it went: it must be the one that the supplier has stated. Kept nowhere. */
  @Matches(ACCOUNT_NUMBER)
  account: string;
  /** Day on which it went; today where it is not given. */
  @OptionalField(IsPlainDate())
  on?: string;
  /** Number of the payment order. */
  @TextUpTo(100, 'not_null')
  reference?: string;
}

export const payInstalment = action(paymentSubject, 'pay', PayDto, {
  operationId: 'payInstalment',
  summary: { en: 'Record that an approved instalment was paid, and to which account', zh: '登记已支付款项及收款账户' },
  permit: 'payment.pay',
  needsKey: true,
  guards: {
    own_approval: guardSecondPerson(listApprovers),
  },
  uses: { payees: Payees },
  needs: { loadCalendar },
  async effect({ tx, principal, root, given, today }, _, { payees }) {
    const on = given.on ?? today;
    const [approval] = await tx.query<{ on: string }>(
      `SELECT (max(approved_at) AT TIME ZONE 'Asia/Shanghai')::date::text AS on FROM payment_approval
       WHERE payment_id = $1 AND round = $2`,
      [root.id, root.round],
    );
    if (on > today) throw invalid('/on', 'in_future', { en: 'Lies ahead', zh: '晚于今日' });
    if (on < (approval?.on ?? on))
      throw invalid('/on', 'too_early', { en: 'Lies before the approval', zh: '早于审批日期' });
    const amount = formatYuan(root.claimed ?? '0');
    const [factId] = await sayAllOfContract(tx, root.contract, [
      { kind: 'payment', data: { on, amount }, source: toSource(root) },
    ]);
    await touchContract(tx, root.contract.id);
    const paidTo = payees.cover(given.account).masked;
    return {
      set: { paidOn: on, paidBy: principal.id, paidTo, reference: given.reference ?? null, factId },
      data: { amount, on },
    };
  },
  after: ({ tx, root, today }, _, { loadCalendar: calendar }) => endPaidSuspension(tx, root.contract, today, calendar),
});

export const failPayment = action(paymentSubject, 'fail', RequiredReasonDto, {
  operationId: 'failPayment',
  summary: { en: 'Record that a payment did not arrive', zh: '登记支付失败' },
});

export const reversePayment = action(paymentSubject, 'reverse', RequiredReasonDto, {
  operationId: 'reversePayment',
  summary: { en: 'Record that a paid instalment came back to the buyer', zh: '登记已支付的款项被退回购买主体' },
  async effect({ tx, root, given }) {
    const [factId] = await sayAllOfContract(tx, root.contract, [
      {
        kind: 'payment',
        data: { amount: '0.00' },
        source: toSource(root),
        instead: { of: root.factId ?? '', reason: given.reason },
      },
    ]);
    await touchContract(tx, root.contract.id);
    return { set: { factId, paidOn: null, paidBy: null, paidTo: null, reference: null } };
  },
});

/** Two instalments of the same amount on the same day are two payments. */
const toSource = ({ id }: LockedPayment) => ({ kind: 'statement' as const, reference: `payment:${id}` });
