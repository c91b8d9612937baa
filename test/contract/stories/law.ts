import type { Story } from './story.js';

/** What the law says, and what follows from it for a calendar. */
export const law: Story = async ({ contract, as }) => {
  await contract.ask('listRules', { query: { at: '2017-12-01', method: 'COMPETITIVE_CONSULTATION', limit: '1' } });
  await contract.ask('getCodeList', { path: { name: 'categories' }, query: { limit: '2' } });
  await contract.ask('addThreshold', {
    as: as.admin,
    body: {
      region: '990203',
      level: 'below_provincial',
      object: 'services',
      amount: '4000000.00',
      effectiveFrom: '2024-01-01',
      source: '虚构：N省集中采购目录及标准',
      confidence: 'POLICY',
    },
  });
  await contract.ask('listThresholds', { as: as.officer, query: { region: '990203', at: '2024-06-01', limit: '1' } });
  await contract.ask('listCalendars', { as: as.officer, query: { limit: '1' } });
  await contract.ask('getCalendar', { as: as.officer, path: { year: '2024' } });
  await contract.ask('loadCalendar', {
    as: as.admin,
    path: { year: '2031' },
    body: {
      source: '虚构：2031年部分节假日安排',
      days: [
        { date: '2031-01-01', kind: 'holiday', name: '元旦' },
        { date: '2031-01-22', kind: 'holiday', name: '除夕' },
        { date: '2031-01-23', kind: 'holiday', name: '春节' },
      ],
    },
  });
};

export const planning: Story = async ({ contract }) => {
  await contract.ask('planWindow', { body: { start: '2018-01-01', end: '2018-05-31' } });
  await contract.ask('planBackward', {
    body: {
      method: 'COMPETITIVE_CONSULTATION',
      wanted: { challengeClosedBy: '2017-12-31' },
      budgetLevel: 'below_provincial',
    },
  });
  await contract.ask('awardStatistics', {
    query: { year: '2023', groupBy: 'category', dataset: 'fiction', region: '990203' },
  });
  await contract.ask('coverageStatistics', {
    query: { from: '2023', year: '2024', groupBy: 'year', dataset: 'fiction', region: '990203' },
  });
};
