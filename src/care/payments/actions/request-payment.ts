import { action, guard, type Situation } from '../../../kernel/actions/action.js';
import { OneOf } from '../../../kernel/http/validation/fields.js';
import { formatYuan } from '../../../kernel/money/money.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { countApprovers } from '../approval-levels.service.js';
import { computePayable } from '../invoices/payable-sum.js';
import { isInvoicedWhole } from '../schedule/instalment-standing.js';
import { findAcceptedInvoice, loadMoney, paymentSubject, type LockedPayment } from '../payment.subject.js';
import { REFUSAL_GROUNDS } from '../refusal.rules.js';

/** Why what was asked for is sent or taken back. */
class SendBackPaymentDto extends RequiredReasonDto {
  /** One of the list, where the payee is a small or medium enterprise. */
  @OneOf(REFUSAL_GROUNDS, 'not_null')
  ground?: (typeof REFUSAL_GROUNDS)[number];
}

/** Columns of an instalment that nobody asks for. */
const NOT_REQUESTED = { claimed: null, requestedBy: null, requestedAt: null, approvers: null };

/**
 * Columns of a new request over `claimed` fen. Levels that were lowered since count for what is asked for later: this one
 * never passes with fewer persons than before.
 */
async function requestAnew({ tx, principal, root, now }: Situation<LockedPayment, unknown>, claimed: bigint) {
  const approvers = Math.max(await countApprovers(tx, root.contract.buyer_id, claimed), root.approversLeast);
  return {
    claimed,
    approvers,
    approversLeast: approvers,
    round: root.round + 1,
    requestedBy: principal.id,
    requestedAt: now,
  };
}

export const requestPayment = action(paymentSubject, 'request', ReasonDto, {
  operationId: 'requestPayment',
  summary: { en: 'Request payment of an instalment by its accepted invoice', zh: '申请支付某期款项' },
  guards: {
    // That it is above what is left is another refusal.
    invoice_missing: guard({ loadMoney, findAcceptedInvoice }, (facts) => {
      const { money, payment } = facts.loadMoney;
      const invoice = facts.findAcceptedInvoice;
      if (isInvoicedWhole(money, payment, invoice)) return null;
      return {
        facts: { amount: formatYuan(computePayable(money, payment)), invoiced: invoice && formatYuan(invoice.amount) },
      };
    }),
  },
  needs: { findAcceptedInvoice },
  async effect(situation, { findAcceptedInvoice: invoice }) {
    const claimed = BigInt(invoice?.amount ?? 0);
    return {
      set: await requestAnew(situation, claimed),
      data: { amount: formatYuan(claimed), invoice: invoice?.id },
    };
  },
});

export const withdrawPaymentRequest = action(paymentSubject, 'withdraw', SendBackPaymentDto, {
  operationId: 'withdrawPaymentRequest',
  summary: { en: 'Take back a request for payment', zh: '撤回付款申请' },
  effect: ({ given }) => ({ set: NOT_REQUESTED, data: { ground: given.ground ?? null } }),
});

export const refusePayment = action(paymentSubject, 'refuse', SendBackPaymentDto, {
  operationId: 'refusePayment',
  summary: { en: 'As the approver, send a request for payment back to who made it', zh: '审批人将付款申请退回申请人' },
  effect: ({ given }) => ({ set: NOT_REQUESTED, data: { ground: given.ground ?? null } }),
});

/** Approvals belong to one request: whoever asks again asks everybody again. */
export const retryPayment = action(paymentSubject, 'retry', RequiredReasonDto, {
  operationId: 'retryPayment',
  summary: { en: 'Request again a payment that did not arrive', zh: '支付失败后重新申请付款' },
  effect: async (situation) => ({ set: await requestAnew(situation, BigInt(situation.root.claimed ?? 0)) }),
});

export const reopenPayment = action(paymentSubject, 'reopen', RequiredReasonDto, {
  operationId: 'reopenPayment',
  summary: { en: 'Request again a payment that came back', zh: '款项退回后重新申请付款' },
  effect: async (situation) => ({ set: await requestAnew(situation, BigInt(situation.root.claimed ?? 0)) }),
});
