import type { Text } from '../../../kernel/errors/texts.js';

/** What a record is named by that cannot go over to another one, as its refusal says it. */
export const MERGE_USES = {
  account_requests: { en: 'requests about its accounts', zh: '账号申请' },
  api_keys: { en: 'API keys', zh: 'API 密钥' },
  bars: { en: 'decisions that bar it, or that it recorded', zh: '禁止参加政府采购活动的决定' },
  bids_here: { en: 'bids, awards or envelopes here', zh: '在本系统的响应、成交或者密封文件' },
  contracts_here: { en: 'contracts concluded here', zh: '在本系统签订的合同' },
  corrections: { en: 'a correction of it that is open', zh: '未办结的机构更正申请' },
  documents: { en: 'documents', zh: '文件' },
  evaluations: { en: 'evaluations, their schemes or ratings', zh: '绩效评价、评价方案或者评分' },
  experts: { en: 'experts in its pool, or with ties to it', zh: '评审专家（所属专家库或者利害关系）' },
  flags: { en: 'flags that it was heard on or worked on', zh: '已听取其说明或者由其办理的预警' },
  handovers: { en: 'plans to hand recipients over', zh: '服务对象移交' },
  meetings: { en: 'meetings', zh: '会议' },
  payments: { en: 'invoices, accounts or levels of approval', zh: '发票、收款账户或者审批层级' },
  purchases_here: { en: 'purchases conducted here', zh: '在本系统执行的采购' },
  questions: { en: 'questions, or requests for documents', zh: '提问或者获取采购文件的记录' },
  recipients: { en: 'recipients', zh: '服务对象' },
  registrations: { en: 'registrations', zh: '账号注册申请' },
  relations: { en: 'persons and holdings behind it', zh: '人员与投资关系' },
  remedies: { en: 'challenges or complaints', zh: '质疑或者投诉' },
  seats: { en: 'seats of persons', zh: '人员席位' },
  surveys: { en: 'surveys', zh: '问卷' },
  visits: { en: 'visits', zh: '走访' },
  webhooks: { en: 'webhooks', zh: '推送地址' },
  workers: { en: 'workers', zh: '工作人员' },
} as const satisfies Record<string, Text>;

export type MergeUse = keyof typeof MERGE_USES;

/** Those uses in words. */
export const formatUses = (uses: readonly MergeUse[]): Text => ({
  en: `Of this record there are: ${uses.map((use) => MERGE_USES[use].en).join('; ')}`,
  zh: `本登记涉及：${uses.map((use) => MERGE_USES[use].zh).join('；')}`,
});
