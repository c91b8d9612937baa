import { action, guard } from '../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../people/accounts/second-person.js';
import { computeRoom, triggerOfPayment } from '../contract-money.js';
import { listApprovers, loadMoney, paymentSubject } from '../payment.subject.js';

export const approvePayment = action(paymentSubject, 'approve', ReasonDto, {
  operationId: 'approvePayment',
  summary: { en: 'Approve a payment that is requested', zh: '审批付款申请' },
  guards: {
    approved_by_you: guardSecondPerson(listApprovers),
  },
  async effect({ tx, principal, root, now }) {
    await tx.query(`INSERT INTO payment_approval (payment_id, round, user_id, approved_at) VALUES ($1, $2, $3, $4)`, [
      root.id,
      root.round,
      principal.id,
      now,
    ]);
    const [row] = await tx.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM payment_approval WHERE payment_id = $1 AND round = $2`,
      [root.id, root.round],
    );
    const approvals = row?.n ?? 0;
    const needed = root.approvers ?? 1;
    return { to: approvals >= needed ? 'approved' : 'due', data: { approvals, needed } };
  },
});

export const cancelPayment = action(paymentSubject, 'cancel', RequiredReasonDto, {
  operationId: 'cancelPayment',
  summary: { en: 'Give up an instalment that is not owed any more', zh: '取消不再应付的款项' },
  guards: {
    still_owed: guard({ loadMoney }, ({ loadMoney: { money, payment } }) => {
      const { state } = money.facts;
      const ended = state === 'terminated' || state === 'rescinded';
      // Of what was accepted nothing is left for it.
      const nothing = (state === 'accepted' || state === 'part_accepted') && computeRoom(money, payment.id) <= 0n;
      return nothing || (ended && triggerOfPayment(money, payment).on === null)
        ? null
        : { facts: { contract: money.facts.state } };
    }),
  },
});
