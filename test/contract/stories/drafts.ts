import type { Root, Story } from './story.js';

/** A purchase that is conducted here: its draft is written and submitted. */
export const drafts: Story = async ({ contract, chain, as }) => {
  const made = await contract.ask<Root>('recordTender', {
    as: as.officer,
    body: {
      conducted: 'here',
      dataset: 'fiction',
      buyer: chain.buyer,
      programme: chain.programme,
      title: '【虚构】K区居家养老服务项目（2027年）',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      budgetLevel: 'below_provincial',
      serviceLines: [chain.serviceLine],
      window: { start: '2026-01-01', end: '2026-12-31' },
    },
  });
  const path = { id: made.body.id };
  const lots = await contract.ask<Root>('setTenderLots', {
    as: as.officer,
    path,
    headers: { 'If-Match': made.etag },
    body: { lots: [{ no: 1, name: '第一包', ceiling: '480000.00', pricing: 'competitive' }] },
  });
  const terms = await contract.ask<Root>('setTenderTerms', {
    as: as.officer,
    path,
    headers: { 'If-Match': lots.etag },
    body: {
      requirement: '为辖区内失能、独居老人提供居家养老服务。',
      standards: [{ no: 1, text: '上门服务', target: 9600, unit: '人次' }],
      qualifications: ['依法登记的社会组织或企业'],
      likeContracts: { count: 1, scope: '居家养老上门服务', years: 3 },
      negativeList: 'none',
      performanceBond: 500,
      sme: {
        kind: 'deduction',
        rate: 1500,
        ground: 'directed_to_non_enterprises',
        note: '虚构：按政策优先面向社会组织购买的公共服务',
      },
      payments: [
        { no: 1, trigger: 'signing', share: 3000 },
        { no: 2, trigger: 'report', share: 4000 },
        { no: 3, trigger: 'acceptance', share: 3000 },
      ],
    },
  });
  const ofLot = await contract.ask<Root>('setLotTerms', {
    as: as.officer,
    path: { ...path, no: '1' },
    headers: { 'If-Match': terms.etag },
    body: {
      requirement: '为辖区内失能、独居老人提供居家养老服务，每周上门不少于两次。',
      bidBond: '2000.00',
    },
  });
  const criteria = await contract.ask<Root>('setTenderCriteria', {
    as: as.officer,
    path,
    headers: { 'If-Match': ofLot.etag },
    body: {
      criteria: [
        { no: 1, name: '报价', kind: 'price', points: '20' },
        { no: 2, name: '服务方案', kind: 'professional', points: '50', levels: '优 50 分，良 35 分，一般 20 分' },
        { no: 3, name: '持证社会工作者', kind: 'professional', points: '30', levels: '每名 6 分，最高 30 分' },
      ],
    },
  });
  await contract.ask<Root>('planTender', {
    as: as.officer,
    path,
    headers: { 'If-Match': criteria.etag },
    body: {
      issueOn: '2026-03-09',
      documentsTo: '2026-03-16',
      noticeTo: '2026-03-12',
      deadlineAt: '2026-03-20T09:30:00+08:00',
    },
  });
  const asked = await contract.ask<Root>('recordOpinion', {
    as: as.officer,
    path,
    body: { kind: 'public', heldOn: '2025-10-20', participants: 41, summary: '虚构：居民座谈会，赞成延长服务时间。' },
  });
  const mandated = await contract.ask<Root>('mandateAgent', {
    as: as.officer,
    path,
    headers: { 'If-Match': asked.etag },
    body: { agent: null },
  });
  await contract.ask('submitTender', {
    as: as.officer,
    path,
    headers: { 'If-Match': mandated.etag },
    body: {},
  });
};
