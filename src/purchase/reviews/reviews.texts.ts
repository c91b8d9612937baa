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
    getReview: '查看采购项目各采购包的评审情况',
    appointPanelMember: '指定采购包评审小组成员',
    removePanelMember: '在评分前将成员移出评审小组',
    replacePanelMember: '更换评审小组成员；被更换者的评分作废',
    declareTies: '逐一声明与各投标人是否存在利害关系',
    getConsultation: '查看采购包的磋商情况：要求的变动及各供应商的响应',
    beginConsultation: '与全部有效供应商开始磋商',
    changeRequirement: '提议变动采购需求或合同草案条款，由采购人确认',
    confirmRequirement: '确认需求变动：同时通知全部供应商重新响应',
    refuseRequirement: '不同意需求变动；供应商不知悉',
    requestFinalOffers: '以同一截止时间要求全部在场供应商提交最后报价；过半数成员要求后发出，仅余一家时该包终止',
    qualifyBidders: '审查采购包全部投标人的资格；不足法定家数的终止',
    checkConformity: '审查采购包投标的符合性；不足法定家数的终止',
    beginScoring: '评审小组合法且无利害关系后开始评分',
    listScoreSheets: '查看本人评分表；全部锁定后可见所有评分表',
    saveScoreSheet: '填写并锁定本人评分表',
    correctScore: '公开评分后，依四种法定情形之一更正本人评分',
    listExplanations: '查询对低价的询问；投标人仅见本机构的',
    askExplanation: '要求报价明显偏低的投标人说明',
    explainPrice: '说明本机构报价',
    settleExplanation: '认定低价说明是否成立',
    signReport: '签署评审结果，有异议的附异议',
    noteUnsigned: '记录成员既不签字也不说明理由',
    reportReview: '计算总分与排名，出具评审报告并结束评审',
    getReviewReport: '查看采购包的评审报告',
  },
};
