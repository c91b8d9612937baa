import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { OneOf } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { REFUSAL_GROUNDS } from '../../refusal.rules.js';
import { invoiceSubject, type LockedInvoice } from '../invoice.subject.js';

/** Why an invoice does not stand any more. */
export class RefuseInvoiceDto extends RequiredReasonDto {
  /** One of the list, where the payee is a small or medium enterprise. */
  @OneOf(REFUSAL_GROUNDS, 'not_null')
  ground?: (typeof REFUSAL_GROUNDS)[number];
}

/** The state of the instalment while money is asked for with its invoice; null before and when it was given up. */
const findRequestedState: Fact<LockedInvoice, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ state: string }>(
    `SELECT state FROM payment WHERE id = $1 AND state NOT IN ('scheduled', 'cancelled')`,
    [root.paymentId],
  );
  return row?.state ?? null;
};

export const acceptInvoice = action(invoiceSubject, 'accept', ReasonDto, {
  operationId: 'acceptInvoice',
  summary: { en: 'Accept an invoice for what is payable', zh: '确认发票' },
  effect: ({ given, now }) => ({ set: { decidedAt: now, reason: given.reason ?? null } }),
});

export const returnInvoice = action(invoiceSubject, 'return', RefuseInvoiceDto, {
  operationId: 'returnInvoice',
  summary: { en: 'Return an invoice to the agency', zh: '退回发票' },
  effect: ({ given, now }) => refuseInvoice(given, now),
});

export const voidInvoice = action(invoiceSubject, 'void', RefuseInvoiceDto, {
  operationId: 'voidInvoice',
  summary: { en: 'Void an invoice that was accepted', zh: '作废已确认的发票' },
  guards: {
    invoice_in_use: guard({ findRequestedState }, (facts) =>
      facts.findRequestedState === null ? null : { facts: { payment: facts.findRequestedState } },
    ),
  },
  effect: ({ given, now }) => refuseInvoice(given, now),
});

const refuseInvoice = ({ reason, ground }: RefuseInvoiceDto, now: Date) => ({
  set: { decidedAt: now, reason },
  data: { ...(ground !== undefined && { ground }) },
});
