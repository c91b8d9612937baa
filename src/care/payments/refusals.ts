import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** What a contract is paid by: instalments and invoices. */
export const PAYMENTS_REFUSALS = {
  contract_halted: refusal(
    422,
    'A challenge or a complaint may change the result of the purchase',
    '质疑或投诉可能影响采购结果，暂不支付',
  ),
  trigger_unmet: refusal(422, 'What the instalment waits for has not happened', '约定的付款条件尚未成就'),
  payments_missing: refusal(422, 'The content does not say how the contract is paid', '合同内容未约定付款安排'),
  payments_open: refusal(422, 'Not everything that was accepted is paid', '验收认可的款项尚未全部结清'),
  payments_not_returned: refusal(422, 'What was paid for nothing has not come back', '未履行部分的已付款项尚未收回'),
  invoice_missing: refusal(422, 'No invoice for the instalment has been accepted', '该期款项没有已审核通过的发票'),
  payment_beyond_contract: refusal(
    422,
    'Payments would exceed the contract and its supplements',
    '付款合计将超过合同金额与补充合同金额',
  ),
  own_request: refusal(422, 'Who asked for the payment does not decide on it', '付款申请人不得审批本人的申请'),
  approved_by_you: refusal(422, 'Somebody else has to approve as well', '您已审批，须由其他审批人审批'),
  own_approval: refusal(422, 'Who approved the payment does not make it', '审批人不得办理本人审批的付款'),
  payee_differs: refusal(422, 'It is not the account that the supplier has stated', '收款账户与供应商登记的账户不一致'),
  reason_not_lawful: refusal(
    422,
    'The law does not let a small enterprise wait for this',
    '不得以该理由拒绝或者迟延支付中小企业款项',
  ),
  still_owed: refusal(422, 'The instalment may still become due', '该期款项仍可能应付'),
  instalment_requested: refusal(422, 'An instalment that was asked for is not changed', '已申请支付的款项不得变更'),
  payment_term_too_long: refusal(
    422,
    'A small enterprise is paid within sixty days',
    '向中小企业付款的约定期限最长不得超过六十日',
  ),
  approvers_too_few: refusal(
    422,
    'The body has fewer approvers than its levels ask for',
    '本单位审批人数少于审批层级要求',
  ),
  invoice_differs: refusal(422, 'The invoice is not for what is payable', '发票金额与应付金额不一致'),
  invoice_used: refusal(422, 'The supplier has another invoice with this number', '该供应商已提交过同号发票'),
  invoice_stands: refusal(422, 'The instalment has an invoice already', '该期款项已有发票'),
  invoice_in_use: refusal(422, 'Money has been asked for with this invoice', '该发票已用于付款申请'),
} as const satisfies Record<string, ProblemSpec>;
