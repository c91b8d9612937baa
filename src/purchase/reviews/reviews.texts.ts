import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const reviewsTexts: OperationTexts = {
  tags: {
    reviews: {
      en: 'The review of a lot: panel, checks, scores, consultation and report',
      zh: '采购包评审：评审小组、审查、评分、磋商与评审报告',
    },
  },
  operations: {
    getConsultation: '查看采购包的磋商情况：要求的变动及各供应商的响应',
    listScoreSheets: '查看本人评分表；全部锁定后可见所有评分表',
    saveScoreSheet: '填写并锁定本人评分表',
    listExplanations: '查询对低价的询问；投标人仅见本机构的',
    getReviewReport: '查看采购包的评审报告',
  },
};
