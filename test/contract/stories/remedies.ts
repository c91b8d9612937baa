import { makeBody, makeUser, type TestAccount } from '../../support/accounts.js';
import { Contracting, creditCode, makeParties } from '../../support/contracts.js';
import { upload } from '../../support/acceptances.js';
import { actor, type Root, type Story } from './story.js';

/** Its clocks run from the day of the run. */
const written = { deadlines: [] };

/** Somebody who took part challenges the result, is answered, and complains to the finance authority. */
export const remedies: Story = async ({ contract }) => {
  const { app } = contract;
  const parties = await makeParties(app, null);
  const [officer, finance] = [parties.bureau.officer.auth, parties.bureau.finance.auth];
  const body = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const rival = (await makeUser(app, 'agency_manager', body)).auth;
  const { tender } = await Contracting.awarded(app, parties);
  const words = { grounds: '虚构：对评审得分有异议。', requests: '请复核评审得分。' };
  const challenge = async (): Promise<Root> => {
    const given = { tender, lot: 1, stage: 'result', ...words };
    return (await contract.ask<Root>('fileChallenge', { as: rival, body: given, written })).body;
  };
  const on = ({ id, version }: Root) => actor(contract, { id }, version, written);

  const first = await challenge();
  await contract.ask('listChallenges', { as: officer, query: { tender, limit: '1' }, written });
  await contract.ask('getChallenge', { as: officer, path: { id: first.id }, written });
  const answering = on(first);
  await answering('stateChallengeWithoutEffect', officer, { reason: '虚构：仅涉及文字表述，不影响评审结果。' });
  await answering('answerChallenge', officer, {
    result: 'upheld',
    affectsResult: true,
    lots: [1],
    reason: '虚构：经复核，得分计算有误。',
  });
  await answering('recordChallengeRemedy', officer, { reason: '虚构：已重新计算得分。' });
  await on(await challenge())('setAsideChallenge', officer, { reason: '虚构：已超过质疑期限。' });
  await on(await challenge())('withdrawChallenge', rival);

  const complaint = async (): Promise<Root> => {
    const given = { tender, lot: 1, challenge: first.id, ...words };
    return (await contract.ask<Root>('fileComplaint', { as: rival, body: given, written })).body;
  };
  const one = await complaint();
  await contract.ask('listComplaints', { as: rival, query: { tender, limit: '1' }, written });
  await contract.ask('getComplaint', { as: rival, path: { id: one.id }, written });
  const deciding = on(one);
  await deciding('askComplaintCorrection', finance, { reason: '虚构：请补充证明材料。' });
  await deciding('correctComplaint', rival, { reason: '虚构：材料已补充。', grounds: '虚构：补充证明材料一份。' });
  await deciding('recordComplaintExamination', finance);
  await deciding('acceptComplaint', finance);
  await deciding('sendComplaintCopies', finance);
  await deciding('confirmComplaintCopies', officer);
  await deciding('answerComplaint', officer, { answer: '虚构：评审依照采购文件进行，得分无误。' });
  await deciding('beginComplaintAppraisal', finance, { reason: '虚构：委托专家鉴定。' });
  await deciding('endComplaintAppraisal', finance);
  await deciding('decideComplaint', finance, {
    result: 'upheld',
    effect: 'next_rank',
    lots: [1],
    reference: '虚构-财采决-2026-001',
    reason: '虚构：评审得分计算错误，影响采购结果。',
  });
  await deciding('recordComplaintRemedy', officer, { reason: '虚构：已按处理决定执行。' });
  await on(await complaint())('refuseComplaint', finance, { reason: '虚构：事项已处理。', ground: 'decided_already' });
  await on(await complaint())('withdrawComplaint', rival, { reason: '虚构：已与采购人沟通。' });

  // A body without an account sends all of it on paper; another person records what ends what one has recorded.
  const organisation = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
  // The day after its result was published.
  const receivedOn = '2025-12-02';
  const paper = async (by: TestAccount) => ({
    ...{ tender, lot: 1, organisation, ...words },
    paper: { receivedOn, documents: [await upload(app, by)] },
  });
  const challenged = await contract.ask<Root>('fileChallenge', {
    ...{ as: officer, written },
    body: { ...(await paper(parties.bureau.officer)), stage: 'result' },
  });
  const complained = await contract.ask<Root>('fileComplaint', {
    ...{ as: finance, written },
    body: { ...(await paper(parties.bureau.finance)), challenge: challenged.body.id },
  });
  const papers = on(complained.body);
  const asked = await papers<Root & { correctionAskedOn: string }>('askComplaintCorrection', finance, {
    reason: '虚构：请补交授权委托书。',
  });
  const later = async (by: TestAccount) => ({
    receivedOn: asked.correctionAskedOn,
    documents: [await upload(app, by)],
  });
  await papers('recordComplaintCorrection', finance, {
    ...{ reason: '虚构：收到补交的授权委托书。', grounds: '虚构：附授权委托书。' },
    paper: await later(parties.bureau.finance),
  });
  const judge = await makeUser(
    app,
    'finance_authority',
    await makeBody(app, { kind: 'finance_authority', region: '9902', budgetLevel: 'municipal' }),
  );
  await papers('voidComplaintCorrection', judge.auth, { reason: '虚构：补正收到日期录入有误。' });
  await papers('recordComplaintWithdrawal', judge.auth, {
    ...{ reason: '虚构：收到书面撤诉申请。', paper: await later(judge) },
  });
  // Another complaint follows a challenge that its buyer never entered: it is among the complaint's papers.
  const alone = await contract.ask<Root>('fileComplaint', {
    ...{ as: finance, written },
    body: { ...(await paper(parties.bureau.finance)), stage: 'result' },
  });
  const taken = on(alone.body);
  await taken('recordComplaintChallenge', finance, {
    ...{ stage: 'result', lot: 1, ...words, reason: '虚构：投诉书附质疑函及签收回执。' },
    paper: { receivedOn: '2025-12-01', documents: [await upload(app, parties.bureau.finance)] },
  });
  await taken('voidComplaintChallenge', judge.auth, { reason: '虚构：质疑日期录入有误。' });
  await taken('voidComplaint', judge.auth, { reason: '虚构：收到日期录入有误。' });
  const clerk = await makeUser(app, 'bureau_officer', parties.bureau.id);
  await on(challenged.body)('recordChallengeWithdrawal', clerk.auth, {
    ...{ reason: '虚构：收到书面撤回申请。', paper: await later(clerk) },
  });
  const wrong = await contract.ask<Root>('fileChallenge', {
    ...{ as: officer, written },
    body: { ...(await paper(parties.bureau.officer)), stage: 'process' },
  });
  await on(wrong.body)('voidChallenge', clerk.auth, { reason: '虚构：收到日期录入有误。' });
};
