import type { OperationTexts } from '../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const watchTexts: OperationTexts = {
  tags: {
    risk: { en: 'Indicators, what they say, and flags that persons work on', zh: '指标、评估结果与人工处理的预警' },
  },
  operations: {
    getCoverage: '查看服务线由谁服务、何时服务、何时中断',
    getUncovered: '查看某月失去服务的对象',
    listFlags: '查询本区域的预警及要求本机构回应的预警',
    getFlag: '查看预警及其办理经过',
    listIndicators: '查看全部指标：说明、参数、依据、局限、可判断次数与实测准确率',
    listAssessments: '查询指标对本区域对象的判断',
    previewRisks: '预览草案将触发的指标、相应期限及可消除触发的调整',
    requestRun: '重新评估全部数据或某一数据集',
    listRuns: '查询全量评估，最近的在前',
  },
};
