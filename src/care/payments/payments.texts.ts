import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const paymentsTexts: OperationTexts = {
  tags: {
    payments: { en: 'Instalments, invoices, and the accounts to which is paid', zh: '各期付款、发票与收款账户' },
  },
  operations: {
    listPayments: '查询合同各期付款及其付款条件',
    payInstalment: '登记已批准的一期付款及收款账户',
    listInvoices: '查询合同的发票',
    submitInvoice: '就一期付款提交发票',
    getPayeeAccount: '查看机构的收款账户（仅末位数字）',
    statePayeeAccount: '登记本机构的收款账户',
    getApprovalLevels: '查看本机构付款须增加一名审批人的金额',
    setApprovalLevels: '设定本机构付款须增加一名审批人的金额',
  },
};
