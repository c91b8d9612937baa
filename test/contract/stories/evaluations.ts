import { makeBody, makeUser } from '../../support/accounts.js';
import { Contracting, makeParties } from '../../support/contracts.js';
import { pdf } from '../../support/files.js';
import { actor, type Root, type Story } from './story.js';

const tree = (max: string) => [
  {
    name: '服务效果',
    weight: '70',
    indicators: [
      {
        name: '成效',
        weight: '100',
        leaves: [{ name: '服务目标达成', weight: '100', channel: 'third_party', kind: 'outcome', max }],
      },
    ],
  },
  {
    name: '服务对象',
    weight: '30',
    indicators: [
      {
        name: '满意度',
        weight: '100',
        leaves: [{ name: '居民满意度', weight: '100', channel: 'residents', kind: 'outcome', max: '100' }],
      },
    ],
  },
];

/** A service is evaluated: by what, by whom, and how well it was. */
export const evaluations: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const { officer, approver } = parties.bureau;
  const { id } = await Contracting.signed(app, parties);
  const body = await makeBody(app, { kind: 'evaluator' });
  const evaluator = await makeUser(app, 'evaluator', body);
  const drafted = await contract.ask<Root>('draftScheme', {
    as: officer.auth,
    body: { template: 'ELDERLY_HOME_CARE' },
  });
  const scheme = { id: drafted.body.id };
  const changed = await contract.ask<Root>('changeScheme', {
    as: officer.auth,
    path: scheme,
    headers: { 'If-Match': drafted.etag },
    body: { name: '居家养老服务评估方案', dimensions: tree('100') },
  });
  await actor(contract, scheme, changed.body.version)('activateScheme', approver.auth);
  await contract.ask('getScheme', { as: approver.auth, path: scheme });
  await contract.ask('listSchemes', { as: approver.auth, query: { state: 'active' } });
  const planned = await contract.ask<Root>('planEvaluation', {
    as: officer.auth,
    path: { id },
    body: { kind: 'midterm', scheme: scheme.id, dueOn: '2026-06-30' },
  });
  const evaluation = { id: planned.body.id };
  let act = actor(contract, evaluation, planned.body.version);
  await act('proposeEvaluator', officer.auth, { evaluator: body });
  await act('appointEvaluator', approver.auth);
  await act('declareEvaluator', evaluator.auth, { tied: false });
  await act('beginFieldwork', evaluator.auth);
  const inField = await act('refillSheet', evaluator.auth);
  const file = await app.http.post('/api/v1/documents').set(evaluator.auth).attach('file', pdf(), 'x.pdf').expect(201);
  const evidence = [{ kind: 'document', id: (file.body as Root).id }];
  const called = await contract.ask<Root>('callMeeting', {
    as: officer.auth,
    body: {
      kind: 'appraisal',
      subject: { type: 'evaluation', id: evaluation.id },
      title: '居家养老服务评议会',
      heldAt: '2025-10-15T09:00:00+08:00',
      invited: [body],
    },
  });
  const meeting = { id: called.body.id };
  const run = actor(contract, meeting, called.body.version);
  await run('holdMeeting', officer.auth, { attended: [{ side: 'residents', count: 12 }] });
  const resolution = (text: string) => ({ text, owner: parties.bureau.id, dueOn: '2026-12-31' });
  const minuted = await run<Root & { resolutions: Root[] }>('minuteMeeting', officer.auth, {
    minutes: '居民认为助浴次数不足。',
    resolutions: [resolution('下一年度增加助浴'), resolution('印发助浴须知')],
  });
  const scored = await contract.ask<Root>('scoreEvaluation', {
    as: evaluator.auth,
    path: evaluation,
    headers: { 'If-Match': `"${inField.version}"` },
    body: {
      scores: [
        { leaf: '1.1.1', points: '86.5', comment: '见附件', evidence },
        { leaf: '2.1.1', points: '86.5', comment: '见评议会记录', evidence: [{ kind: 'meeting', id: meeting.id }] },
      ],
    },
  });
  act = actor(contract, evaluation, scored.body.version);
  await contract.ask('listEvaluations', {
    as: evaluator.auth,
    query: { assignee: 'me', open: 'true', due: '2026-12-31' },
  });
  await act('submitEvaluationScores', evaluator.auth);
  await act('confirmEvaluation', approver.auth);
  await act('publishEvaluation', officer.auth);
  await act('appealEvaluation', parties.manager.auth, { reason: '助浴记录未计入' });
  await act('reEvaluate', evaluator.auth, { reason: '已复核助浴记录，得分不变' });
  await act('returnEvaluationScores', approver.auth, { reason: '请说明复核依据' });
  await act('proposeEvaluator', officer.auth, { evaluator: await makeBody(app, { kind: 'evaluator' }) });
  await act('reassignEvaluation', approver.auth, { reason: '由其他机构重新评估' });
  const final = await contract.ask<Root>('planEvaluation', {
    as: officer.auth,
    path: { id },
    body: { kind: 'final', scheme: scheme.id, dueOn: '2026-12-31' },
  });
  const other = actor(contract, { id: final.body.id }, final.body.version);
  await other('proposeEvaluator', officer.auth, { evaluator: body });
  await other('appointEvaluator', approver.auth);
  await other('replaceEvaluator', approver.auth, { reason: '评估人员与服务机构有利害关系' });
  await other('cancelEvaluation', approver.auth, { reason: '改由年度评估' });
  const { body: at } = await contract.ask<{ tender: string }>('getContract', { as: officer.auth, path: { id } });
  const [dropped, finished] = minuted.resolutions.map(({ id: of }) => ({ ...meeting, resolution: of }));
  const settled = await actor(contract, dropped ?? {}, minuted.version)('dropResolution', officer.auth, {
    reason: '已列入计划',
  });
  await actor(contract, finished ?? {}, settled.version)('finishResolution', officer.auth);
  const second = await contract.ask<Root>('callMeeting', {
    as: officer.auth,
    body: {
      kind: 'joint',
      subject: { type: 'evaluation', id: evaluation.id },
      title: '居家养老服务联席会',
      heldAt: '2026-03-09T09:00:00+08:00',
    },
  });
  await actor(contract, { id: second.body.id }, second.body.version)('cancelMeeting', officer.auth, {
    reason: '并入年度评议会',
  });
  await contract.ask('getMeeting', { as: officer.auth, path: meeting });
  await contract.ask('listMeetings', { as: officer.auth, query: { state: 'minuted' } });
  await contract.ask('giveRating', {
    as: parties.manager.auth,
    body: { tender: at.tender, stage: 'contract', side: 'buyer', points: 4 },
  });
  await contract.ask('listRatings', { query: { stage: 'contract' } });
  await contract.ask('getEvaluation', { as: parties.manager.auth, path: evaluation });
  const draft = await contract.ask<Root>('draftScheme', { as: officer.auth, body: { basedOn: scheme.id } });
  await actor(contract, { id: draft.body.id }, draft.body.version)('retireScheme', approver.auth, {
    reason: '不再需要新版本',
  });
  await contract.ask('listContractEvaluations', { as: parties.manager.auth, path: { id } });
};
