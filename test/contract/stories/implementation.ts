import { Contracting, makeParties } from '../../support/contracts.js';
import { makeUser } from '../../support/accounts.js';
import { BUSINESS_START } from '../stable.js';
import type { Root, Story } from './story.js';

const ANOTHER_DAY = { servedOn: '2026-01-20', form: 'group', minutes: 90, workers: { licensed_social_worker: 1 } };

/** A contract has begun: whom it serves, and what is done for them. */
export const implementation: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const milestones = [
    { no: 1, name: '首季服务到位', dueOn: '2026-03-31', shownBy: '服务记录' },
    { no: 2, name: '全年服务完成', dueOn: '2026-12-20' },
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
  await contract.ask('listRecipients', { as, path: line, query: { contract: id } });
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
        { ...visit, clientToken: 'phone-1-0003', servedOn: BUSINESS_START.slice(0, 4) + '-12-01' },
      ],
    },
  });
  await contract.ask('correctServiceRecord', {
    as,
    path: { id, record: recorded.body.id },
    body: { reason: '时长误填', record: { ...visit, minutes: 45 } },
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
  const milestone = { id, milestone: promised.items[0]?.id ?? '' };
  const submitted = await contract.ask<Root>('submitMilestone', {
    as: manager,
    path: milestone,
    headers: { 'If-Match': `"${promised.items[0]?.version}"` },
    body: { records: { from: '2026-01-01', to: '2026-02-28' }, note: '首季服务已全面开展' },
  });
  await contract.ask('acceptMilestone', {
    as: parties.bureau.officer.auth,
    path: milestone,
    headers: { 'If-Match': submitted.etag },
  });
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
  await contract.ask('submitReport', {
    as: manager,
    path: report,
    headers: { 'If-Match': worded.etag },
    body: {},
    written,
  });
  await contract.ask('listReports', { as: parties.bureau.officer.auth, path: { id }, written });
  await contract.ask('getReport', { as: manager, path: report, written });

  const officer = parties.bureau.officer.auth;
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
      findings: [{ text: '二月第二周签到表缺页', answerBy: '2026-03-09' }],
    },
  });
  const finding = { ...inspection, finding: told.body.findings[0]?.id ?? '' };
  const answered = await contract.ask<Root>('answerFinding', {
    as: manager,
    path: finding,
    headers: { 'If-Match': `"${told.body.findings[0]?.version}"` },
    body: { reason: '已补齐，原件留存服务点' },
  });
  await contract.ask('closeFinding', {
    as: officer,
    path: finding,
    headers: { 'If-Match': answered.etag },
  });
  await contract.ask('getFinding', { as: manager, path: finding });
  await contract.ask('getVisit', { as: manager, path: inspection });
  await contract.ask('listVisits', { as: officer, path: { id } });
};
