import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const PAYMENT_STATES = ['scheduled', 'due', 'approved', 'paid', 'failed', 'reversed'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];
export type PaymentAction = 'request' | 'approve' | 'pay' | 'fail' | 'retry' | 'reverse' | 'reopen';

/** What an instalment needs, asked when it is requested, when it is approved and again when the money goes out. */
const OWED = ['trigger_unmet', 'invoice_missing', 'payment_beyond_contract'] as const;

/**
 * An instalment of a contract's schedule. Who requests it does not approve it; above a bureau's levels more approvers are
 * asked. The clocks are due dates and refuse nothing.
 */
export const paymentLifecycle = defineLifecycle<PaymentState, PaymentAction>({
  name: 'payment',
  states: PAYMENT_STATES,
  initial: ['scheduled'],
  final: ['paid'],
  transitions: [
    {
      action: 'request',
      from: ['scheduled'],
      to: 'due',
      who: 'payment.request',
      // Law article 57, regulation article 54: nothing is paid on what is halted.
      guards: ['contract_halted', ...OWED],
    },
    {
      action: 'approve',
      from: ['due'],
      to: ['due', 'approved'],
      who: 'payment.approve',
      guards: ['own_request', 'approved_by_you', 'contract_halted', ...OWED],
    },
    {
      action: 'pay',
      from: ['approved'],
      to: 'paid',
      who: 'payment.pay',
      guards: ['own_approval', 'payee_differs', 'contract_halted', ...OWED],
    },
    { action: 'fail', from: ['approved'], to: 'failed', who: 'payment.pay', reason: 'required' },
    { action: 'retry', from: ['failed'], to: 'due', who: 'payment.request', reason: 'required' },
    { action: 'reverse', from: ['paid'], to: 'reversed', who: 'payment.pay', reason: 'required' },
    { action: 'reopen', from: ['reversed'], to: 'due', who: 'payment.request', reason: 'required' },
  ],
});
