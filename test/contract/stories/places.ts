import { upload } from '../../support/acceptances.js';
import { makeUser } from '../../support/accounts.js';
import { makeParties } from '../../support/contracts.js';
import { BUSINESS_START } from '../stable.js';
import { actor, type Root, type Story } from './story.js';

const STATEMENT = { kind: 'statement', reference: '虚构 (invented)' };

/** Bodies, communities, lines and needs: those of the chain are read, others made and changed. */
export const bodies: Story = async ({ contract, chain, as }) => {
  await contract.ask('listOrganisations', {
    as: as.officer,
    query: { dataset: 'fiction', kind: 'evaluator', limit: '1' },
  });
  await contract.ask('getOrganisation', { as: as.officer, path: { id: chain.agency } });
  const made = await contract.ask<Root>('createOrganisation', {
    as: as.officer,
    body: {
      name: '虚构桐园社区服务中心',
      kind: 'agency',
      region: '990203',
      categories: ['ELDERLY_HOME_CARE'],
      dataset: 'fiction',
      externalIds: [{ system: 'fiction', id: 'agency-tongyuan' }],
    },
  });
  const path = { id: made.body.id };
  const changed = await contract.ask('changeOrganisation', {
    as: as.admin,
    path,
    headers: { 'If-Match': made.etag },
    body: { licensedWorkers: 12, registeredOn: '2021-06' },
  });
  await contract.ask('setOrganisationRelations', {
    as: as.admin,
    path,
    headers: { 'If-Match': changed.etag },
    body: {
      persons: [{ relation: 'head', name: '赵某某', residentId: '110101199003070134' }],
      holdings: [{ organisation: chain.agency, relation: 'founder' }],
      complete: true,
    },
  });
  await contract.ask('attachOrganisationId', { as: as.admin, path, body: { system: 'oa', id: 'D-18' } });
};

/** What another system keeps is put under its own ids. */
export const external: Story = async ({ contract, chain, as }) => {
  await contract.ask('putOrganisation', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'agency-baihe' },
    body: { name: '虚构百合社会工作服务中心', kind: 'agency', region: '990203', dataset: 'fiction' },
  });
  await contract.ask('putServiceLine', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'line-baihe' },
    body: {
      name: '虚构社区残疾人日间照料',
      category: 'DISABILITY',
      region: '990203',
      since: '2026-01-01',
      communities: [chain.community],
      dataset: 'fiction',
    },
  });
  await contract.ask('putCommunity', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'community-lanting' },
    body: { name: '虚构兰亭社区', region: '990203', kind: 'urban', residents60: 380, dataset: 'fiction' },
  });
  await contract.ask('putNeed', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'need-2026-4' },
    body: {
      title: '虚构社区残疾人日间照料',
      category: 'DISABILITY',
      headcount: 22,
      community: chain.community,
      source: STATEMENT,
      dataset: 'fiction',
    },
  });
  await contract.ask('putProgramme', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'programme-2027' },
    body: {
      name: '【虚构】K区2027年购买社会服务计划',
      year: 2027,
      buyer: chain.buyer,
      region: '990203',
      budgetLines: [{ name: '残疾人服务', category: 'DISABILITY', amount: '600000.00' }],
      source: STATEMENT,
      dataset: 'fiction',
    },
  });
  const tender = await contract.ask<Root>('putTender', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'purchase-2026-17' },
    body: {
      buyer: chain.buyer,
      title: '【虚构】K区残疾人日间照料服务项目',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'DISABILITY',
      region: '990203',
      window: { start: '2026-01-01', end: '2026-12-31' },
      lots: [{ no: 1, ceiling: '300000.00', pricing: 'competitive' }],
      dataset: 'fiction',
    },
  });
  await contract.ask('putContract', {
    as: as.officer,
    path: { system: 'fiction', externalId: 'contract-2026-17' },
    body: {
      tender: tender.body.id,
      lot: 1,
      data: { number: '虚构〔2026〕17号', amount: '298000.00', window: { start: '2026-01-01', end: '2026-12-31' } },
      source: { kind: 'statement', reference: '合同管理系统' },
    },
  });
};

