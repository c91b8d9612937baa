import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const awardsTexts: OperationTexts = {
  tags: {
    awards: { en: 'Results and awards, lot by lot', zh: '各采购包的结果与成交' },
    remedies: {
      en: 'Challenges to the buyer and complaints to the finance authority',
      zh: '向采购人提出的质疑与向财政部门提起的投诉',
    },
  },
  operations: {
    listTenderAwards: '逐包查看采购结果；相关各方另可见评审报告与排序',
    recordBondRefunds: '登记采购包投标保证金的退还及日期',
    getAward: '查看成交结果',
    fileChallenge: '对采购文件、过程或结果提出质疑',
    listChallenges: '查询本机构提出、针对本机构项目或本区域的质疑',
    getChallenge: '查看质疑及其期限',
    fileComplaint: '质疑后向财政部门投诉',
    listComplaints: '查询本机构提起、涉及本机构项目或本区域的投诉',
    getComplaint: '查看投诉及其期限',
  },
};
