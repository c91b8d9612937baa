import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender, makeBidder, type Bidder } from '../support/bidding.js';
import { DRAFT, Drafting, makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { listRefusedTasks, ownSteps, ownTasks } from '../support/own-tasks.js';
import { acceptedComplaint, actOnLot, actOnRemedy, decided, SUSPENSION_NOTICE } from '../support/lots.js';

/** A Monday. */
const MONDAY = '2025-11-03T09:00:00+08:00';
const WORDS = { grounds: '采购文件含有倾向性内容', requests: '修改采购文件' };
const TWO = [1, 2].map((no) => ({ ...DRAFT.lots[0], no }));
/** What its record calls the purchase. */
const OBJECT = DRAFT.title;
type Kind = 'challenges' | 'complaints';
interface Task {
  kind: string;
  id: string;
  title: string;
  dueOn: string | null;
  overdue: boolean;
}

describe('challenges, complaints and suspensions as tasks, and their clocks', () => {
  let app: TestApp;
  let bureau: Bureau;
  let rival: Bidder;
  let agentBody: string;
  let agent: TestAccount;
  let supervisor: TestAccount;
  /** Nobody of whom has a part in it. */
  let strangers: TestAccount[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, MONDAY);
    bureau = await makeBureau(app);
    await makeThreshold(app);
    rival = await makeBidder(app);
    agentBody = await makeBody(app, { kind: 'agent' });
    agent = await makeUser(app, 'procurement_agent', agentBody);
    const overseer = await makeBody(app, { kind: 'supervisor', region: '990200' });
    const county = await makeBody(app, { kind: 'finance_authority', region: '990204' });
    supervisor = await makeUser(app, 'supervisor', overseer);
    strangers = [
      rival.user,
      bureau.approver,
      supervisor,
      await makeUser(app, 'bureau_officer'),
      await makeUser(app, 'procurement_agent', await makeBody(app, { kind: 'agent' })),
      await makeUser(app, 'finance_authority', county),
      // What somebody may do elsewhere is nothing here.
      await makeAccount(
        app,
        { role: 'bureau_approver', organisation: bureau.id },
        { role: 'bureau_officer', organisation: await makeBody(app) },
      ),
      await makeAccount(
        app,
        { role: 'supervisor', organisation: overseer },
        { role: 'finance_authority', organisation: county },
      ),
    ];
  });
  afterAll(() => app.close());

  const tasks = async (by: TestAccount, kind: string, tender: string): Promise<Task[]> => {
    const { body } = await app.http.get(`/api/v1/me/tasks?kind=${kind}&limit=200`).set(by.auth).expect(200);
    return (body as { items: (Task & { subject: { id: string } })[] }).items
      .filter(({ subject }) => subject.id === tender)
      .map(({ kind: said, id, title, dueOn, overdue }) => ({ kind: said, id, title, dueOn, overdue }));
  };
  const others = async (kind: string, tender: string, ...more: TestAccount[]): Promise<Task[]> =>
    (await Promise.all([...strangers, ...more].map((by) => tasks(by, kind, tender)))).flat();
  const days = async (by: TestAccount, kind: string, tender: string) =>
    (await tasks(by, kind, tender)).map(({ dueOn, overdue }) => [dueOn, overdue]);
  const issued = async (lots?: object[]) => {
    await setBusinessTime(app, MONDAY);
    return issueTender(app, bureau, lots ? { lots } : {});
  };
  const file = async (kind: Kind, body: object): Promise<string> => {
    const answer = await app.http
      .post(`/api/v1/${kind}`)
      .set(rival.user.auth)
      .send({ ...WORDS, ...body });
    if (answer.status !== 201) throw new Error(answer.text);
    return (answer.body as { id: string }).id;
  };
  const must = async (kind: Kind, id: string, action: string, body: object, by: TestAccount): Promise<void> => {
    const answer = await actOnRemedy(app, kind, id, action, body, by);
    if (answer.status !== 200) throw new Error(answer.text);
  };
  /** As the job of an event does. */
  const touched = (root: string): Promise<void> =>
    app.running.app
      .get(Transactions)
      .run(SYSTEM, (tx) => app.running.app.get(Assessor).assessTouchedSubjects(tx, root));
  /** Explanations of W06 where it was triggered, else its state. */
  const judged = async (tender: string): Promise<string> => {
    const { body } = await app.http
      .get(`/api/v1/risk/assessments?subject=tender:${tender}&indicator=W06`)
      .set({ ...supervisor.auth, 'Accept-Language': 'en' })
      .expect(200);
    const [found] = (body as { items: { state: string; explanation: string }[] }).items;
    return found?.state === 'triggered' ? found.explanation : (found?.state ?? '');
  };

  it('a challenge waits for buyer and agent until it is answered, set aside or withdrawn', async () => {
    await setBusinessTime(app, MONDAY);
    const draft = await Drafting.begin(app, bureau, { lots: TWO });
    await draft.must('put', 'mandate', { agent: agentBody });
    await draft.plan();
    await draft.must('post', 'actions/issue', { reason: '急需' });
    const tender = draft.id;
    const [first, second, third] = [
      await file('challenges', { tender, stage: 'documents', lot: 2 }),
      await file('challenges', { tender, stage: 'documents' }),
      await file('challenges', { tender, stage: 'process', knownOn: '2025-10-09' }),
    ];
    const all = [
      { id: first, title: `Challenge to be answered: ${OBJECT}, lot 2` },
      { id: second, title: `Challenge to be answered: ${OBJECT}` },
      { id: third, title: `Challenge to be answered: ${OBJECT}` },
    ].map((task) => ({ ...task, kind: 'challenge', dueOn: '2025-11-12', overdue: false }));
    for (const by of [bureau.officer, agent]) expect(await tasks(by, 'challenge', tender)).toEqual(all);
    expect(await others('challenge', tender, bureau.finance)).toEqual([]);
    await setBusinessTime(app, '2025-11-12T23:59:00+08:00');
    expect((await tasks(agent, 'challenge', tender)).map(({ overdue }) => overdue)).toEqual([false, false, false]);
    await setBusinessTime(app, '2025-11-13T00:00:00+08:00');
    expect((await tasks(agent, 'challenge', tender)).map(({ overdue }) => overdue)).toEqual([true, true, true]);
    const left = async () => (await tasks(bureau.officer, 'challenge', tender)).map(({ id }) => id);
    await must('challenges', third, 'set-aside', { reason: '已超过七个工作日' }, agent);
    expect(await left()).toEqual([first, second]);
    await must('challenges', second, 'withdraw', {}, rival.user);
    expect(await left()).toEqual([first]);
    const upheld = { result: 'upheld', affectsResult: true, reason: '文件有误' };
    await must('challenges', first, 'answer', upheld, agent);
    expect(await left()).toEqual([]);

    // What was upheld is to be carried out, by the buyer alone.
    const owed = {
      kind: 'remedy',
      id: first,
      title: `Remedy to be carried out: ${OBJECT}, lot 2`,
      dueOn: null,
      overdue: false,
    };
    expect(await tasks(bureau.officer, 'remedy', tender)).toEqual([owed]);
    // By a correction of the documents, while bids are taken; once nothing is left to apply it to, it is recorded.
    const record = `challenges/${first}/actions/record-remedy`;
    const words = { reason: '已处理' };
    expect((await actOnRemedy(app, 'challenges', first, 'record-remedy', words, bureau.officer)).status).toBe(422);
    expect(await ownSteps(app, bureau.officer, 'remedy', tender)).toEqual([`tenders/${tender}/actions/correct`]);
    expect(await others('remedy', tender, bureau.finance, agent)).toEqual([]);
    const lots = (await draft.read()).lots as unknown as { id: string }[];
    await actOnLot(
      app,
      lots[1]?.id ?? '',
      'fail',
      { reason: '文件违法', ground: 'unlawful_acts', reference: '财监〔2025〕7号' },
      bureau.officer,
    );
    expect(await ownSteps(app, bureau.officer, 'remedy', tender)).toEqual([record]);
    await must('challenges', first, 'record-remedy', words, bureau.officer);
    expect(await tasks(bureau.officer, 'remedy', tender)).toEqual([]);
  });

  it('a complaint waits for the authority of its region, without the days that do not count, until it is decided', async () => {
    const { tender, lots } = await issued();
    const challenge = await file('challenges', { tender, stage: 'documents' });
    await must('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, bureau.officer);
    expect(await tasks(bureau.officer, 'remedy', tender)).toEqual([]);
    const id = await file('complaints', { tender, challenge });
    const due = () => days(bureau.finance, 'complaint', tender);
    const act = (action: string, body: object = {}, by = bureau.finance) => must('complaints', id, action, body, by);
    const step = () => ownSteps(app, bureau.finance, 'complaint', tender);
    const examination = 'complaint_examination';
    expect(await tasks(bureau.finance, examination, tender)).toEqual([
      { kind: examination, id, title: `Complaint to be examined: ${OBJECT}`, dueOn: '2025-11-10', overdue: false },
    ]);
    expect(await ownSteps(app, bureau.finance, examination, tender)).toEqual([
      `complaints/${id}/actions/record-examination`,
    ]);
    expect(await due()).toEqual([]);
    expect(await listRefusedTasks(app, bureau.finance)).toEqual([]);
    expect(await others(examination, tender, bureau.officer)).toEqual([]);
    await setBusinessTime(app, '2025-11-05T09:00:00+08:00');
    await act('ask-correction', { reason: '请补充证据' });
    // It waits for whoever filed it, and for the authority once the days for that are over.
    expect(await due()).toEqual([]);
    await setBusinessTime(app, '2025-11-12T09:00:00+08:00');
    expect(await due()).toEqual([]);
    await setBusinessTime(app, '2025-11-13T09:00:00+08:00');
    expect(await step()).toEqual([`complaints/${id}/actions/refuse`]);
    await setBusinessTime(app, '2025-11-10T09:00:00+08:00');
    await act('correct', { reason: '已补充', grounds: '证据一' }, rival.user);
    expect(await due()).toEqual([['2025-12-18', false]]);
    expect(await step()).toEqual([`complaints/${id}/actions/accept`]);
    expect(await listRefusedTasks(app, bureau.finance)).toEqual([]);
    await act('accept');
    expect(await step()).toEqual([`complaints/${id}/actions/decide`]);
    expect(await listRefusedTasks(app, bureau.finance)).toEqual([]);
    await act('send-copies');
    await setBusinessTime(app, '2025-12-01T09:00:00+08:00');
    await act('begin-appraisal', { reason: '专家评审' });
    expect(await due()).toEqual([[null, false]]);
    await setBusinessTime(app, '2025-12-02T09:00:00+08:00');
    await act('end-appraisal');
    expect(await due()).toEqual([['2025-12-19', false]]);
    await setBusinessTime(app, '2025-12-20T09:00:00+08:00');
    expect(await due()).toEqual([['2025-12-19', true]]);
    await touched(`complaint:${id}`);
    expect(await judged(tender)).toContain(
      'COMPLAINT-DECIDE-30WD (Decision of the finance authority on a complaint) from 2025-11-03: nothing is on record after 2025-12-19.',
    );
    await decided(app, bureau.finance, id, 'redo');
    expect(await due()).toEqual([]);
    expect(await days(bureau.officer, 'remedy', tender)).toEqual([[null, false]]);
    expect(await ownSteps(app, bureau.officer, 'remedy', tender)).toEqual([`lots/${lots[0]}/actions/apply-remedy`]);
    expect(await others('remedy', tender, bureau.finance)).toEqual([]);
    await touched(`complaint:${id}`);
    expect(await judged(tender)).toContain('it was 2025-12-20, due by 2025-12-19 (1 days late)');
    const applied = await actOnLot(
      app,
      lots[0] ?? '',
      'apply-remedy',
      { reason: '重新开展采购活动', remedy: id },
      bureau.officer,
    );
    expect(applied.status).toBe(200);
    expect(await tasks(bureau.officer, 'remedy', tender)).toEqual([]);
  });

  it('a complaint that was examined is accepted or refused within three working days of that', async () => {
    const { tender } = await issued();
    const challenge = await file('challenges', { tender, stage: 'documents' });
    await must('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, bureau.officer);
    const id = await file('complaints', { tender, challenge });
    await setBusinessTime(app, '2025-11-04T09:00:00+08:00');
    await must('complaints', id, 'record-examination', {}, bureau.finance);
    const waiting = () => ownTasks(app, bureau.finance, 'complaint', tender);
    expect(await waiting()).toMatchObject([
      {
        ...{ dueOn: '2025-11-07', overdue: false, since: '2025-11-03T16:00:00.000Z' },
        ...{ action: { href: `/api/v1/complaints/${id}/actions/accept` } },
        dueBy: { article: expect.stringContaining('第二十一条') },
      },
    ]);
    await setBusinessTime(app, '2025-11-08T09:00:00+08:00');
    expect(await waiting()).toMatchObject([{ overdue: true }]);
    await must('complaints', id, 'accept', {}, bureau.finance);
    expect(await waiting()).toMatchObject([{ since: expect.stringMatching(/^2025-11-03T01:0/), overdue: false }]);
  });

  it('a complaint that names no challenge is about the documents while bids are awaited, names it by its correction, and is accepted', async () => {
    const { tender } = await issued();
    const challenge = await file('challenges', { tender, stage: 'documents' });
    await must('challenges', challenge, 'answer', { result: 'not_upheld', reason: '不成立' }, bureau.officer);
    const id = await file('complaints', { tender });
    const read = async () => (await app.http.get(`/api/v1/complaints/${id}`).set(rival.user.auth).expect(200)).body;
    expect(await read()).toMatchObject({ challenge: null, stage: 'documents' });
    const refused = await actOnRemedy(app, 'complaints', id, 'accept', {}, bureau.finance);
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'complaint_without_challenge' }]);
    expect(refused.text).toMatch(/ask_correction.*correct/);
    await must('complaints', id, 'ask-correction', { reason: '请载明质疑' }, bureau.finance);
    const correct = (of: string) =>
      actOnRemedy(app, 'complaints', id, 'correct', { reason: '已补', challenge: of, grounds: '补充事实' }, rival.user);
    expect((await correct(tender)).status).toBe(404);
    await app.dataSource.query(`UPDATE challenge SET received_at = received_at + interval '1 day' WHERE id = $1`, [
      challenge,
    ]);
    const later = await correct(challenge);
    expect([later.status, later.body.errors[0].pointer]).toEqual([404, '/challenge']);
    await app.dataSource.query(`UPDATE challenge SET received_at = received_at - interval '2 days' WHERE id = $1`, [
      challenge,
    ]);
    expect((await correct(challenge)).status).toBe(200);
    const grounds = `${WORDS.grounds}\n\n2025-11-03\n补充事实`;
    expect(await read()).toMatchObject({ challenge, stage: 'documents', grounds, requests: WORDS.requests });
    const another = await file('challenges', { tender, stage: 'documents' });
    // What it names already corrects nothing, and nothing starts by it.
    const same = await actOnRemedy(app, 'complaints', id, 'correct', { reason: '已补', challenge }, rival.user);
    expect([same.status, same.body.code]).toEqual([422, 'complaint_not_corrected']);
    expect((await correct(another)).body.errors).toMatchObject([{ pointer: '/challenge', code: 'cannot_change' }]);
    await must('complaints', id, 'accept', {}, bureau.finance);
  });

  it.each([['refuse', { ground: 'late', reason: '逾期' }] as const, ['withdraw', {}] as const])(
    'a complaint is nobody’s any more: %s',
    async (action, given) => {
      const { tender } = await issued();
      const id = await file('complaints', { tender });
      expect(await tasks(bureau.finance, 'complaint_examination', tender)).toHaveLength(1);
      await must('complaints', id, action, given, action === 'refuse' ? bureau.finance : rival.user);
      for (const kind of ['complaint', 'complaint_examination'])
        expect(await tasks(bureau.finance, kind, tender)).toEqual([]);
    },
  );

  it('has no day in a year whose calendar is not known', async () => {
    const { tender } = await issued();
    const id = await file('challenges', { tender, stage: 'documents' });
    await app.dataSource.query(`UPDATE challenge SET received_at = '2026-12-28T10:00:00+08:00' WHERE id = $1`, [id]);
    await setBusinessTime(app, '2027-03-01T09:00:00+08:00');
    expect(await days(bureau.officer, 'challenge', tender)).toEqual([[null, false]]);
    await touched(`challenge:${id}`);
    expect(await judged(tender)).not.toContain('CHALLENGE-REPLY-7WD');
  });

  it.each([
    ['2025-11-12T23:59:00+08:00', false],
    ['2025-11-13T00:00:00+08:00', true],
  ])('W06 hears of an answer on %s: late is %s', async (at, late) => {
    const { tender } = await issued();
    const id = await file('challenges', { tender, stage: 'documents' });
    await setBusinessTime(app, at);
    await touched(`challenge:${id}`);
    const missed = 'CHALLENGE-REPLY-7WD (Answer to a challenge) from 2025-11-03: ';
    if (late) expect(await judged(tender)).toContain(`${missed}nothing is on record after 2025-11-12.`);
    else expect(await judged(tender)).toBe('clear');
    // What waits for who has to answer is no task of everybody in the body.
    expect((await tasks(bureau.officer, 'deadline', tender)).filter(({ title }) => title.includes('hallenge'))).toEqual(
      [],
    );
    await must('challenges', id, 'answer', { result: 'not_upheld', reason: '不成立' }, bureau.officer);
    await touched(`challenge:${id}`);
    if (late) expect(await judged(tender)).toContain(`${missed}it was 2025-11-13, due by 2025-11-12 (1 days late).`);
    else expect(await judged(tender)).toBe('clear');
  });

  it('of an answer that does not come by itself, on the day after', async () => {
    const { tender } = await issued();
    await touched(`challenge:${await file('challenges', { tender, stage: 'documents' })}`);
    expect(await judged(tender)).toBe('clear');
    await setBusinessTime(app, '2025-11-13T06:00:00+08:00');
    await app.running.app.get(Assessor).due();
    expect(await judged(tender)).toContain('CHALLENGE-REPLY-7WD');
  });

  it.each([
    ['2025-12-03T09:00:00+08:00', false],
    ['2025-12-04T09:00:00+08:00', true],
  ])('a suspended tender waits for its buyer and the authority; resumed on %s: late is %s', async (at, late) => {
    const { draft, tender, lots } = await issued(TWO);
    const remedy = await acceptedComplaint(app, bureau, rival.user, { tender, stage: 'documents' });
    await draft.must(
      'post',
      'actions/suspend',
      { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE },
      bureau.finance,
    );
    const task = {
      kind: 'suspension',
      id: tender,
      title: `Purchase suspended: ${OBJECT}`,
      dueOn: '2025-12-03',
      overdue: false,
    };
    for (const by of [bureau.officer, bureau.finance]) expect(await tasks(by, 'suspension', tender)).toEqual([task]);
    expect(await others('suspension', tender)).toEqual([]);
    await setBusinessTime(app, at);
    expect(await days(bureau.officer, 'suspension', tender)).toEqual([['2025-12-03', late]]);
    // The authority lets it go on whenever it will, the buyer once the days are over.
    const address = `tenders/${tender}/actions/resume`;
    expect(await ownSteps(app, bureau.finance, 'suspension', tender)).toEqual([address]);
    expect(await ownSteps(app, bureau.officer, 'suspension', tender)).toEqual([late ? `${address}-after-limit` : null]);
    await touched(`tender:${tender}`);
    const missed = 'SUSPEND-30D (Suspension of the procurement while a complaint is handled) from 2025-11-03: ';
    if (late) expect(await judged(tender)).toContain(`${missed}nothing is on record after 2025-12-03.`);
    await draft.must('post', 'actions/resume', {}, bureau.finance);
    expect(await days(bureau.officer, 'suspension', tender)).toEqual([]);
    // A second suspension, for another complaint, makes the first no shorter.
    const other = await acceptedComplaint(app, bureau, rival.user, { tender, stage: 'documents' });
    const again = { reason: '处理投诉期间', remedy: other, ...SUSPENSION_NOTICE };
    await draft.must('post', 'actions/suspend', again, bureau.finance);
    await touched(`lot:${lots[0]}`);
    const verdict = await judged(tender);
    if (late) expect(verdict).toContain(`${missed}it was 2025-12-04, due by 2025-12-03 (1 days late).`);
    else expect(verdict).not.toContain('SUSPEND-30D');
    expect(verdict).not.toContain('Lot ');
  });

  it('a suspended lot waits for the same', async () => {
    const { tender, lots } = await issued(TWO);
    await app.dataSource.query(`UPDATE lot SET state = 'opened' WHERE tender_id = $1`, [tender]);
    const remedy = await acceptedComplaint(app, bureau, rival.user, { tender, lot: 2, stage: 'documents' });
    const act = (action: string, body: object) => actOnLot(app, lots[1] ?? '', action, body, bureau.finance);
    expect((await act('suspend', { reason: '处理投诉期间', remedy, ...SUSPENSION_NOTICE })).status).toBe(200);
    const task = {
      kind: 'suspension',
      title: `Purchase suspended: ${OBJECT}, lot 2`,
      dueOn: '2025-12-03',
      overdue: false,
    };
    for (const by of [bureau.officer, bureau.finance])
      expect(await tasks(by, 'suspension', tender)).toEqual([{ ...task, id: lots[1] }]);
    expect(await others('suspension', tender)).toEqual([]);
    await setBusinessTime(app, '2025-12-04T09:00:00+08:00');
    await touched(`lot:${lots[1]}`);
    expect(await judged(tender)).toMatch(/Lot 2: SUSPEND-30D .* nothing is on record after 2025-12-03/);
    expect(await ownSteps(app, bureau.finance, 'suspension', tender)).toEqual([`lots/${lots[1]}/actions/resume`]);
    const [step] = await ownSteps(app, bureau.officer, 'suspension', tender);
    expect(step).toBe(`lots/${lots[1]}/actions/resume-after-limit`);
    expect((await actOnLot(app, lots[1] ?? '', 'resume-after-limit', {}, bureau.officer)).status).toBe(200);
    expect(await tasks(bureau.finance, 'suspension', tender)).toEqual([]);
    // For ten days, ten days later: it waits since then, and is due when those are over.
    await setBusinessTime(app, '2025-12-15T09:00:00+08:00');
    const other = await acceptedComplaint(app, bureau, rival.user, { tender, lot: 2, stage: 'documents' });
    const again = { reason: '处理投诉期间', remedy: other, ...SUSPENSION_NOTICE, days: 10 };
    expect((await act('suspend', again)).status).toBe(200);
    const [shown] = await ownTasks(app, bureau.officer, 'suspension', tender);
    expect([shown?.since.slice(0, 10), shown?.dueOn]).toEqual(['2025-12-15', '2025-12-25']);
    const whole = await issued();
    const stopped = await acceptedComplaint(app, bureau, rival.user, { tender: whole.tender, stage: 'documents' });
    const words = { reason: '处理投诉期间', remedy: stopped, ...SUSPENSION_NOTICE, days: 10 };
    await whole.draft.must('post', 'actions/suspend', words, bureau.finance);
    const [ofAll] = await ownTasks(app, bureau.officer, 'suspension', whole.tender);
    expect([ofAll?.since.slice(0, 10), ofAll?.dueOn]).toEqual(['2025-11-03', '2025-11-13']);
  });
});