export const communities: Story = async ({ contract, chain, as }) => {
  await contract.ask('listCommunities', { query: { dataset: 'fiction', region: '990203', limit: '1' } });
  await contract.ask('getCommunity', { path: { id: chain.community } });
  const made = await contract.ask<Root>('createCommunity', {
    as: as.officer,
    body: {
      name: '虚构清泉社区',
      region: '990203',
      kind: 'urban',
      households: 2100,
      residents60: 460,
      dataset: 'fiction',
    },
  });
  await contract.ask('changeCommunity', {
    as: as.officer,
    path: { id: made.body.id },
    headers: { 'If-Match': made.etag },
    body: { residents60: 472 },
  });
};

export const lines: Story = async ({ contract, chain, as }) => {
  await contract.ask('listServiceLines', { query: { dataset: 'fiction', community: chain.community, limit: '1' } });
  await contract.ask('getServiceLine', { path: { id: chain.serviceLine } });
  await contract.ask('getCoverage', { path: { id: chain.serviceLine }, query: { asOf: '2025-09-30' } });
  await contract.ask('getUncovered', { path: { id: chain.serviceLine }, query: { month: '2024-12' } });
  await contract.ask('drawCoverageSvg', { path: { id: chain.serviceLine }, query: { lang: 'zh' } });
  await contract.ask('drawCoveragePng', { path: { id: chain.serviceLine }, query: { asOf: '2025-09-30', lang: 'en' } });
  const made = await contract.ask<Root>('createServiceLine', {
    as: as.officer,
    body: {
      name: '虚构清泉社区老人助餐',
      category: 'ELDERLY_HOME_CARE',
      targetGroup: 'ELDERLY',
      region: '990203',
      since: '2026-01-01',
      communities: [chain.community],
      dataset: 'fiction',
    },
  });
  await contract.ask('changeServiceLine', {
    as: as.officer,
    path: { id: made.body.id },
    headers: { 'If-Match': made.etag },
    body: { knownUntil: '2026-12-31' },
  });

  const parties = await makeParties(contract.app, null);
  const { officer, approver, line } = parties.bureau;
  const document = await upload(contract.app, officer);
  const end = { reason: '助餐点并入街道综合养老服务中心', on: BUSINESS_START.slice(0, 10) };
  const propose = (version: number) =>
    contract.ask<Root>('proposeLineEnd', {
      as: officer.auth,
      path: { id: line },
      headers: { 'If-Match': `"${version}"` },
      body: end,
    });
  const first = await propose(1);
  const withdrawn = await contract.ask<Root>('withdrawLineEnd', {
    as: officer.auth,
    path: { id: line },
    headers: { 'If-Match': `"${first.body.version}"` },
    body: { reason: '先听取居民意见' },
  });
  const proposed = await propose(withdrawn.body.version);
  const heard = await contract.ask<Root>('recordLineOpinion', {
    as: officer.auth,
    path: { id: line },
    body: {
      form: 'meeting',
      heldOn: BUSINESS_START.slice(0, 10),
      heard: 46,
      agreed: 41,
      summary: '多数同意并入，要求保留送餐上门。',
      documents: [document],
    },
  });
  await contract.ask('getLineOpinion', { as: officer.auth, path: { id: line, opinion: heard.body.id } });
  await contract.ask('listLineOpinions', { as: officer.auth, path: { id: line } });
  await contract.ask('endServiceLine', {
    as: approver.auth,
    path: { id: line },
    headers: { 'If-Match': `"${proposed.body.version}"` },
    body: { reason: '居民同意，接续安排已落实' },
  });
};

