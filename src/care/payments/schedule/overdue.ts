import { formatYuan } from '../../../kernel/money/money.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { loadOverduePayments } from '../../../purchase/contracts/agency/overdue-payments.js';
import { paymentClocks } from '../../../purchase/tenders/reads/payment-deadlines.view.js';
import { loadPaymentMoney } from '../contract-money.js';
import { computeDebt, findDueDay } from './due-day.js';
import { order802 } from './order-802.js';
import { clockedPayment } from './payment-clocks.js';

interface Place {
  method: string | null;
  budget_level: string | null;
  region: string | null;
}

/** Instalments whose last day is over, each with the interest that contract or law gives. */
loadOverduePayments.contribute(async (reader, contract, today, calendar) => {
  const [place] = await runPreparedStatement<Place>(
    reader,
    `SELECT t.method, t.budget_level, t.region FROM contract c JOIN tender t ON t.id = c.tender_id WHERE c.id = $1`,
    [contract],
  );
  if (!place) return [];
  const money = await loadPaymentMoney(reader, contract);
  return money.payments.flatMap((payment) => {
    if (payment.dropped || payment.state === 'paid' || payment.state === 'cancelled') return [];
    const clocks = paymentClocks(place, [clockedPayment(money, payment)], calendar);
    const dueOn = findDueDay(money, payment, clocks, calendar);
    if (dueOn === null || dueOn >= today) return [];
    const amount = computeDebt(money, payment, place, calendar);
    if (amount === 0n) return [];
    const { interest } = order802(money, payment, clocks, { place, today, calendar });
    const owed = interest && {
      days: interest.days,
      amount: interest.amount,
      ratePerDay: interest.ratePerDay,
      by: interest.by,
      rule: interest.rule,
    };
    return [{ payment: payment.id, no: payment.no, dueOn, amount: formatYuan(amount), interest: owed }];
  });
});
