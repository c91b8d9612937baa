import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, creditCode, makeParties, said, type Parties } from '../support/contracts.js';
import { actOnRemedy } from '../support/lots.js';

interface Remedy {
  id: string;
  deadlines: { event: string; date: string | null; state: string }[];
}
type Kind = 'challenges' | 'complaints';
type Step = readonly [action: string, given: object, by: TestAccount];
const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };
const RECENT = { decidedOn: '2025-12-17', publishedOn: '2025-12-18' };
const OLD = { decidedOn: '2025-12-01', publishedOn: '2025-12-02' };
const ANSWER = { result: 'not_upheld', reason: '不成立' };
const DECISION = { result: 'rejected', effect: 'none', reference: '财决〔2025〕9号', reason: '缺乏事实依据' };
const TOMORROW = '2026-01-01';

describe('what was done on paper', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let second: TestAccount;
  let finance: TestAccount;
  let judge: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    // Wednesday, 31 December 2025.
    parties = await makeParties(app, '2025-12-31T09:00:00+08:00');
    ({ officer, finance } = parties.bureau);
    second = await makeUser(app, 'bureau_officer', parties.bureau.id);
    const authority = { kind: 'finance_authority', region: '9902', budgetLevel: 'municipal' };
    judge = await makeUser(app, 'finance_authority', await makeBody(app, authority));
  });
  afterAll(() => app.close());

  const supplier = () => makeBody(app, { kind: 'agency', creditCode: creditCode() });
  const awarded = async (result = RECENT) => (await Contracting.awarded(app, parties, {}, result)).tender;
  const paperOf = async (by: TestAccount, receivedOn: string) => ({ receivedOn, documents: [await upload(app, by)] });
  const send = async (kind: Kind, by: TestAccount, body: object): Promise<Remedy> => {
    const answer = await app.http
      .post(`/api/v1/${kind}`)
      .set(by.auth)
      .send({ ...WORDS, stage: 'result', ...body });
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body as Remedy;
  };
  const recorded = async (kind: Kind, by: TestAccount, day: string, body: object): Promise<Remedy> =>
    send(kind, by, { ...body, paper: await paperOf(by, day) });
  const act = (kind: Kind, id: string, [action, given, by]: Step) => actOnRemedy(app, kind, id, action, given, by);
  const taken = async (kind: Kind, id: string, step: Step): Promise<Remedy & Record<string, unknown>> => {
    const answer = await act(kind, id, step);
    expect([step[0], said(answer)[1], answer.status]).toEqual([step[0], undefined, 200]);
    return answer.body as Remedy & Record<string, unknown>;
  };
  /** Refused for tomorrow and for the day before the step before, and taken on its day. */
  const takenOn = async (
    kind: Kind,
    id: string,
    [action, given, by]: Step,
    [before, on]: readonly [string, string],
  ) => {
    for (const [code, day] of [
      ['dated_in_future', TOMORROW],
      ['done_before_step', before],
    ] as const)
      expect([action, ...said(await act(kind, id, [action, { ...given, on: day }, by]))]).toEqual([
        ...[action, 422, code, null, ['/on']],
      ]);
    return taken(kind, id, [action, { ...given, on }, by]);
  };
  const clocks = ({ deadlines }: Remedy) =>
    Object.fromEntries(deadlines.map((one) => [one.event, [one.date, one.state]]));
  const auditOf = async (id: string, action: string) => {
    const [entry] = await app.dataSource.query<{ said: string }[]>(
      `SELECT convert_from(canonical, 'UTF8') AS said FROM audit_entry WHERE aggregate_id = $1 AND action = $2`,
      [id, action],
    );
    return entry?.said;
  };

  it('with a challenge counts from the day on which it was done', async () => {
    const about = { tender: await awarded(), organisation: await supplier() };
    const { id } = await recorded('challenges', officer, '2025-12-19', about);
    await takenOn(
      'challenges',
      id,
      ['state-no-effect', { reason: '只涉及文字' }, second],
      ['2025-12-18', '2025-12-22'],
    );
    const answered = await takenOn('challenges', id, ['answer', ANSWER, second], ['2025-12-18', '2025-12-30']);
    // Seven working days from 19 December are over on the 30th.
    expect(answered).toMatchObject({ state: 'answered', answeredAt: '2025-12-30T15:59:59.999Z' });
    expect(clocks(answered)['challenge_answered']).toEqual(['2025-12-30', 'met']);
    expect(await auditOf(id, 'answer')).toContain('"on":"2025-12-30"');
    // What is not said was done when it was entered.
    const late = await recorded('challenges', officer, '2025-12-18', about);
    expect(clocks(await taken('challenges', late.id, ['answer', ANSWER, second]))['challenge_answered']).toEqual([
      ...['2025-12-29', 'missed'],
    ]);
    const old = await recorded('challenges', officer, '2025-12-15', { ...about, tender: await awarded(OLD) });
    const aside = ['set-aside', { reason: '逾期' }, second] as const;
    expect(await takenOn('challenges', old.id, aside, ['2025-12-14', '2025-12-16'])).toMatchObject({
      ...{ state: 'out_of_scope', answeredAt: '2025-12-16T15:59:59.999Z' },
    });
    // On the very day of its receipt it may be.
    const same = await recorded('challenges', officer, '2025-12-22', about);
    expect((await act('challenges', same.id, ['answer', { ...ANSWER, on: '2025-12-22' }, officer])).body).toMatchObject(
      {
        code: 'recorder_decides',
      },
    );
    await taken('challenges', same.id, ['answer', { ...ANSWER, on: '2025-12-22' }, second]);
  });

  it('with a complaint counts from its day at each step', async () => {
    const about = { tender: await awarded(), organisation: await supplier() };
    const { id: challenge } = await recorded('challenges', officer, '2025-12-18', about);
    await taken('challenges', challenge, ['answer', { ...ANSWER, on: '2025-12-19' }, second]);
    const { id } = await recorded('complaints', finance, '2025-12-22', { ...about, challenge });
    const on = (step: Step, days: readonly [string, string]) => takenOn('complaints', id, step, days);
    const reason = { reason: '请补交授权委托书' };
    expect(await on(['ask-correction', reason, finance], ['2025-12-21', '2025-12-23'])).toMatchObject({
      correctionAskedOn: '2025-12-23',
    });
    const came = { ...reason, paper: await paperOf(finance, '2025-12-24') };
    await taken('complaints', id, ['record-correction', came, finance]);
    expect(await on(['record-examination', {}, finance], ['2025-12-23', '2025-12-25'])).toMatchObject({
      examinedOn: '2025-12-25',
    });
    await on(['accept', {}, finance], ['2025-12-24', '2025-12-25']);
    const sent = await on(['send-copies', {}, finance], ['2025-12-24', '2025-12-26']);
    expect(sent).toMatchObject({ copiesSentOn: '2025-12-26' });
    expect(sent['notices']).toContainEqual(expect.objectContaining({ sentAt: '2025-12-26T15:59:59.999Z' }));
    await on(['begin-appraisal', reason, finance], ['2025-12-25', '2025-12-26']);
    const ended = await on(['end-appraisal', {}, finance], ['2025-12-25', '2025-12-29']);
    expect(ended['appraisals']).toEqual([{ from: '2025-12-26', to: '2025-12-29' }]);
    const decided = await on(['decide', DECISION, judge], ['2025-12-28', '2025-12-30']);
    expect(decided).toMatchObject({ state: 'decided', decidedAt: '2025-12-30T15:59:59.999Z' });
    // Thirty working days from 22 December, and two of correction and appraisal.
    expect(clocks(decided)).toMatchObject({
      complaint_examined: ['2025-12-29', 'met'],
      complaint_copies_sent: ['2026-01-06', 'met'],
      complaint_decided: ['2026-02-05', 'met'],
    });
    expect(await auditOf(id, 'decide')).toContain('"on":"2025-12-30"');
    // It was neither answered nor overdue on a day before its answer.
    const { id: slow } = await recorded('challenges', officer, '2025-12-19', about);
    await taken('challenges', slow, ['answer', { ...ANSWER, on: '2025-12-30' }, second]);
    const early = await recorded('complaints', finance, '2025-12-22', { ...about, challenge: slow });
    expect(said(await act('complaints', early.id, ['accept', { on: '2025-12-29' }, finance])).slice(0, 2)).toEqual([
      ...[422, 'complaint_without_challenge'],
    ]);
    await taken('complaints', early.id, ['accept', { on: '2025-12-30' }, finance]);
    const other = await recorded('complaints', finance, '2025-12-23', about);
    const refuse = ['refuse', { reason: '未经质疑', ground: 'not_challenged' }, judge] as const;
    expect(await takenOn('complaints', other.id, refuse, ['2025-12-22', '2025-12-24'])).toMatchObject({
      ...{ state: 'refused', refusedOn: '2025-12-24' },
    });
  });

  it('is said of nothing that was filed here, where it is done when it is entered', async () => {
    const manager = await makeUser(app, 'agency_manager', await supplier());
    const tender = await awarded();
    const here = async (kind: Kind, id: string, [action, given, by]: Step) => {
      const answer = await act(kind, id, [action, { ...given, on: '2025-12-31' }, by]);
      expect([action, ...said(answer)]).toEqual([action, 422, 'remedy_not_on_paper', null, ['/on']]);
      return taken(kind, id, [action, given, by]);
    };
    const { id: challenge } = await send('challenges', manager, { tender });
    await here('challenges', challenge, ['state-no-effect', { reason: '只涉及文字' }, officer]);
    expect(await here('challenges', challenge, ['answer', ANSWER, officer])).toMatchObject({ state: 'answered' });
    const late = await send('challenges', manager, { tender: await awarded(OLD) });
    await here('challenges', late.id, ['set-aside', { reason: '逾期' }, officer]);
    const { id } = await send('complaints', manager, { tender, challenge });
    const reason = { reason: '请补交授权委托书' };
    await here('complaints', id, ['ask-correction', reason, finance]);
    await taken('complaints', id, ['correct', { ...reason, grounds: '附授权委托书' }, manager]);
    for (const step of [
      ['record-examination', {}, finance],
      ['accept', {}, finance],
      ['send-copies', {}, finance],
      ['begin-appraisal', reason, finance],
      ['end-appraisal', {}, finance],
      ['decide', DECISION, finance],
    ] as const)
      await here('complaints', id, step);
    const other = await send('complaints', manager, { tender });
    await here('complaints', other.id, ['refuse', { reason: '未经质疑', ground: 'not_challenged' }, finance]);
  });
});