export const needs: Story = async ({ contract, chain, as }) => {
  await contract.ask('listNeeds', { as: as.officer, query: { serviceLine: chain.serviceLine, limit: '1' } });
  await contract.ask('getNeed', { as: as.officer, path: { id: chain.need } });
  const made = await contract.ask<Root>('recordNeed', {
    as: as.officer,
    body: {
      title: '虚构社区独居老人夜间应急',
      description: '夜间无人照看的独居老人需要应急呼叫与上门。',
      category: 'ELDERLY_HOME_CARE',
      targetGroup: 'ELDERLY',
      headcount: 38,
      community: chain.community,
      serviceLine: chain.serviceLine,
      recordedOn: '2025-08',
      source: STATEMENT,
      dataset: 'fiction',
    },
  });
  const own = await contract.ask<Root>('createCommunity', {
    as: as.officer,
    body: { name: '虚构溪山社区', region: '990203', kind: 'urban', dataset: 'fiction' },
  });
  const community = own.body.id;
  const suggest = async (title: string, description: string) => {
    const body = { community, title, description, category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY' };
    const { id } = (await contract.ask<Root>('suggestNeed', { body })).body;
    return actor(contract, { id }, 1);
  };
  const meals = await suggest('周末助餐', '周末也想吃上热饭。');
  await meals('acceptNeed', as.officer);
  await meals('rejectNeed', as.officer, { reason: '已由助餐点周末开放解决' });
  const path = { id: made.body.id };
  const changed = await contract.ask<Root>('changeNeed', {
    as: as.officer,
    path,
    headers: { 'If-Match': made.etag },
    body: { evidence: '虚构：网格员入户登记 38 户' },
  });
  const actOnNeed = actor(contract, path, changed.body.version);
  const act = (operation: string, body: Record<string, string> = {}) => actOnNeed(operation, as.officer, body);
  await act('verifyNeed');
  await act('planNeed');
  await act('leaveNeedUnmet', { reason: '项目流标' });
  await act('takeBackNeed', { reason: '人数有变，重新核实' });
  await act('verifyNeed');
  await act('planNeed', { programme: chain.programme });
  await act('meetNeed');
};

/** A programme with its budget lines; the chain's has its year's purchases committed. */
export const programmes: Story = async ({ contract, chain, as }) => {
  await contract.ask('listProgrammes', { as: as.officer, query: { dataset: 'fiction', year: '2023', limit: '1' } });
  const own = await contract.ask('getProgramme', { as: as.officer, path: { id: chain.programme } });
  await contract.ask('drawCalendarSvg', { as: as.officer, path: { id: chain.programme }, query: { lang: 'zh' } });
  await contract.ask('drawCalendarPng', { as: as.officer, path: { id: chain.programme } });
  await contract.ask('listBudgetLines', { as: as.officer, path: { id: chain.programme }, query: { limit: '1' } });
  await contract.ask('changeBudgetLine', {
    as: as.officer,
    path: { id: chain.programme, line: chain.budgetLine },
    headers: { 'If-Match': own.etag },
    body: { note: '年中核对无误' },
  });
  const made = await contract.ask<Root>('createProgramme', {
    as: as.officer,
    body: {
      name: '【虚构】2026年度K区政府购买服务计划（2027年实施）',
      year: 2026,
      region: '990203',
      budgetLevel: 'below_provincial',
      source: STATEMENT,
      state: 'approved',
      dataset: 'fiction',
    },
  });
  const path = { id: made.body.id };
  const changed = await contract.ask('changeProgramme', {
    as: as.officer,
    path,
    headers: { 'If-Match': made.etag },
    body: { name: '【虚构】2026年度K区政府购买服务计划' },
  });
  const funded = await contract.ask<Root>('addBudgetLine', {
    as: as.officer,
    path,
    headers: { 'If-Match': changed.etag },
    body: {
      name: '居家养老服务经费',
      category: 'ELDERLY_HOME_CARE',
      amount: '480000.00',
      sourceOfFunds: '虚构：区级财政预算',
      useBy: '2028-03-31',
    },
  });
  const actOnProgramme = actor(contract, path, funded.body.version);
  await actOnProgramme('adjustProgramme', as.officer, { reason: '虚构：年中调整' });
  const { auth: approver } = await makeUser(contract.app, 'bureau_approver', chain.buyer);
  await actOnProgramme('approveProgramme', approver);
  await actOnProgramme('closeProgramme', approver, { reason: '虚构：本年采购已全部完成' });
};
