import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const deliveryTexts: OperationTexts = {
  tags: {
    milestones: { en: 'Milestones of a contract', zh: '合同的阶段性目标' },
    recipients: { en: 'Recipients of a service line', zh: '服务线的服务对象' },
    'service-records': { en: 'Records of service', zh: '服务记录' },
    'progress-reports': { en: 'Progress reports of the agency', zh: '承接主体的服务报告' },
    visits: { en: 'Visits, and what they found', zh: '走访及其发现' },
  },
  operations: {
    listMilestones: '查询在此履行的合同的阶段性目标',
    getMilestone: '查看阶段性目标',
    getContractProgress: '对照服务记录查看各项目标：目标值、完成值及带 95% 区间的预测',
    listRecipients: '查询本机构服务或购买服务的服务对象',
    registerRecipient: '登记服务对象；编号由系统生成',
    changeRecipient: '修改承接主体登记的服务对象信息（RFC 7396）',
    listServiceRecords: '按日期查询合同的服务记录',
    recordService: '登记服务记录；凭同一令牌重复提交为同一记录',
    recordServices: '批量登记至多 200 条离线保存的服务记录',
    correctServiceRecord: '更正或撤销服务记录',
    listReports: '按期间查询合同的服务报告',
    draftReport: '起草某一期间的服务报告，数据取自服务记录',
    getReport: '查看服务报告',
    writeReport: '填写数据以外的说明（RFC 7396）',
    listVisits: '按日期查询合同的走访及其发现',
    planVisit: '安排走访',
    getVisit: '查看走访及其发现',
    getFinding: '查看一项走访发现',
  },
};
