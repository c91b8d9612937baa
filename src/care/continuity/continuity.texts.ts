import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const continuityTexts: OperationTexts = {
  tags: {
    continuity: {
      en: 'What follows a contract, and recipients who are handed over',
      zh: '合同之后的接续与服务对象移交',
    },
  },
  operations: {
    listContinuityPlans: '查询合同的接续方案，最近的在前',
    proposeContinuityPlan: '逐条服务线提议合同之后的接续',
    getContinuityPlan: '查看接续方案',
    listHandovers: '查询与本机构有关的服务对象移交',
    getHandover: '查看移交',
    listHandedRecipients: '按编号查看移交的服务对象',
    offerHandover: '向接续机构提出移交服务线的服务对象',
  },
};
