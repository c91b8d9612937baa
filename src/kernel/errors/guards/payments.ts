import type { ProblemSpec } from '../codes.js';

/** What a contract is paid by: instalments and invoices. */
export const PAYMENT_PROBLEMS = {
  contract_halted: {
    status: 422,
    title: {
      en: 'A challenge or a complaint may change the result of the purchase',
      zh: '质疑或投诉可能影响采购结果，暂不支付',
    },
  },
  trigger_unmet: {
    status: 422,
    title: { en: 'What the instalment waits for has not happened', zh: '约定的付款条件尚未成就' },
  },
  payments_missing: {
    status: 422,
    title: { en: 'The content does not say how the contract is paid', zh: '合同内容未约定付款安排' },
  },
  payments_open: {
    status: 422,
    title: { en: 'Not everything that was accepted is paid', zh: '验收认可的款项尚未全部结清' },
  },
  payments_not_returned: {
    status: 422,
    title: { en: 'What was paid for nothing has not come back', zh: '未履行部分的已付款项尚未收回' },
  },
  invoice_missing: {
    status: 422,
    title: { en: 'No invoice for the instalment has been accepted', zh: '该期款项没有已审核通过的发票' },
  },
  payment_beyond_contract: {
    status: 422,
    title: { en: 'Payments would exceed the contract and its supplements', zh: '付款合计将超过合同金额与补充合同金额' },
  },
  own_request: {
    status: 422,
    title: { en: 'Who asked for the payment does not decide on it', zh: '付款申请人不得审批本人的申请' },
  },
  approved_by_you: {
    status: 422,
    title: { en: 'Somebody else has to approve as well', zh: '您已审批，须由其他审批人审批' },
  },
  own_approval: {
    status: 422,
    title: { en: 'Who approved the payment does not make it', zh: '审批人不得办理本人审批的付款' },
  },
  payee_differs: {
    status: 422,
    title: { en: 'It is not the account that the supplier has stated', zh: '收款账户与供应商登记的账户不一致' },
  },
  reason_not_lawful: {
    status: 422,
    title: {
      en: 'The law does not let a small enterprise wait for this',
      zh: '不得以该理由拒绝或者迟延支付中小企业款项',
    },
  },
  still_owed: {
    status: 422,
    title: { en: 'The instalment may still become due', zh: '该期款项仍可能应付' },
  },
  instalment_requested: {
    status: 422,
    title: { en: 'An instalment that was asked for is not changed', zh: '已申请支付的款项不得变更' },
  },
  payment_term_too_long: {
    status: 422,
    title: { en: 'A small enterprise is paid within sixty days', zh: '向中小企业付款的约定期限最长不得超过六十日' },
  },
  approvers_too_few: {
    status: 422,
    title: { en: 'The body has fewer approvers than its levels ask for', zh: '本单位审批人数少于审批层级要求' },
  },
  invoice_differs: {
    status: 422,
    title: { en: 'The invoice is not for what is payable', zh: '发票金额与应付金额不一致' },
  },
  invoice_used: {
    status: 422,
    title: { en: 'The supplier has another invoice with this number', zh: '该供应商已提交过同号发票' },
  },
  invoice_stands: {
    status: 422,
    title: { en: 'The instalment has an invoice already', zh: '该期款项已有发票' },
  },
  invoice_in_use: {
    status: 422,
    title: { en: 'Money has been asked for with this invoice', zh: '该发票已用于付款申请' },
  },
} as const satisfies Record<string, ProblemSpec>;
