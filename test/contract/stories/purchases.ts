import { ImportsService } from '../../../src/imports/imports.service.js';
import type { Root, Story } from './story.js';

const source = (publishedOn: string) => ({ kind: 'notice', publishedOn, reference: '虚构 (invented) K-2026-001' });

/** What was published of the chain is read; another purchase is recorded, fact by fact. */
export const tenders: Story = async ({ contract, chain, as }) => {
  await contract.ask('listTenders', {
    query: { programme: chain.programme, serviceLine: chain.serviceLine, limit: '1' },
  });
  await contract.ask('getTender', { path: { id: chain.tender } });
  await contract.ask('searchNotices', { query: { q: '养老', dataset: 'fiction', region: '990203', limit: '1' } });
  await contract.ask('getOcdsReleases', { path: { ocid: `ocds-demo00-${chain.tender}` } });
  await contract.ask('getOcdsRecord', { path: { ocid: `ocds-demo00-${chain.tender}` } });
  await contract.ask('listOcdsPackages', { query: { dataset: 'fiction', limit: '1' } });
  const made = await contract.ask<Root>('recordTender', {
    as: as.officer,
    body: {
      conducted: 'elsewhere',
      dataset: 'fiction',
      buyer: chain.buyer,
      title: '【虚构】K区居家养老服务项目（2026年）',
      method: 'COMPETITIVE_CONSULTATION',
      category: 'ELDERLY_HOME_CARE',
      region: '990203',
      budgetLevel: 'below_provincial',
      window: { start: '2026-01-01', end: '2026-12-31' },
      projectNo: '虚构-K-2026-001',
      lots: [{ no: 1, name: null, ceiling: '480000.00', pricing: 'competitive' }],
      externalIds: [{ system: 'fiction', id: 'example-2026' }],
    },
  });
  const path = { id: made.body.id };
  const recorded = await contract.ask<Root>('recordTenderFacts', {
    as: as.officer,
    path,
    headers: { 'Idempotency-Key': 'k-2026-001-notice' },
    body: {
      facts: [
        {
          kind: 'notice',
          lot: null,
          data: { publishedOn: '2025-11-20', deadline: '2025-12-02T09:30:00+08:00' },
          source: source('2025-11-20'),
        },
        {
          kind: 'award',
          lot: 1,
          data: { decidedOn: '2025-12-04', supplier: { organisation: chain.agency }, amount: '451000.00', bidCount: 3 },
          source: source('2025-12-05'),
        },
      ],
    },
  });
  const changed = await contract.ask<Root>('changeTender', {
    as: as.officer,
    path,
    headers: { 'If-Match': recorded.etag },
    body: { termText: '一年', window: { end: '2026-11-30' } },
  });
  await contract.ask('setTenderServiceLines', {
    as: as.officer,
    path,
    headers: { 'If-Match': changed.etag },
    body: { serviceLines: [chain.serviceLine] },
  });
};

export const contracts: Story = async ({ contract, chain, as }) => {
  await contract.ask('listContracts', { query: { tender: chain.tender, limit: '1' } });
  await contract.ask('getContract', { path: { id: chain.contract } });
  await contract.ask('recordContractFacts', {
    as: as.officer,
    path: { id: chain.nextContract },
    headers: { 'Idempotency-Key': 'next-contract-mid-2025' },
    body: {
      facts: [
        {
          kind: 'milestone',
          data: { name: '中期报告', dueOn: '2025-06-30', doneOn: '2025-06-27' },
          source: { kind: 'statement', reference: '虚构 (invented)' },
        },
      ],
    },
  });
  await contract.ask('listHistory', {
    as: as.officer,
    query: { subject: `contract:${chain.nextContract}`, limit: '2' },
  });
};

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');

export const documents: Story = async ({ contract, chain, as }) => {
  const sent = await contract.ask<Root>('uploadDocument', {
    as: as.officer,
    file: { name: '中期报告.pdf', bytes: PDF, fields: { organisation: chain.buyer } },
  });
  const path = { id: sent.body.id };
  await contract.ask('getDocument', { as: as.officer, path });
  await contract.ask('downloadDocument', { as: as.officer, path });
};

const row = (given: object): string =>
  JSON.stringify({
    id: 'ex-1',
    notice_type: 'tender',
    region: null,
    category: 'elderly_home_care',
    method: 'competitive_consultation',
    notice_date: '2025-11-20',
    document_sale_start: null,
    document_sale_end: null,
    bid_deadline: null,
    opening_time: null,
    award_date: null,
    contract_signed_date: null,
    service_start: null,
    service_end: null,
    service_term_text: null,
    budget_yuan: 480000,
    ceiling_price_yuan: null,
    winning_price_yuan: null,
    project_title: '虚构居家养老服务项目',
    buyer: '虚构K区民政局',
    winner: null,
    bidders: [],
    lots: [],
    ...given,
  });

/** A file is tried before it is taken: a call and its result. In another, a row says that bids were due before it appeared. */
export const imports: Story = async ({ contract, as }) => {
  const result = row({
    id: 'ex-2',
    notice_type: 'award',
    notice_date: '2025-12-15',
    award_date: '2025-12-12',
    winner: '虚构向日葵社会工作服务中心',
    winning_price_yuan: 462000,
    pricing: 'competitive',
    bid_count: 3,
    bidders: [
      { name: '虚构向日葵社会工作服务中心', price_yuan: 462000, score: 91.5, rank: 1, status: 'valid' },
      { name: '虚构晨曦社会工作服务中心', price_yuan: 455000, status: 'rejected', rejected_reason: '未提交授权书' },
    ],
    follows: 'ex-1',
  });
  const tryFile = async (text: string): Promise<{ id: string }> => {
    const started = await contract.ask<Root>('importNotices', {
      as: as.admin,
      query: { name: 'example', dryRun: 'true' },
      stream: { type: 'application/x-ndjson', text },
    });
    await contract.app.running.app.get(ImportsService).run(started.body.id);
    return { id: started.body.id };
  };
  await contract.ask('getImport', { as: as.admin, path: await tryFile(`${row({})}\n${result}\n`) });
  await contract.ask('listImports', { as: as.admin, query: { state: 'done', limit: '1' } });
  const path = await tryFile(`${row({ bid_deadline: '2025-11-10' })}\n`);
  await contract.ask('listImportRejects', { as: as.admin, path, query: { limit: '1' } });
  await contract.ask('getImportTemplate', { as: as.admin, path: { kind: 'payments' } });
};
