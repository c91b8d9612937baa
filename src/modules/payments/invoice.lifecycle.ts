import { defineLifecycle } from '../../platform/lifecycle/lifecycle.js';

export const INVOICE_STATES = ['submitted', 'accepted', 'returned'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];
export type InvoiceAction = 'accept' | 'return' | 'submit';

/** An invoice of the agency for an instalment. The clocks of payment run from the day on which it was received. */
export const invoiceLifecycle = defineLifecycle<InvoiceState, InvoiceAction>({
  name: 'invoice',
  states: INVOICE_STATES,
  initial: ['submitted'],
  final: ['accepted'],
  transitions: [
    {
      action: 'accept',
      from: ['submitted'],
      to: 'accepted',
      who: 'payment.request',
      guards: ['invoice_differs', 'invoice_used'],
    },
    { action: 'return', from: ['submitted'], to: 'returned', who: 'payment.request', reason: 'required' },
    { action: 'submit', from: ['returned'], to: 'submitted', who: 'invoice.submit' },
  ],
});
