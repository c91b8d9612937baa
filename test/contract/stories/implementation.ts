import { Contracting, makeParties } from '../../support/contracts.js';
import { makeUser } from '../../support/accounts.js';
import { BUSINESS_START } from '../stable.js';
import { actor, type Root, type Story } from './story.js';

const ANOTHER_DAY = { servedOn: '2026-01-20', form: 'group', minutes: 90, workers: { licensed_social_worker: 1 } };

/** A contract has begun: whom it serves, and what is done for them. */
export const implementation: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const milestones = [
    { no: 1, name: '首季服务到位', dueOn: '2026-03-31', shownBy: '服务记录' },
    { no: 2, name: '全年服务完成', dueOn: '2026-12-20' },
    { no: 3, name: '社区活动展示', dueOn: '2026-12-20' },
  ];
  const agreed = await Contracting.signed(app, parties, { milestones });
  const { id } = await agreed.must('start');
  const worker = await makeUser(app, 'agency_worker', parties.agency);
  const as = worker.auth;
  const line = { id: parties.bureau.line };
  const made = await contract.ask<Root>('registerRecipient', {
    as,
    path: line,
    body: { contract: id, displayName: '示例服务对象', since: '2026-01-05' },
  });
  const recipient = made.body.id;
  await contract.ask('changeRecipient', {
    as,
    path: { ...line, recipient },
    headers: { 'If-Match': made.etag },
    body: { displayName: '示例服务对象甲' },
  });
  await contract.ask('attachRecipientId', { as, path: { ...line, recipient }, body: { system: 'list', id: '17' } });
  await contract.ask('detachRecipientId', { as, path: { ...line, recipient } });
  await contract.ask('listRecipients', { as, path: line, query: { contract: id } });
  await contract.ask('issueRecipientCode', {
    as: parties.manager.auth,
    path: { ...line, recipient },
    body: { reason: '首次发卡' },
    written: { code: '042917' },
  });
  const agency = { id: parties.agency };
  const employed = await contract.ask<Root>('registerWorker', {
    as: parties.manager.auth,
    path: agency,
    body: { name: '虚构护理员甲', kind: 'assistant', since: '2026-01-05' },
  });
  const place = { ...agency, worker: employed.body.id };
  await contract.ask('changeWorker', {
    as: parties.manager.auth,
    path: place,
    headers: { 'If-Match': employed.etag },
    body: { kind: 'licensed_social_worker', licence: '20250000000001' },
  });
  const numbered = { as: parties.manager.auth, path: place, body: { system: 'list', id: '4' } };
  await contract.ask('attachWorkerId', numbered);
  await contract.ask('detachWorkerId', { as: parties.manager.auth, path: place });
  await contract.ask('listWorkers', { as, path: agency, query: { state: 'active' } });
  await contract.ask('getWorker', { as, path: place });
  const visit = {
    servedOn: '2026-01-19',
    form: 'visit',
    content: 'CARE_ARRANGEMENT',
    minutes: 60,
    workers: { assistant: 1 },
    recipients: [recipient],
  };
  const recorded = await contract.ask<Root>('recordService', {
    as,
    path: { id },
    body: { ...visit, clientToken: 'phone-1-0001' },
  });
  await contract.ask('recordServices', {
    as,
    path: { id },
    body: {
      records: [
        { ...visit, clientToken: 'phone-1-0001' },
        { ...ANOTHER_DAY, clientToken: 'phone-1-0002', recipients: [recipient] },
        {
          servedOn: '2026-01-21',
          form: 'visit',
          minutes: 45,
          recipients: [recipient],
          servedBy: [employed.body.id],
          startsAt: '09:30',
          place: '虚构路 1 号院',
          clientToken: 'phone-1-0004',
        },
        { ...visit, clientToken: 'phone-1-0003', servedOn: BUSINESS_START.slice(0, 4) + '-12-01' },
      ],
    },
  });
  await contract.ask('myWork', { as, query: { on: BUSINESS_START.slice(0, 10) } });
  await contract.ask('correctServiceRecord', {
    as,
    path: { id, record: recorded.body.id },
    body: { reason: '时长误填', record: { ...visit, minutes: 45 } },
  });
  await contract.ask('leaveWorker', {
    as: parties.manager.auth,
    path: place,
    headers: { 'If-Match': '"2"' },
    body: { on: '2026-02-27' },
  });
  await contract.ask('getContractProgress', { as, path: { id } });
  await contract.ask('drawProgressSvg', { as, path: { id }, query: { lang: 'zh' } });
  await contract.ask('drawProgressPng', { as, path: { id } });
  await contract.ask('listServiceRecords', {
    as: parties.bureau.officer.auth,
    path: { id },
    query: { from: '2026-01-01' },
  });

  const { auth: manager } = parties.manager;
  const { body: promised } = await contract.ask<{ items: Root[] }>('listMilestones', { as: manager, path: { id } });
  const [firstQuarter, wholeYear, lastOne] = promised.items.map((one) => ({ path: { id, milestone: one.id }, one }));
  if (!firstQuarter || !wholeYear || !lastOne) throw new Error('the contract promises three milestones');
  const officer = parties.bureau.officer.auth;
  const shown = { records: { from: '2026-01-01', to: '2026-02-28' }, note: '首季服务已全面开展' };
  const milestone = firstQuarter.path;
  const actOnMilestone = actor(contract, milestone, firstQuarter.one.version);
  await actOnMilestone('submitMilestone', manager, shown);
  await actOnMilestone('returnMilestone', officer, { reason: '请附二月签到表' });
  await actOnMilestone('submitMilestone', manager, shown);
  await actOnMilestone('acceptMilestone', officer);
  const actOnNext = actor(contract, wholeYear.path, wholeYear.one.version);
  await actOnNext('submitMilestone', manager, shown);
  await actOnNext('acceptMilestoneInPart', officer, { reason: '完成八成，其余顺延' });
  const actOnLast = actor(contract, lastOne.path, lastOne.one.version);
  await actOnLast('waiveMilestone', parties.bureau.approver.auth, { reason: '场地拆迁，双方同意取消' });
  await contract.ask('getMilestone', { as: manager, path: milestone });

  // The hash is of records that are others in each run.
  const written = { recordsHash: '6f1c…' };
  const drafted = await contract.ask<Root>('draftReport', {
    as: manager,
    path: { id },
    body: { from: '2026-01-01' },
    written,
  });
  const report = { id, report: drafted.body.id };
  const worded = await contract.ask<Root>('writeReport', {
    as: manager,
    path: report,
    headers: { 'If-Match': drafted.etag },
    body: { text: '一月完成入户评估，建立服务档案。' },
    written,
  });
  const actOnReport = actor(contract, report, worded.body.version, written);
  await actOnReport('refillReport', manager);
  await actOnReport('submitReport', manager);
  await actOnReport('returnReport', officer, { reason: '请写明入户评估的户数' });
  await actOnReport('submitReport', manager);
  await actOnReport('approveReport', officer);
  await actOnReport('adjustReport', manager, {
    reason: '补充入户评估的户数',
    text: '一月完成入户评估 1 户，建立服务档案。',
  });
  await contract.ask('listReports', { as: parties.bureau.officer.auth, path: { id }, written });
  await contract.ask('getReport', { as: manager, path: report, written });

  const planned = await contract.ask<Root>('planVisit', {
    as: officer,
    path: { id },
    body: { plannedOn: '2026-02-26', purpose: '查看助餐与探访的实际开展情况' },
  });
  const inspection = { id, visit: planned.body.id };
  const told = await contract.ask<{ findings: Root[] }>('reportVisit', {
    as: officer,
    path: inspection,
    headers: { 'If-Match': planned.etag },
    body: {
      summary: '走访服务点一处，查阅签到表，入户两户。',
      findings: [
        { text: '二月第二周签到表缺页', answerBy: '2026-03-09' },
        { text: '活动室药箱不齐', answerBy: '2026-03-09' },
      ],
    },
  });
  const [missingPage, mistaken] = told.body.findings;
  const finding = { ...inspection, finding: missingPage?.id ?? '' };
  const actOnFinding = actor(contract, finding, missingPage?.version ?? 1);
  await actOnFinding('answerFinding', manager, { reason: '已补齐，原件留存服务点' });
  await actOnFinding('reopenFinding', officer, { reason: '缺页之外，二月十三日也没有签到' });
  await actOnFinding('answerFinding', manager, { reason: '二月十三日已补签，附说明' });
  await actOnFinding('closeFinding', officer);
  const actOnMistaken = actor(contract, { ...inspection, finding: mistaken?.id ?? '' }, mistaken?.version ?? 1);
  await actOnMistaken('dropFinding', officer, { reason: '复核时药箱齐全' });
  await contract.ask('getFinding', { as: manager, path: finding });
  await contract.ask('getVisit', { as: manager, path: inspection });
  const other = await contract.ask<Root>('planVisit', {
    as: officer,
    path: { id },
    body: { plannedOn: '2026-03-26', purpose: '三月例行走访' },
  });
  const actOnVisit = actor(contract, { id, visit: other.body.id }, 1);
  await actOnVisit('rescheduleVisit', officer, { plannedOn: '2026-03-27', reason: '二十六日社区停电' });
  await actOnVisit('cancelVisit', officer, { reason: '改与季度检查一并进行' });
  await contract.ask('listVisits', { as: officer, path: { id } });
};
