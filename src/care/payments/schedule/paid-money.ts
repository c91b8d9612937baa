import { loadPaidMoney } from '../../evaluations/figures/paid-share.js';
import { loadPaymentMoney } from '../contract-money.js';

loadPaidMoney.contribute(async (reader, contract) => {
  const { payments, whole, paidBefore } = await loadPaymentMoney(reader, contract);
  const paid = payments.filter(({ state }) => state === 'paid');
  return { paid: paid.reduce((sum, { claimed }) => sum + BigInt(claimed ?? 0), paidBefore), whole };
});
