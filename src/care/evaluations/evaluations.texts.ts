import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const evaluationsTexts: OperationTexts = {
  tags: {
    evaluations: { en: 'Evaluations of contracts, and the schemes by which they are made', zh: '合同评估与评估方案' },
    meetings: { en: 'Meetings about a need, a tender or an evaluation', zh: '就需求、采购项目或评估召开的会议' },
    ratings: { en: 'What is said of buyers and agents', zh: '对采购人与代理机构的评价' },
  },
  operations: {
    listEvaluations: '按到期日查询已公布的评估及本机构相关的评估',
    getEvaluation: '查看评估（以可见范围为限）',
    listContractEvaluations: '查询某一合同可见的评估',
    planEvaluation: '安排合同的中期或末期评估',
    scoreEvaluation: '依佐证评分；未提及的指标保持不变',
    draftScheme: '依模板、早先版本或从空白起草评估方案',
    listSchemes: '查询已启用的评估方案及本机构的草案',
    getScheme: '查看评估方案的一个版本',
    changeScheme: '修改草案；已启用的不再变更',
    callMeeting: '就需求、采购项目或评估召集会议',
    listMeetings: '查询本机构召集或受邀的会议',
    getMeeting: '查看会议及其决议',
    giveRating: '评价采购人或代理机构在某一阶段的表现',
    listRatings: '查询对采购人与代理机构的评价（五名以上评价者方予显示）',
  },
};
