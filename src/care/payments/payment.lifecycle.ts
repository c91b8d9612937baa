import { defineLifecycle } from '../../kernel/actions/lifecycle.js';

export const PAYMENT_STATES = ['scheduled', 'due', 'approved', 'paid', 'failed', 'reversed', 'cancelled'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/**
 * Regulation article 9: nobody asks for, approves or pays for the buyer what a body is owed in which they sit; nor do they
 * hold it back, give it up, or say that it did not arrive or came back.
 */
const NO_INTEREST = 'acts_with_interest';
/**
 * Asked when an instalment is requested, when it is approved and again when the money goes out: in between an acceptance may
 * have found that less is owed.
 */
const STANDS = ['contract_halted', 'trigger_unmet'] as const;
const WITHIN = 'payment_beyond_contract';

/**
 * An instalment of a contract's schedule. Who requests it does not approve it; above a bureau's levels more approvers are
 * asked, and their approvals belong to the request they were given for. The clocks are due dates and refuse nothing. The
 * invoice is asked for at the request: from then on it cannot be taken away, and its amount counts among what is asked for.
 */
export const paymentLifecycle = defineLifecycle({
  name: 'payment',
  states: PAYMENT_STATES,
  initial: ['scheduled'],
  final: ['paid', 'cancelled'],
  transitions: [
    {
      action: 'request',
      from: ['scheduled'],
      to: 'due',
      who: 'payment.request',
      // Law article 57, regulation article 54: nothing is paid while a dispute may change the result, whatever the state.
      guards: [NO_INTEREST, ...STANDS, 'invoice_missing', WITHIN],
    },
    {
      action: 'approve',
      from: ['due'],
      to: ['due', 'approved'],
      who: 'payment.approve',
      guards: [NO_INTEREST, 'own_request', 'approved_by_you', ...STANDS, WITHIN],
    },
    // State Council Order 802 article 14: what a small enterprise is owed is not held back for reasons of the payer's own.
    {
      action: 'refuse',
      from: ['due'],
      to: 'scheduled',
      who: 'payment.approve',
      guards: [NO_INTEREST, 'reason_not_lawful'],
      reason: 'required',
    },
    // Also what did not arrive or came back, where less is owed by now: it is asked for anew with another invoice.
    {
      action: 'withdraw',
      from: ['due', 'approved', 'failed', 'reversed'],
      to: 'scheduled',
      who: 'payment.request',
      guards: [NO_INTEREST, 'reason_not_lawful'],
      reason: 'required',
    },
    {
      action: 'pay',
      from: ['approved'],
      to: 'paid',
      who: 'payment.pay',
      guards: [NO_INTEREST, 'own_approval', 'payee_unstated', 'payee_differs', ...STANDS, WITHIN],
    },
    {
      action: 'fail',
      from: ['approved'],
      to: 'failed',
      who: 'payment.pay',
      guards: [NO_INTEREST],
      reason: 'required',
    },
    {
      action: 'retry',
      from: ['failed'],
      to: 'due',
      who: 'payment.request',
      guards: [NO_INTEREST, WITHIN],
      reason: 'required',
    },
    {
      action: 'reverse',
      from: ['paid'],
      to: 'reversed',
      who: 'payment.pay',
      guards: [NO_INTEREST],
      reason: 'required',
      retells: 'correction',
    },
    // While the money was back it was nobody's: another instalment may have been asked for.
    {
      action: 'reopen',
      from: ['reversed'],
      to: 'due',
      who: 'payment.request',
      guards: [NO_INTEREST, WITHIN],
      reason: 'required',
    },
    // What will not be owed any more, because the contract came to its end without it.
    {
      action: 'cancel',
      from: ['scheduled', 'failed', 'reversed'],
      to: 'cancelled',
      who: 'payment.approve',
      guards: [NO_INTEREST, 'own_request', 'still_owed'],
      reason: 'required',
    },
    // With the contract that was closed as unperformed: of what was not performed nothing is owed (Civil Code 566).
    { action: 'lapse', from: ['scheduled', 'due', 'approved', 'failed', 'reversed'], to: 'cancelled', who: 'system' },
    // What was given up with the end of the contract and an acceptance found to be owed after all.
    { action: 'restore', from: ['cancelled'], to: 'scheduled', who: 'system', retells: 'correction' },
  ],
});
