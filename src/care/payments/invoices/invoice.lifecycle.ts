import { defineLifecycle } from '../../../kernel/actions/lifecycle.js';

export const INVOICE_STATES = ['submitted', 'accepted', 'returned', 'voided', 'withdrawn'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** Regulation article 9, as for the instalment itself. */
const NO_INTEREST = 'acts_with_interest';

/**
 * An invoice of the agency for an instalment. The clocks of payment run from the day on which it was received. The number
 * is of one living invoice of its supplier, and an instalment has one living invoice, from the moment it is submitted: the
 * database holds both. Its sum is what is payable, as it is submitted and as it is accepted: less of the work may have been
 * accepted in between.
 */
export const invoiceLifecycle = defineLifecycle({
  name: 'invoice',
  states: INVOICE_STATES,
  initial: ['submitted'],
  final: ['accepted', 'voided', 'withdrawn'],
  transitions: [
    {
      action: 'accept',
      from: ['submitted'],
      to: 'accepted',
      who: 'payment.request',
      guards: [NO_INTEREST, 'invoice_differs'],
    },
    // State Council Order 802 article 14, as for the instalment itself.
    {
      action: 'return',
      from: ['submitted'],
      to: 'returned',
      who: 'payment.request',
      guards: [NO_INTEREST, 'reason_not_lawful'],
      reason: 'required',
    },
    {
      action: 'submit',
      from: ['returned'],
      to: 'submitted',
      who: 'invoice.submit',
      guards: ['invoice_used', 'invoice_stands', 'invoice_differs'],
    },
    // One that was accepted in error, or was reversed for the tax authority; not while money is asked for with it.
    {
      action: 'void',
      from: ['accepted'],
      to: 'voided',
      who: 'payment.request',
      guards: [NO_INTEREST, 'invoice_in_use', 'reason_not_lawful'],
      reason: 'required',
    },
    { action: 'withdraw', from: ['submitted', 'returned'], to: 'withdrawn', who: 'invoice.submit', reason: 'required' },
  ],
});
