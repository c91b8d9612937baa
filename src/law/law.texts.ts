import type { OperationTexts } from '../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const lawTexts: OperationTexts = {
  tags: {
    rules: { en: 'Rules of law and policy, as data', zh: '以数据表示的法律与政策规则' },
    thresholds: { en: 'From which amount on is tendered openly', zh: '公开招标数额标准' },
    calendars: { en: 'Working days by year', zh: '各年度工作日历' },
    'code-lists': { en: 'Lists of codes, in both languages', zh: '代码表（中英文）' },
    planning: { en: 'Days and deadlines, counted forward and back', zh: '期限的正向与倒推计算' },
  },
  operations: {
    listRules: '查询某日有效的法律与政策规则',
    listThresholds: '按区域、级次、品目与日期查询公开招标数额标准',
    addThreshold: '登记公开招标数额标准',
    listCalendars: '查询已载入的年度工作日历',
    getCalendar: '查看某年的节假日与调休上班日',
    loadCalendar: '公布后载入某年日历，或以更正通知替换',
    getCodeList: '按次序查看一个代码表',
    planWindow: '计算实施期限内实际可用的时间',
    planBackward: '倒推发出采购文件的最晚稳妥日与最晚可能日',
  },
};
