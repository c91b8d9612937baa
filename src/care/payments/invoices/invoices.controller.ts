import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { acceptInvoice, returnInvoice, voidInvoice } from './actions/judge-invoice.js';
import { resubmitInvoice } from './actions/resubmit-invoice.js';
import { SubmitInvoice } from './actions/submit-invoice.js';
import { withdrawInvoice } from './actions/withdraw-invoice.js';
import { putOnContractPaper } from '../../../purchase/contracts/papers/contract-rows.js';
import { composeInvoicePaper } from './invoice-paper.rules.js';
import { InvoiceDto, InvoiceListDto, NewInvoiceDto } from './invoice.dto.js';
import { invoiceSubject } from './invoice.subject.js';
import { InvoicesQueries } from './invoices.queries.js';

const invoiceResource = resource(invoiceSubject.path, {
  tag: 'payments',
  type: InvoiceDto,
  by: InvoicesQueries,
  read: (queries, scope, { id, invoice }) => queries.one(scope, id, invoice),
});

/** Invoices of an agency under its contract. */
export const InvoicesController = createResourceController(invoiceResource, ({ get, one, post }) => [
  get('contracts/:id/invoices', {
    operationId: 'listInvoices',
    summary: { en: 'Invoices under a contract', zh: '查询合同的发票' },
    permit: 'contract.read',
    query: PageQuery,
    type: InvoiceListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  one({
    operationId: 'getInvoice',
    summary: { en: 'What is recorded of one invoice', zh: '查看一张发票的登记信息' },
    permit: 'contract.read',
    paper: putOnContractPaper(composeInvoicePaper),
  }),
  post('contracts/:id/invoices', {
    operationId: 'submitInvoice',
    summary: { en: 'Submit an invoice for an instalment', zh: '就一期付款提交发票' },
    permit: 'invoice.submit',
    refuses: ['conducted_elsewhere', 'invoice_used', 'invoice_stands', 'invoice_differs'],
    body: NewInvoiceDto,
    by: SubmitInvoice,
    make: (service, { principal, id: contract, body }) => service.submit(principal, contract, body),
  }),
]);

export const InvoiceActionsController = createActionController(
  invoiceSubject,
  [acceptInvoice, returnInvoice, resubmitInvoice, voidInvoice, withdrawInvoice],
  invoiceResource,
);
