import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import type { TestAccount } from '../support/accounts.js';
import { makeBody, makeUser } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { setBusinessTime, type Bureau } from '../support/drafts.js';
import { actOnRemedy } from '../support/lots.js';
import { takeOwnTask, ownTasks } from '../support/own-tasks.js';
import { startBureau } from '../support/started.js';
import { stored } from '../support/stored.js';
import { readVersion } from '../support/version.js';

const WORDS = { grounds: '采购文件有倾向性', requests: '修改采购文件' };

interface Complaint {
  id: string;
  state: string;
  code?: string;
  examinedOn: string | null;
  correctedOn: string | null;
  grounds: string;
  copiesSentOn: string | null;
  notices: { organisation: string; receivedOn: string | null; answer: string | null }[];
  deadlines: { rule: string; date: string; state: string }[];
}

describe('the clocks of a complaint', () => {
  let app: TestApp;
  let bureau: Bureau;
  let rival: Bidder;
  let agent: TestAccount;
  let agentBody: string;
  let supervisor: TestAccount;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    rival = await makeBidder(app);
    const overseer = await makeBody(app, { kind: 'supervisor', region: '990200' });
    supervisor = await makeUser(app, 'supervisor', overseer);
    agentBody = await makeBody(app, { kind: 'agent' });
    agent = await makeUser(app, 'procurement_agent', agentBody);
  });
  afterAll(() => app.close());

  const received = async (): Promise<{ id: string; tender: string }> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    const { tender } = await issueTender(app, bureau, { agent: agentBody });
    const about = { tender, stage: 'documents', ...WORDS };
    const challenge = await app.http.post('/api/v1/challenges').set(rival.user.auth).send(about);
    const { id: challenged } = challenge.body as { id: string };
    const answer = { result: 'not_upheld', reason: '不成立' };
    await actOnRemedy(app, 'challenges', challenged, 'answer', answer, bureau.officer);
    const filed = await app.http
      .post('/api/v1/complaints')
      .set(rival.user.auth)
      .send({ tender, challenge: challenged, ...WORDS });
    if (filed.status !== 201) throw new Error(filed.text);
    return { id: (filed.body as { id: string }).id, tender };
  };
  const act = async (id: string, action: string, by: TestAccount = bureau.finance, body: object = {}) =>
    (await actOnRemedy(app, 'complaints', id, action, body, by)).body as Complaint;
  const read = async (id: string): Promise<Complaint> =>
    (await app.http.get(`/api/v1/complaints/${id}`).set(bureau.finance.auth).expect(200)).body as Complaint;
  const clocks = async (id: string): Promise<string[][]> =>
    (await read(id)).deadlines.map(({ rule, date, state }) => [rule, date, state]);
  /** What W06 finds in the purchase, judged anew. */
  const judged = async (tender: string): Promise<string> => {
    await app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => app.running.app.get(Assessor).assessTouchedSubjects(tx, `tender:${tender}`));
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${tender}&indicator=W06`)
      .set({ ...supervisor.auth, 'Accept-Language': 'en' })
      .expect(200);
    return (body as { items: { explanation: string }[] }).items.map(({ explanation }) => explanation).join(' ');
  };
  const tasks = async (by: TestAccount, id: string): Promise<(string | null)[][]> => {
    const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set(by.auth).expect(200);
    return (body as { items: { id: string; kind: string; dueOn: string | null }[] }).items
      .filter((task) => task.id === id)
      .map(({ kind, dueOn }) => [kind, dueOn])
      .sort();
  };

  it('rest until the first correction: what is added later moves no day of the authority', async () => {
    const { id } = await received();
    await act(id, 'ask-correction', bureau.finance, { reason: '请补充证据' });
    await setBusinessTime(app, '2025-11-06T09:00:00+08:00');
    // Nothing that was handed in is no correction: the authority waits on, and has none of its days begun.
    expect(await act(id, 'correct', rival.user, { reason: '补充' })).toMatchObject({
      code: 'complaint_not_corrected',
      errors: [{ pointer: '/grounds' }],
    });
    expect((await act(id, 'accept', bureau.finance)).code).toBe('correction_open');
    const first = await act(id, 'correct', rival.user, { reason: '补充', grounds: '证据一' });
    expect(first).toMatchObject({ state: 'to_correct', correctedOn: '2025-11-06' });
    const before = await clocks(id);
    await setBusinessTime(app, '2025-11-20T09:00:00+08:00');
    const more = await act(id, 'correct', rival.user, { reason: '再补充', grounds: '证据二' });
    expect(more.correctedOn).toBe('2025-11-06');
    expect(more.grounds).toContain('2025-11-20\n证据二');
    const isDecision = ([rule]: string[]): boolean => rule === 'COMPLAINT-DECIDE-30WD';
    expect((await clocks(id)).find(isDecision)?.[1]).toBe(before.find(isDecision)?.[1]);
  });

  it('refuse nobody for what nobody asked to be corrected', async () => {
    const { id } = await received();
    const refuse = () => act(id, 'refuse', bureau.finance, { ground: 'not_corrected', reason: '未按期补正' });
    expect((await refuse()).code).toBe('refusal_ground_missing');
    expect((await act(id, 'ask-correction', bureau.finance, { reason: '请补充证据' })).state).toBe('to_correct');
    expect((await refuse()).state).toBe('refused');
  });

  it('are told whoever complained, who is asked to correct it, until that is done', async () => {
    const { id, tender } = await received();
    const waits = () => ownTasks(app, rival.user, 'complaint_correction', tender);
    expect(await waits()).toEqual([]);
    await act(id, 'ask-correction', bureau.finance, { reason: '请补充证据' });
    const other = await makeBidder(app);
    await takeOwnTask(
      app,
      rival.user,
      {
        ...{ kind: 'complaint_correction', subject: tender, title: 'Complaint to be corrected', lot: null },
        ...{ dueOn: null, href: `complaints/${id}/actions/correct` },
      },
      {
        body: { reason: '已补充', grounds: '证据一' },
        version: await readVersion(app, 'complaint', id),
        others: [other.user, bureau.officer, bureau.finance, agent],
      },
    );
    // One that is refused all the same waits for nobody.
    const again = await received();
    await act(again.id, 'ask-correction', bureau.finance, { reason: '请补充证据' });
    expect(await ownTasks(app, rival.user, 'complaint_correction', again.tender)).toHaveLength(1);
    await act(again.id, 'refuse', bureau.finance, { ground: 'not_corrected', reason: '未按期补正' });
    expect(await ownTasks(app, rival.user, 'complaint_correction', again.tender)).toEqual([]);
  });

  it('run from its receipt to its examination, copies and answers, and are tasks of whoever is asked', async () => {
    const { id } = await received();
    // 4 to 7 and 10 November; 11, 12 and 13.
    expect(await clocks(id)).toEqual([
      ['COMPLAINT-EXAMINE-5WD', '2025-11-10', 'due'],
      ['COMPLAINT-SERVE-8WD', '2025-11-13', 'due'],
      ['COMPLAINT-DECIDE-30WD', '2025-12-15', 'due'],
    ]);
    // One step, one task, by its own day: what was examined is refused within three days, so that it is accepted by then.
    expect(await tasks(bureau.finance, id)).toEqual([['complaint_examination', '2025-11-10']]);
    await setBusinessTime(app, '2025-11-10T09:00:00+08:00');
    expect((await act(id, 'record-examination')).examinedOn).toBe('2025-11-10');
    expect(await tasks(bureau.finance, id)).toEqual([['complaint', '2025-11-13']]);
    expect((await act(id, 'record-examination')).code).toBe('examined_already');
    expect((await act(id, 'accept')).state).toBe('accepted');
    expect((await act(id, 'confirm-copies', bureau.officer)).code).toBe('copies_not_sent');
    const answer = { answer: '采购文件依法编制' };
    expect((await act(id, 'answer', bureau.officer, answer)).code).toBe('copies_not_sent');
    expect(await tasks(bureau.finance, id)).toContainEqual(['complaint_copies', '2025-11-13']);
    await setBusinessTime(app, '2025-11-14T09:00:00+08:00');
    const sent = await act(id, 'send-copies');
    expect(sent.notices.map(({ organisation }) => organisation).sort()).toEqual([bureau.id, agentBody].sort());
    expect((await act(id, 'send-copies')).code).toBe('copies_sent_already');
    expect(await clocks(id)).toContainEqual(['COMPLAINT-SERVE-8WD', '2025-11-13', 'missed']);
    expect(await tasks(bureau.officer, id)).toEqual([['complaint_receipt', null]]);
    expect((await act(id, 'confirm-copies', bureau.officer)).state).toBe('accepted');
    // 17 to 21 November.
    expect(await tasks(bureau.officer, id)).toEqual([['complaint_answer', '2025-11-21']]);
    await setBusinessTime(app, '2025-11-21T09:00:00+08:00');
    const answered = await act(id, 'answer', bureau.officer, answer);
    expect(answered.notices.find(({ organisation }) => organisation === bureau.id)).toMatchObject({
      receivedOn: '2025-11-14',
      ...answer,
    });
    expect((await act(id, 'answer', bureau.officer, answer)).code).toBe('complaint_answered');
    expect(await tasks(bureau.officer, id)).toEqual([]);
    expect(await clocks(id)).toContainEqual(['COMPLAINT-ANSWER-5WD', '2025-11-21', 'met']);
    // The agent answers for itself, without having confirmed the receipt first.
    expect((await act(id, 'answer', agent, answer)).notices.map(({ receivedOn }) => receivedOn).sort()).toEqual([
      '2025-11-14',
      '2025-11-21',
    ]);
  });

  it('end in no decision before the copies were sent, and nothing is stored; what is withdrawn needs none', async () => {
    const { id } = await received();
    expect((await act(id, 'accept')).state).toBe('accepted');
    const rows = async () =>
      Object.fromEntries(Object.entries(await stored(app)).filter(([table]) => !/^(idempoten|session)/.test(table)));
    const before = await rows();
    const words = { reference: '财决〔2025〕1号', reason: '缺乏事实依据' };
    const rejected = { result: 'rejected', effect: 'none', ...words };
    for (const given of [rejected, { result: 'upheld', effect: 'none', affectsResult: false, ...words }]) {
      const refused = await actOnRemedy(app, 'complaints', id, 'decide', given, bureau.finance);
      expect([refused.status, refused.body]).toMatchObject([
        422,
        { code: 'copies_not_sent', rule: 'COMPLAINT-SERVE-8WD' },
      ]);
    }
    expect(await rows()).toEqual(before);
    expect((await act(id, 'send-copies')).copiesSentOn).toBe('2025-11-03');
    expect((await act(id, 'decide', bureau.finance, rejected)).state).toBe('decided');
    const { id: other } = await received();
    await act(other, 'accept');
    expect(await act(other, 'withdraw', rival.user)).toMatchObject({ state: 'withdrawn', copiesSentOn: null });
  });

  it('find a late examination and a late refusal in the purchase', async () => {
    const { id, tender } = await received();
    await setBusinessTime(app, '2025-11-14T09:00:00+08:00');
    const given = { reason: '超过投诉期限', ground: 'late' };
    expect((await act(id, 'refuse', bureau.finance, given)).state).toBe('refused');
    expect(await clocks(id)).toEqual([
      ['COMPLAINT-EXAMINE-5WD', '2025-11-10', 'missed'],
      ['COMPLAINT-REFUSE-3WD', '2025-11-13', 'missed'],
    ]);
    const found = await judged(tender);
    for (const rule of ['COMPLAINT-EXAMINE-5WD', 'COMPLAINT-REFUSE-3WD']) expect(found).toContain(rule);
    expect(found).not.toContain('COMPLAINT-DECIDE-30WD');
  });

  it('of a correction are one to ask for it, and eight days after it came to send the copies', async () => {
    const { id } = await received();
    await act(id, 'ask-correction', bureau.finance, { reason: '请补充证据' });
    expect(await clocks(id)).toContainEqual(['COMPLAINT-CORRECT-5WD', '2025-11-10', 'met']);
    await setBusinessTime(app, '2025-11-12T09:00:00+08:00');
    await act(id, 'correct', rival.user, { reason: '已补充', grounds: '证据一' });
    // 13, 14, 17 to 21 and 24 November.
    expect(await clocks(id)).toContainEqual(['COMPLAINT-SERVE-8WD', '2025-11-24', 'due']);
  });
});
