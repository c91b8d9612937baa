import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const deskTexts: OperationTexts = {
  tags: {
    statistics: { en: 'Figures over many purchases', zh: '采购与覆盖统计' },
    pictures: { en: 'Charts as SVG and PNG', zh: '图表（SVG 与 PNG）' },
  },
  operations: {
    myTasks: '查询当前用户的待办及到期日',
    awardStatistics: '统计某年的采购成交',
    coverageStatistics: '统计某年服务线的覆盖情况',
    drawCoverageSvg: '按年绘制服务线覆盖图：合同期、有记录、中断（SVG）',
    drawCoveragePng: '按年绘制服务线覆盖图：合同期、有记录、中断（PNG）',
    drawProgressSvg: '绘制合同目标完成情况与预测（SVG）',
    drawProgressPng: '绘制合同目标完成情况与预测（PNG）',
    drawCalendarSvg: '按月绘制计划下各合同的服务记录（SVG）',
    drawCalendarPng: '按月绘制计划下各合同的服务记录（PNG）',
  },
};
