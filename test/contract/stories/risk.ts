import { makeUser } from '../../support/accounts.js';
import { actor, type Root, type Story } from './story.js';

interface Flags {
  items: { id: string; indicator: string }[];
}

/** What the rules say of the chain, of a draft, and of a staged lot; what a supervisor does with it. */
export const risk: Story = async ({ contract, chain, as }) => {
  const asked = await makeUser(contract.app, 'bureau_officer', chain.buyer);
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
  const { body: read } = await contract.ask<Root>('getFlag', { as: as.supervisor, path: { id } });
  const act = actor(contract, { id }, read.version);
  await act('startFlagReview', as.supervisor);
  const due = { dueOn: '2027-03-31' };
  await act('assignFlag', as.supervisor, { ...due, assignee: await own(), askOrganisations: [chain.buyer] });
  await contract.ask('myTasks', { as: as.supervisor, query: { limit: '1' } });
  await act('respondToFlag', asked.auth, { reason: '报价由供应商各自编制' });
  for (const [decide, reason] of [
    ['explainFlag', '已核对报价单，系同一定价模板'],
    ['markFlagDataError', '报价录入有误'],
    ['dismissFlag', '同一原因，已另案处理'],
  ] as const) {
    await act(decide, as.supervisor, { reason });
    await act('reopenFlag', as.supervisor);
  }
  const letter = { authority: '示例市财政局', reference: '财监移〔2027〕1号', reason: '涉及其他项目，一并移送' };
  await act('referFlag', as.supervisor, letter);
  const ids = [id, chain.tender];
  const onMany = (operation: string, more: object = {}) =>
    contract.ask(operation, { as: as.supervisor, body: { ids, ...more } });
  await onMany('startFlagReviews');
  await onMany('assignFlags', due);
  for (const operation of ['respondToFlags', 'explainFlags', 'confirmFlags', 'markFlagDataErrors', 'dismissFlags'])
    await onMany(operation, { reason: '已核对报价单，系同一定价模板' });
  await onMany('reopenFlags');
  const csv = await contract.ask('listFlags', { as: as.supervisor, query: { dataset: 'fiction' }, accept: 'text/csv' });
  if (!csv.response.text.includes('C05')) throw new Error('the file lacks the flag');
  await contract.ask('requestRun', { as: as.admin, body: { dataset: 'fiction' } });
  await contract.ask('listRuns', { as: as.admin, query: { limit: '1' } });

  async function own(): Promise<string> {
    const { body } = await contract.ask<{ id: string }>('me', { as: as.supervisor });
    return body.id;
  }
};
