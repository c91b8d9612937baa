import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const acceptanceTexts: OperationTexts = {
  tags: {
    acceptances: { en: 'The service held against the standards of its contract', zh: '对照合同标准的履约验收' },
  },
  operations: {
    listAcceptances: '查询合同的验收：公开的，以及双方可见的全部',
    openAcceptance: '对照合同现行标准启动一轮验收',
    getAcceptance: '查看一轮验收',
    tickStandards: '逐项填写合同标准的完成情况及佐证',
    nameAcceptanceMembers: '指定验收并签字的人员',
    recordRecipientOpinions: '记录服务对象的意见',
  },
};
