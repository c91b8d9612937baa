import { computeRoom, type ContractMoney, type PaymentRow } from '../contract-money.js';

/** Fen of its accepted invoice with which an instalment can still be asked for: what others are invoiced for comes beside it. */
function computeInvoicedClaim(money: ContractMoney, { id, state, dropped, amount, invoiced }: PaymentRow): bigint {
  if (invoiced === null || dropped || (state !== 'scheduled' && state !== 'reversed')) return 0n;
  const claim = BigInt(invoiced);
  return claim <= BigInt(amount) && claim <= computeRoom(money, id) ? claim : 0n;
}

/**
 * Fen for which its invoice is: the instalment, or what is left of the contract beside what the others are asked for, paid by or
 * invoiced for, where that is less; nothing of what was given up. So accepted invoices never come to more together than is left.
 */
export function computePayable(money: ContractMoney, payment: PaymentRow): bigint {
  if (payment.dropped || payment.state === 'cancelled') return 0n;
  const others = money.payments.filter(({ id }) => id !== payment.id);
  const room = others.reduce(
    (left, other) => left - computeInvoicedClaim(money, other),
    computeRoom(money, payment.id),
  );
  const amount = BigInt(payment.amount);
  const payable = amount < room ? amount : room;
  return payable > 0n ? payable : 0n;
}
