import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const programmesTexts: OperationTexts = {
  tags: {
    programmes: {
      en: 'What a bureau plans to buy in one fiscal year, and from which money',
      zh: '采购人一个财政年度的购买计划及其预算',
    },
  },
  operations: {
    createProgramme: '登记年度购买计划',
    listProgrammes: '查询年度购买计划',
    getProgramme: '查看年度购买计划及其预算明细',
    changeProgramme: '修改年度购买计划（RFC 7396）',
    listBudgetLines: '查询计划的预算明细及其占用情况',
    addBudgetLine: '新增预算明细；提供 If-Match 时予以核对',
    changeBudgetLine: '修改预算明细（RFC 7396）；低于已占用金额时列示而不拒绝',
    listBudgetExtensions: '查询预算明细的延期申请',
    requestBudgetExtension: '申请延长预算资金的使用期限',
  },
};
