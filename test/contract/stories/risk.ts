import { makeBody, makeUser } from '../../support/accounts.js';
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
  // Every body that it is about was asked; the day of those that did not answer has passed.
  const { dataSource } = contract.app;
  await dataSource.query(
    `INSERT INTO flag_ask (flag_id, organisation_id, asked_at, served) SELECT DISTINCT flag_id, unnest(bodies), now(), $2::jsonb FROM flag_subject
     WHERE flag_id = $1 ON CONFLICT DO NOTHING`,
    [id, { by: 'post', on: '2027-03-02', reference: '挂号信 XA-17' }],
  );
  await dataSource.query(`UPDATE flag_ask SET due_on = business_today() - 1 WHERE flag_id = $1`, [id]);
  const reasoned = { reason: '五家报价依次相差同一数额，答复未说明各自的测算依据', restsOn: ['price'] };
  await act('confirmFlag', as.supervisor, reasoned);
  const second = await makeUser(contract.app, 'supervisor', await makeBody(contract.app, { region: '990000' }));
  for (const decide of ['upholdFlag', 'overturnFlag']) {
    await act('appealFlag', asked.auth, { reason: '报价依据已随文附上，请予复核' });
    await act(decide, second.auth, { ...reasoned, reason: '申诉材料中没有各家的测算依据，请补充' });
    await dataSource.query(`UPDATE flag_ask SET appealed_at = NULL WHERE flag_id = $1`, [id]);
  }
  await contract.ask('getFlagReport', { as: as.supervisor, path: { id }, query: { lang: 'zh' }, accept: 'text/html' });
  const ids = [id, chain.tender];
  const onMany = (operation: string, more: object = {}, by = as.supervisor) =>
    contract.ask(operation, { as: by, body: { ids, ...more } });
  await onMany('startFlagReviews');
  await onMany('assignFlags', due);
  const checked = { reason: '已核对报价单，系同一定价模板' };
  for (const operation of ['respondToFlags', 'appealFlags']) await onMany(operation, checked, asked.auth);
  for (const operation of ['explainFlags', 'markFlagDataErrors', 'dismissFlags']) await onMany(operation, checked);
  for (const operation of ['confirmFlags', 'upholdFlags', 'overturnFlags']) await onMany(operation, reasoned);
  await onMany('referFlags', letter);
  // Another person than the one who was overruled.
  await contract.ask('reopenFlags', { as: second.auth, body: { ids, ...checked } });
  const csv = await contract.ask('listFlags', { as: as.supervisor, query: { dataset: 'fiction' }, accept: 'text/csv' });
  if (!csv.response.text.includes('C05')) throw new Error('the file lacks the flag');
  await contract.ask('requestRun', { as: as.admin, body: { dataset: 'fiction' } });
  await contract.ask('listRuns', { as: as.admin, query: { limit: '1' } });

  async function own(): Promise<string> {
    const { body } = await contract.ask<{ id: string }>('me', { as: as.supervisor });
    return body.id;
  }
};
