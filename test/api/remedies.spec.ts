import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { startBusinessAt } from '../support/drafts.js';

type Kind = 'challenges' | 'complaints';
interface Remedy {
  id: string;
  version: number;
  state: string;
  scope: string;
  lastDay: string | null;
  basis: { rule: string | null; document: string; article: string; confidence: string } | null;
  blocks: boolean;
  deadlines: { event: string; date: string | null; state: string; rule: string; basis: object }[];
  allowedActions: AllowedAction[];
}
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const SEVEN_DAYS = {
  document: '中华人民共和国政府采购法(2014修正)',
  article: '第五十二条; 条例第五十三条; 94号令第十条',
  confidence: 'A',
};
const UPHELD = { result: 'upheld', affectsResult: true, reason: '评审错误' };

describe('what is asked for against a purchase', () => {
  let app: TestApp;
  let parties: Parties;
  let rival: TestAccount;
  let rivalBody: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    rivalBody = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
    rival = await makeUser(app, 'agency_manager', rivalBody);
  });
  afterAll(() => app.close());
  const recent = { decidedOn: '2025-12-18', publishedOn: '2025-12-19' };
  const awarded = (award: object = recent, known: object = {}, facts: object[] = []) =>
    Contracting.awarded(app, parties, known, award, facts);
  const drafted = async (): Promise<Contracting> => {
    const { award } = await awarded();
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({
        award,
        standards: [{ no: 1, text: '上门服务' }],
        payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }],
      })
      .expect(201);
    return new Contracting(app, parties, (made.body as { id: string }).id);
  };
  const file = (kind: Kind, body: object, by = rival) =>
    app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, ...body });
  const challenge = async (tender: string, more: object = {}, by = rival): Promise<Remedy> => {
    const answer = await file('challenges', { tender, stage: 'result', ...more }, by);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const read = async (kind: Kind, id: string, by = parties.bureau.officer): Promise<Remedy> =>
    (await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth).expect(200)).body as Remedy;
  const act = async (kind: Kind, id: string, action: string, body: object, by: TestAccount) => {
    const seen = await app.http.get(`/api/v1/${kind}/${id}`).set(by.auth);
    const version = (seen.body as { version?: number }).version ?? 1;
    return app.http
      .post(`/api/v1/${kind}/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  };

  describe('a challenge', () => {
    it('is received with its clocks, and is the business of those it concerns', async () => {
      const { tender } = await awarded();
      const made = await file('challenges', { tender, lot: 1, stage: 'result' });
      expect([made.status, made.headers.location]).toEqual([201, `/api/v1/challenges/${made.body.id}`]);
      expect(made.body).toMatchObject({
        state: 'received',
        scope: 'in_scope',
        lastDay: '2025-12-31',
        blocks: true,
        challenger: rivalBody,
        lot: 1,
        allowedActions: [{ action: 'withdraw' }],
        basis: null,
        deadlines: [
          { event: 'challenge_closed', date: '2025-12-31', rule: 'CHALLENGE-7WD', state: 'met' },
          { event: 'challenge_answered', date: '2025-12-31', rule: 'CHALLENGE-REPLY-7WD', state: 'due' },
          { event: 'complaint_closed', date: '2026-01-22', rule: 'COMPLAINT-15WD', state: 'future' },
        ],
      });
      const { id } = made.body as Remedy;
      const allowed = actionNames((await read('challenges', id)).allowedActions);
      expect(allowed).toEqual(['answer', 'set_aside', 'state_no_effect']);
      expect((await read('challenges', id, parties.bureau.finance)).allowedActions).toEqual([]);
      // Neither the winner nor another bureau hears of it.
      for (const stranger of [parties.manager, await makeUser(app, 'bureau_officer')])
        expect((await app.http.get(`/api/v1/challenges/${id}`).set(stranger.auth)).status).toBe(404);
      const list = await app.http.get(`/api/v1/challenges?tender=${tender}&state=received`).set(rival.auth).expect(200);
      expect((list.body as { items: Remedy[] }).items.map((c) => c.id)).toEqual([id]);
      expect((await file('challenges', { tender, stage: 'result' }, parties.bureau.officer)).status).toBe(403);
      expect(said(await file('challenges', { tender, lot: 9, stage: 'result' })).slice(0, 2)).toEqual([
        422,
        'lot_unknown',
      ]);
      expect((await file('challenges', { tender: randomUUID(), stage: 'result' })).status).toBe(404);
      expect((await act('challenges', id, 'answer', UPHELD, rival)).body.code).toBe('not_permitted');
      expect((await act('challenges', id, 'withdraw', {}, rival)).body.state).toBe('withdrawn');
      expect((await act('challenges', id, 'withdraw', {}, rival)).body.code).toBe('wrong_state');
    });

    it('out of time is received all the same, blocks nothing and is set aside with its basis', async () => {
      const { tender } = await awarded({ decidedOn: '2025-12-01', publishedOn: '2025-12-02' });
      const late = await challenge(tender);
      const seven = { rule: 'CHALLENGE-7WD', basis: SEVEN_DAYS };
      expect(late).toMatchObject({ state: 'received', scope: 'late', lastDay: '2025-12-12', blocks: false });
      expect(late.basis).toEqual({ rule: 'CHALLENGE-7WD', ...SEVEN_DAYS });
      expect(late.deadlines[0]).toEqual({
        event: 'challenge_closed',
        date: '2025-12-12',
        state: 'missed',
        ...seven,
      });
      const aside = (id: string) =>
        act('challenges', id, 'set-aside', { reason: '已超过七个工作日' }, parties.bureau.officer);
      const other = await awarded();
      const own = await challenge(other.tender);
      expect(said(await aside(own.id)).slice(0, 2)).toEqual([422, 'challenge_in_scope']);
      expect((await aside(late.id)).body).toMatchObject({
        state: 'out_of_scope',
        answer: '已超过七个工作日',
        basis: seven.basis,
        deadlines: [{ event: 'challenge_closed', date: '2025-12-12', state: 'missed' }, {}, {}],
      });
    });

    it('to a step that it does not date counts from the end of the procedure, which is told at the latest then', async () => {
      const { tender } = await awarded({ decidedOn: '2025-12-01', publishedOn: '2025-12-02' });
      const late = await challenge(tender, { stage: 'process' });
      expect(late).toMatchObject({ scope: 'late', lastDay: '2025-12-12', blocks: false });
      const day = async (publishedOn: string) => {
        const made = await awarded({ decidedOn: publishedOn, publishedOn });
        return (await challenge(made.tender, { stage: 'process' })).scope;
      };
      // The notice of a result stands for a working day, and seven follow: today is the last of them, or the first too late.
      expect([await day('2025-12-10'), await day('2025-12-09')]).toEqual(['in_scope', 'late']);
      const documents = await challenge(tender, { stage: 'documents' });
      expect(documents).toMatchObject({ scope: 'late', blocks: false });
      const failed = (publishedOn: string) => ({
        kind: 'failure',
        lot: 2,
        data: { on: publishedOn, publishedOn },
        source: { kind: 'notice', publishedOn, reference: randomUUID() },
      });
      const lots = { lots: [{ no: 1 }, { no: 2 }] };
      const over = await awarded({ decidedOn: '2025-12-01', publishedOn: '2025-12-02' }, lots, [failed('2025-12-19')]);
      expect(await challenge(over.tender, { stage: 'process' })).toMatchObject({
        scope: 'in_scope',
        lastDay: '2025-12-31',
      });
      expect((await challenge(over.tender, { stage: 'process', lot: 1 })).scope).toBe('late');
    });

    it('to a step is in time by its own word only where no record tells that it was known earlier', async () => {
      const { tender } = await awarded({ decidedOn: '2025-12-01', publishedOn: '2025-12-02' });
      const claimed = (knownOn: string, of = tender) => challenge(of, { stage: 'process', knownOn });
      // The procedure was over, and everybody was told; what was known earlier counts from then.
      for (const [knownOn, lastDay] of [
        ['2025-12-22', '2025-12-12'],
        ['2025-12-04', '2025-12-12'],
        ['2025-12-03', '2025-12-12'],
        ['2025-12-02', '2025-12-11'],
      ] as const)
        expect(await claimed(knownOn)).toMatchObject({ scope: 'late', lastDay, blocks: false, knownOn });
      const { id } = await claimed('2025-12-22');
      const words = { reason: '采购程序早已结束' };
      expect((await act('challenges', id, 'set-aside', words, parties.bureau.officer)).body.state).toBe('out_of_scope');
      const recently = await awarded();
      expect(await claimed('2025-12-22', recently.tender)).toMatchObject({ scope: 'in_scope', lastDay: '2025-12-31' });
      expect((await claimed('2025-12-10', recently.tender)).scope).toBe('late');
      // While it goes on, nothing on record speaks against the day.
      const open = await awarded(recent, { lots: [{ no: 1 }, { no: 2 }] });
      expect(await claimed('2025-12-22', open.tender)).toMatchObject({ scope: 'in_scope', lastDay: '2025-12-31' });
      expect((await claimed('2025-12-10', open.tender)).scope).toBe('late');
      for (const stage of ['process', 'documents', 'result']) {
        const future = await file('challenges', { tender, stage, knownOn: '2025-12-23' });
        expect([future.status, future.body.code, future.body.errors[0].pointer]).toEqual([
          422,
          'dated_in_future',
          '/knownOn',
        ]);
      }
    });

    it('that nothing dates blocks until its buyer determines the day, and is set aside by it', async () => {
      const lots = { lots: [{ no: 1 }, { no: 2 }] };
      const { tender } = await awarded({ decidedOn: '2025-12-01', publishedOn: '2025-12-02' }, lots);
      // The second lot goes on: any of its steps may be meant.
      const open = await challenge(tender, { stage: 'process' });
      expect(open).toMatchObject({ scope: 'undetermined', lastDay: null, blocks: true, basis: null });
      expect(open.deadlines[0]).toMatchObject({ event: 'challenge_closed', date: null, state: 'uncertain' });
      const aside = (knownOn?: string, id = open.id) =>
        act(
          'challenges',
          id,
          'set-aside',
          { reason: '已超过期限', ...(knownOn && { knownOn }) },
          parties.bureau.officer,
        );
      expect(said(await aside())).toEqual([422, 'challenge_in_scope', null, ['/knownOn']]);
      const inTime = await aside('2025-12-11');
      expect([inTime.status, inTime.body.code, inTime.body.facts]).toEqual([
        422,
        'challenge_in_scope',
        { received: '2025-12-22', lastDay: '2025-12-22' },
      ]);
      expect((await aside('2025-12-10')).body).toMatchObject({
        state: 'out_of_scope',
        scope: 'late',
        knownOn: '2025-12-10',
        lastDay: '2025-12-19',
        basis: SEVEN_DAYS,
        deadlines: [{ event: 'challenge_closed', date: '2025-12-19', state: 'missed' }, {}, {}],
      });
      const dated = await challenge(tender, { stage: 'process', knownOn: '2025-12-19' });
      expect((await aside('2025-12-01', dated.id)).body.errors[0].pointer).toBe('/knownOn');
      const merits = await challenge(tender, { stage: 'process' });
      const answer = { result: 'not_upheld', reason: '评审符合规定' };
      expect((await act('challenges', merits.id, 'answer', answer, parties.bureau.officer)).body.state).toBe(
        'answered',
      );
    });

    it('is out of scope from who took no part, where every bidder is on record', async () => {
      const bids = [
        {
          kind: 'bid',
          lot: 1,
          data: { bidder: { organisation: parties.agency }, price: '180000.00' },
          source: { kind: 'statement' },
        },
      ];
      const { tender } = await awarded({ ...recent, bidCount: 1 }, {}, bids);
      const stranger = await challenge(tender);
      expect(stranger).toMatchObject({ scope: 'took_no_part', blocks: false, lastDay: '2025-12-31' });
      expect(stranger.basis).toEqual({
        rule: 'CHALLENGE-STANDING',
        document: '政府采购质疑和投诉办法(财政部令第94号)',
        article: '第十一条',
        confidence: 'B',
      });
      expect(stranger.deadlines[0]).toMatchObject({ event: 'challenge_closed', date: '2025-12-31', state: 'met' });
      expect((await challenge(tender, { stage: 'documents', knownOn: '2025-12-19' })).scope).toBe('in_scope');
      const some = await awarded({ ...recent, bidCount: 2 }, {}, bids);
      expect((await challenge(some.tender)).scope).toBe('in_scope');
    });

    it('stands in the way of signing until it is answered, or cannot affect the result', async () => {
      const contract = await drafted();
      const { tender } = await contract.read();
      const first = await challenge(tender);
      const refused = await contract.sign(parties.manager);
      expect([...said(refused).slice(0, 3), refused.body.facts]).toEqual([
        422,
        'challenge_open',
        'CHALLENGE-HOLD-SIGN',
        { challenges: [first.id] },
      ]);
      const none = await act(
        'challenges',
        first.id,
        'state-no-effect',
        { reason: '只涉及公告措辞' },
        parties.bureau.officer,
      );
      expect(none.body).toMatchObject({ state: 'received', blocks: false });
      expect((await contract.sign(parties.manager)).status).toBe(200);
      const second = await challenge(tender);
      expect((await contract.sign(parties.bureau.approver)).body.code).toBe('challenge_open');
      expect((await act('challenges', second.id, 'answer', { reason: 'x' }, parties.bureau.officer)).status).toBe(400);
      const half = { result: 'upheld', reason: 'x' };
      expect((await act('challenges', second.id, 'answer', half, parties.bureau.officer)).body.errors[0].pointer).toBe(
        '/affectsResult',
      );
      const answer = { result: 'not_upheld', reason: '评审符合规定' };
      const answered = await act('challenges', second.id, 'answer', answer, parties.bureau.officer);
      expect(answered.body).toMatchObject({
        state: 'answered',
        result: 'not_upheld',
        deadlines: [{ state: 'met' }, { state: 'met' }, {}],
      });
      const owed = await act('challenges', second.id, 'record-remedy', { reason: 'x' }, parties.bureau.officer);
      expect(said(owed).slice(0, 2)).toEqual([422, 'remedy_not_owed']);
      expect((await contract.sign(parties.bureau.approver)).body.state).toBe('signed');
    });

    it('halts what was signed; it goes on when what followed is on record', async () => {
      const contract = await drafted();
      const { tender } = await contract.signBoth();
      const { id } = await challenge(tender);
      const halted = await contract.read();
      expect(halted).toMatchObject({ state: 'halted', here: { haltedFrom: 'signed', haltGround: 'challenge' } });
      expect((await contract.act('resume')).body.code).toBe('challenge_open');
      await act('challenges', id, 'answer', UPHELD, parties.bureau.officer);
      const owed = await contract.act('resume');
      expect([owed.status, owed.body.code, owed.body.facts]).toEqual([422, 'remedy_unapplied', { remedies: [id] }]);
      await act('challenges', id, 'record-remedy', { reason: '复核后排名不变' }, parties.bureau.officer);
      expect((await contract.must('resume')).state).toBe('signed');
      const [row] = await app.dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM audit_entry WHERE aggregate_id = $1 AND action = 'halt_for_challenge'`,
        [contract.id],
      );
      expect(row?.n).toBe(1);
    });

    it('that came before a contract was taken over keeps it from being started', async () => {
      const taken = async (given?: object) => {
        const signed = { signedOn: '2025-12-20', window: { start: '2025-12-21', end: '2026-12-20' } };
        const contract = await Contracting.recorded(app, parties, signed, {}, recent);
        const { tender } = await contract.read();
        const { id } = await challenge(tender, { stage: 'process', knownOn: '2025-12-19' });
        if (given) await act('challenges', id, 'answer', given, parties.bureau.officer);
        await contract.must('take-over', { content: CONTENT });
        return { contract, id };
      };
      const open = await taken();
      const refused = await open.contract.act('start');
      expect([...said(refused).slice(0, 3), refused.body.facts]).toEqual([
        422,
        'challenge_open',
        'CHALLENGE-HOLD-SIGN',
        { challenges: [open.id] },
      ]);
      await act('challenges', open.id, 'state-no-effect', { reason: '只涉及公告措辞' }, parties.bureau.officer);
      expect((await open.contract.must('start')).state).toBe('active');
      const owed = await taken(UPHELD);
      const held = await owed.contract.act('start');
      expect([held.status, held.body.code, held.body.facts]).toEqual([
        422,
        'remedy_unapplied',
        { remedies: [owed.id] },
      ]);
      await act('challenges', owed.id, 'record-remedy', { reason: '复核后排名不变' }, parties.bureau.officer);
      expect((await owed.contract.must('start')).state).toBe('active');
    });

    it('and a signature at the same moment, 20 rounds: never signed under it, never lost', async () => {
      for (let round = 0; round < 20; round++) {
        const contract = await drafted();
        await contract.sign(parties.manager);
        const { version, here, tender } = await contract.read();
        const [sign, filed] = await Promise.all([
          contract.post('actions/sign', { hash: here.contentHash }, parties.bureau.approver, version),
          file('challenges', { tender, stage: 'result' }),
        ]);
        expect([round, filed.status]).toEqual([round, 201]);
        const state = (await contract.read()).state;
        expect([sign.status, state]).toEqual(sign.status === 200 ? [200, 'halted'] : [422, 'draft']);
      }
    });
  });

  describe('a complaint', () => {
    const answered = async (tender: string, by = rival): Promise<string> => {
      const { id } = await challenge(tender, {}, by);
      await act('challenges', id, 'answer', { result: 'not_upheld', reason: '不成立' }, parties.bureau.officer);
      return id;
    };
    const complaint = async (tender: string, more: object = {}): Promise<Remedy> => {
      const answer = await file('complaints', { tender, ...more });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.body as Remedy;
    };
    const finance = (id: string, action: string, body: object = {}) =>
      act('complaints', id, action, body, parties.bureau.finance);

    it('follows a challenge, is corrected, and is accepted by the authority of its region', async () => {
      const { tender } = await awarded();
      const bare = await complaint(tender);
      expect(actionNames(bare.allowedActions)).toEqual(['withdraw']);
      expect(said(await finance(bare.id, 'accept')).slice(0, 2)).toEqual([422, 'complaint_without_challenge']);
      const open = await challenge(tender);
      const early = await complaint(tender, { challenge: open.id });
      expect((await finance(early.id, 'accept')).body.code).toBe('complaint_without_challenge');
      await act('challenges', open.id, 'answer', { result: 'not_upheld', reason: '不成立' }, parties.bureau.officer);
      expect((await act('complaints', early.id, 'accept', {}, parties.bureau.officer)).body.code).toBe('not_permitted');
      const far = await makeUser(
        app,
        'finance_authority',
        await makeBody(app, { kind: 'finance_authority', region: '990204' }),
      );
      expect((await app.http.get(`/api/v1/complaints/${early.id}`).set(far.auth)).status).toBe(404);
      await finance(early.id, 'ask-correction', { reason: '请补充证据' });
      expect((await finance(early.id, 'accept')).body.code).toBe('correction_open');
      expect((await act('complaints', early.id, 'correct', { ...WORDS, reason: '补' }, rival)).body.state).toBe(
        'to_correct',
      );
      expect((await finance(early.id, 'accept')).body.state).toBe('accepted');
      expect((await act('complaints', early.id, 'withdraw', {}, rival)).body.state).toBe('withdrawn');
      expect((await file('complaints', { tender, challenge: randomUUID() })).status).toBe(404);
      const { body } = await app.http.get(`/api/v1/complaints?tender=${tender}`).set(parties.bureau.finance.auth);
      expect((body as { items: Remedy[] }).items).toHaveLength(2);
    });

    it('does not go beyond its challenge, and is decided once', async () => {
      const { tender } = await awarded(recent, { lots: [{ no: 1 }, { no: 2 }] });
      const { id: about } = await challenge(tender, { lot: 1 });
      await act('challenges', about, 'answer', { result: 'not_upheld', reason: '不成立' }, parties.bureau.officer);
      const beyond = await complaint(tender, { challenge: about, lot: 2 });
      expect((await finance(beyond.id, 'accept')).body.code).toBe('complaint_beyond_challenge');
      const refuse = (ground: string) => finance(beyond.id, 'refuse', { reason: '超出范围', ground });
      expect(said(await refuse('weather')).slice(0, 2)).toEqual([422, 'refusal_ground_missing']);
      expect((await refuse('weather')).body.errors[0].text).toMatch(/^One of: not_challenged, late, /);
      expect((await refuse('not_challenged')).body).toMatchObject({
        state: 'refused',
        refusalGround: 'not_challenged',
      });
      const first = await complaint(tender, { challenge: about, lot: 1 });
      const second = await complaint(tender, { challenge: about, lot: 1 });
      for (const action of ['accept', 'send-copies']) await finance(first.id, action);
      expect(said(await finance(second.id, 'accept')).slice(0, 2)).toEqual([422, 'complaint_decided_already']);
      const decision = { result: 'rejected', effect: 'none', reference: '财决〔2025〕1号', reason: '缺乏事实依据' };
      expect((await finance(first.id, 'decide', decision)).body.state).toBe('decided');
      expect((await finance(second.id, 'accept')).body.code).toBe('complaint_decided_already');
    });

    it('is dealt with once where two are accepted at once; what is withdrawn makes way for the other', async () => {
      const { tender } = await awarded();
      const { id: about } = await challenge(tender);
      await act('challenges', about, 'answer', { result: 'not_upheld', reason: '不成立' }, parties.bureau.officer);
      const both = [await complaint(tender, { challenge: about }), await complaint(tender, { challenge: about })];
      const answers = await Promise.all(both.map(({ id }) => finance(id, 'accept')));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
      const accepted = answers.findIndex(({ status }) => status === 200);
      const [one, other] = [both[accepted]?.id ?? '', both[1 - accepted]?.id ?? ''];
      expect((await finance(other, 'accept')).body).toMatchObject({
        code: 'complaint_decided_already',
        facts: { complaint: one },
      });
      expect((await act('complaints', one, 'withdraw', {}, rival)).status).toBe(200);
      expect((await finance(other, 'accept')).body).toMatchObject({ state: 'accepted' });
    });

    it('is decided with an effect that the law gives, which then holds up the contract', async () => {
      const contract = await drafted();
      const { tender } = await contract.read();
      const { id } = await complaint(tender, { challenge: await answered(tender) });
      for (const action of ['accept', 'send-copies']) await finance(id, action);
      const decide = (effect: string) =>
        finance(id, 'decide', { result: 'upheld', effect, reference: '财决〔2025〕2号', reason: '评审违法' });
      expect((await finance(id, 'decide', { reason: 'x' })).status).toBe(400);
      expect((await finance(id, 'end-appraisal')).body.code).toBe('appraisal_not_running');
      await finance(id, 'begin-appraisal', { reason: '专家评审' });
      expect((await finance(id, 'begin-appraisal', { reason: '再次评审' })).body.code).toBe('appraisal_running');
      expect((await decide('next_rank')).body.code).toBe('appraisal_running');
      await finance(id, 'end-appraisal');
      expect((await finance(id, 'begin-appraisal', { reason: '再次评审' })).status).toBe(200);
      await finance(id, 'end-appraisal');
      const unlawful = await decide('rescind_contract');
      expect([unlawful.status, unlawful.body.code, unlawful.body.facts]).toEqual([
        422,
        'effect_not_lawful',
        { stage: 'result', points: [{ lot: 1, point: 'result' }], effects: ['next_rank', 'new_round'] },
      ]);
      expect((await decide('next_rank')).body).toMatchObject({ state: 'decided', effect: 'next_rank' });
      expect((await contract.sign(parties.manager)).body.code).toBe('remedy_unapplied');
      const applied = { reason: '已按顺位重新确定' };
      expect((await act('complaints', id, 'record-remedy', applied, parties.bureau.finance)).body.code).toBe(
        'not_permitted',
      );
      expect((await act('complaints', id, 'record-remedy', applied, parties.bureau.officer)).status).toBe(200);
      const owed = await act('complaints', id, 'record-remedy', applied, parties.bureau.officer);
      expect(owed.body.code).toBe('remedy_not_owed');
      expect((await contract.sign(parties.manager)).status).toBe(200);
    });

    it('of a challenge that nobody answered counts from the end of the seven days, without what does not count', async () => {
      const { tender } = await awarded();
      const { id: silent } = await challenge(tender);
      const { id } = await complaint(tender, { challenge: silent });
      const due = (await read('complaints', id, rival)).deadlines.at(-1);
      expect(due).toMatchObject({ event: 'complaint_decided', rule: 'COMPLAINT-DECIDE-30WD', state: 'due' });
      await finance(id, 'ask-correction', { reason: '补正' });
      await startBusinessAt(app, '2026-01-04T09:00:00+08:00');
      expect((await finance(id, 'accept')).body.code).toBe('correction_open');
      await act('complaints', id, 'correct', { ...WORDS, reason: '补' }, rival);
      const later = (await read('complaints', id, rival)).deadlines.at(-1);
      expect([due?.date, later?.date]).toEqual(['2026-02-03', '2026-02-13']);
      // Seven working days after 2025-12-22 ended on 2025-12-31.
      expect((await finance(id, 'accept')).body.state).toBe('accepted');
    });
  });
});
