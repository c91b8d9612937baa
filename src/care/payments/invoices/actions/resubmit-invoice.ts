import { toScope } from '../../../../kernel/access/scope.js';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import { Ids, NotNull, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../../kernel/money/is-yuan.js';
import { parseYuan } from '../../../../kernel/money/money.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { assertInvoiceDate, findLivingInvoice, findNumberInUse, toInvoiceNumber } from '../invoice-checks.js';
import { invoiceSubject, type LockedInvoice } from '../invoice.subject.js';

/** What is another now; what is not given stays. */
class ResubmitInvoiceDto extends ReasonDto {
  @TextUpTo(40, 'not_null')
  number?: string;
  /** Yuan. */
  @NotNull()
  @IsYuan()
  @IsSomeMoney()
  amount?: string;
  @NotNull()
  @IsPlainDate()
  issuedOn?: string;
  /** Ids of uploaded documents: the invoice itself. */
  @Ids({ max: 10, presence: 'optional' })
  documents?: string[] | null;
}

const findOtherWithNumber: Fact<LockedInvoice, ProblemDetails | null, ResubmitInvoiceDto> = ({ tx, root, given }) =>
  findNumberInUse(tx, root.supplierId, given.number ?? root.number);
const findOtherOfInstalment: Fact<LockedInvoice, ProblemDetails | null> = ({ tx, root }) =>
  findLivingInvoice(tx, root.paymentId);

export const resubmitInvoice = action(invoiceSubject, 'submit', ResubmitInvoiceDto, {
  operationId: 'resubmitInvoice',
  summary: { en: 'Submit a returned invoice again', zh: '重新提交被退回的发票' },
  guards: {
    invoice_used: guard({ findOtherWithNumber }, (facts) => facts.findOtherWithNumber),
    invoice_stands: guard({ findOtherOfInstalment }, (facts) => facts.findOtherOfInstalment),
  },
  uses: { references: DocumentReferences },
  async effect({ tx, root, given, now, today }, _, { references }) {
    if (given.issuedOn !== undefined) assertInvoiceDate(given.issuedOn, today);
    await references.refer(tx, toScope(tx.principal), 'invoice', root.id, given.documents ?? [], '/documents');
    return {
      set: {
        ...(given.number !== undefined && { number: toInvoiceNumber(given.number) }),
        ...(given.amount !== undefined && { amount: parseYuan(given.amount) }),
        ...(given.issuedOn !== undefined && { issuedOn: given.issuedOn }),
        receivedAt: now,
        decidedAt: null,
        reason: given.reason ?? null,
      },
    };
  },
});
