import type { Story } from './story.js';

interface Flags {
  items: { id: string; indicator: string }[];
}

/** What the rules say of the chain, of a draft, and of a staged lot; what a supervisor does with it. */
export const risk: Story = async ({ contract, chain, as }) => {
  await contract.ask('listIndicators', {});
  await contract.ask('listAssessments', {
    as: as.supervisor,
    query: { subject: `contract:${chain.contract}`, indicator: 'W01', limit: '1' },
  });
  await contract.ask('previewRisks', {
    as: as.officer,
    body: {
      tender: {
        method: 'COMPETITIVE_CONSULTATION',
        category: 'ELDERLY_HOME_CARE',
        plannedIssue: '2017-11-27',
        window: { start: '2018-01-01', end: '2018-05-31' },
        lots: [{ ceiling: '200000.00', pricing: 'fixed' }],
        budgetLevel: 'provincial',
      },
    },
  });
  const flags = await contract.ask<Flags>('listFlags', {
    as: as.supervisor,
    query: { dataset: 'fiction', indicator: 'C05', limit: '1' },
  });
  const id = flags.body.items[0]?.id ?? '';
  const { etag } = await contract.ask('getFlag', { as: as.supervisor, path: { id } });
  const reviewed = await contract.ask('actOnFlag', {
    as: as.supervisor,
    path: { id, action: 'start-review' },
    headers: { 'If-Match': etag },
    body: {},
  });
  await contract.ask('actOnFlag', {
    as: as.supervisor,
    path: { id, action: 'assign' },
    headers: { 'If-Match': reviewed.etag },
    body: { assignee: await own(), dueOn: '2027-03-31', askOrganisations: [chain.buyer] },
  });
  await contract.ask('myTasks', { as: as.supervisor, query: { limit: '1' } });
  await contract.ask('actOnFlags', {
    as: as.supervisor,
    path: { action: 'explain' },
    body: { ids: [id, chain.tender], reason: '已核对报价单，系同一定价模板' },
  });
  const csv = await contract.ask('listFlags', { as: as.supervisor, query: { dataset: 'fiction' }, accept: 'text/csv' });
  if (!csv.response.text.includes('C05')) throw new Error('the file lacks the flag');
  await contract.ask('requestRun', { as: as.admin, body: { dataset: 'fiction' } });
  await contract.ask('listRuns', { as: as.admin, query: { limit: '1' } });

  async function own(): Promise<string> {
    const { body } = await contract.ask<{ id: string }>('me', { as: as.supervisor });
    return body.id;
  }
};
