import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, type Flag } from '../support/flag-desk.js';
import { ownTasks } from '../support/own-tasks.js';
import { setBusinessDay } from '../support/risk-world.js';

const SERVED = { by: 'post', on: '2018-01-10', reference: '挂号信 XA-17' };
const ANSWER = { reason: '拨款到账较晚，服务期相应顺延' };
const LETTER = { receivedOn: '2018-01-12', reference: '收文〔2018〕7号' };

describe('a body that was asked otherwise and has nobody here', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let absent: string;
  let [second, third, fourth, tied]: TestAccount[] = [];
  let flag: Flag;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    absent = await makeBody(app, { region: '990203', kind: 'agency' });
    const authority = await makeBody(app, { region: '990200' });
    [second, third, fourth, tied] = [
      await makeUser(app, 'supervisor', authority),
      await makeUser(app, 'finance_authority', authority),
      await makeUser(app, 'supervisor', authority),
      // Sits in the buyer too, and may not speak for it.
      await makeAccount(
        app,
        { role: 'supervisor', organisation: authority },
        { role: 'integrator', organisation: desk.buyer },
      ),
    ];
    flag = await ask(await desk.raise({ supplier: absent }));
  });
  afterAll(() => app.close());

  const ask = (of: Flag, bodies = [desk.buyer, absent], served: object = SERVED) =>
    desk.done(of, 'assign', { assignee: desk.supervisor.id, askOrganisations: bodies, served });
  const refusal = async (action: string, body: object, by?: TestAccount): Promise<unknown> => {
    const before = await desk.read(flag.id);
    const answer = await desk.act(before, action, body, by);
    expect(await desk.read(flag.id)).toEqual(before);
    return answer.body;
  };
  const refused = (code: string, pointer: string, fault: string = code) => ({
    code,
    errors: [{ pointer, code: fault }],
  });
  const onPaper = (paper: object = {}, organisation = absent) => ({
    ...ANSWER,
    organisation,
    paper: { ...LETTER, ...paper },
  });
  const hasTask = async (kind: string, by: TestAccount | undefined): Promise<boolean> =>
    (await ownTasks(app, by as TestAccount, kind)).some(({ id }) => id === flag.id);

  it('answers by a letter, which who works the flag records as what it is', async () => {
    expect(actionNames(flag.allowedActions)).toContain('respond');
    await setBusinessDay(app, '2018-01-15');
    const day = '/paper/receivedOn';
    expect(await refusal('respond', ANSWER)).toMatchObject(refused('statement_not_on_paper', '/paper', 'required'));
    const { organisation: _, ...unnamed } = onPaper();
    expect(await refusal('respond', unnamed)).toMatchObject(refused('body_not_named', '/organisation', 'required'));
    // The buyer has an account that may answer, however it was asked.
    expect(await refusal('respond', onPaper({}, desk.buyer))).toMatchObject(
      refused('body_not_named', '/organisation', 'not_allowed_value'),
    );
    expect(await refusal('respond', onPaper({ receivedOn: '2018-01-16' }))).toMatchObject(
      refused('dated_in_future', day),
    );
    expect(await refusal('respond', onPaper({ receivedOn: '2018-01-09' }))).toMatchObject(
      refused('received_before_event', day),
    );
    expect(await refusal('respond', { ...ANSWER, paper: LETTER }, desk.officer)).toMatchObject(
      refused('statement_not_on_paper', '/paper', 'not_allowed_value'),
    );
    expect(await refusal('respond', onPaper(), tied)).toMatchObject({ code: 'flag_about_own_body' });
    const many = app.http.post('/api/v1/risk/flags/actions/respond').set(desk.supervisor.auth);
    await many.send({ ids: [flag.id], ...ANSWER }).expect(403);

    flag = await desk.done(await desk.read(flag.id), 'respond', onPaper());
    expect(flag.asked.find(({ organisation }) => organisation === absent)).toMatchObject({
      answeredAt: expect.any(String),
    });
    expect(flag.history.at(-1)).toMatchObject({
      action: 'respond',
      organisation: absent,
      by: desk.supervisor.id,
      paper: LETTER,
      reason: ANSWER.reason,
    });
    flag = await desk.done(flag, 'respond', ANSWER, desk.officer);
    expect(flag.history.at(-1)).toMatchObject({ action: 'respond', paper: null });
    const report = app.http.get(`/api/v1/risk/flags/${flag.id}/report?format=html&lang=en`).set(desk.supervisor.auth);
    expect((await report.expect(200)).text).toContain('On paper, entered by the authority; received: 2018-01-12');
  });

  it('is decided about by another person than the one who recorded it, who has the task', async () => {
    expect(await refusal('confirm', REASONED)).toMatchObject({ code: 'recorder_decides' });
    expect([await hasTask('flag_heard', desk.supervisor), await hasTask('flag_heard', second)]).toEqual([false, true]);
    flag = await desk.done(await desk.read(flag.id), 'confirm', REASONED, second);
    expect(flag).toMatchObject({ state: 'confirmed', appealUntil: '2018-01-30' });
  });

  it('appeals by a letter that came in time, and yet another person decides', async () => {
    await setBusinessDay(app, '2018-02-03');
    expect(actionNames((await desk.read(flag.id, third)).allowedActions)).toContain('appeal');
    for (const [receivedOn, code] of [
      ['2018-02-04', 'dated_in_future'],
      ['2018-01-14', 'received_before_event'],
      ['2018-01-31', 'flag_appeal_too_late'],
    ])
      expect(await refusal('appeal', onPaper({ receivedOn }), third)).toMatchObject({ code });
    expect(await refusal('appeal', { ...ANSWER, organisation: absent }, third)).toMatchObject(
      refused('statement_not_on_paper', '/paper', 'required'),
    );
    expect(await refusal('appeal', onPaper({ receivedOn: '2018-01-30' }), tied)).toMatchObject({
      code: 'flag_about_own_body',
    });
    flag = await desk.done(await desk.read(flag.id), 'appeal', onPaper({ receivedOn: '2018-01-30' }), third);
    expect(flag.state).toBe('appealed');
    expect(flag.history.at(-1)).toMatchObject({ action: 'appeal', paper: { ...LETTER, receivedOn: '2018-01-30' } });
    for (const by of [desk.supervisor, third])
      for (const decide of ['uphold', 'overturn'])
        expect(await refusal(decide, REASONED, by)).toMatchObject({ code: 'recorder_decides' });
    expect(await refusal('uphold', REASONED, second)).toMatchObject({ code: 'decided_by_you' });
    expect([await hasTask('flag_appeal', third), await hasTask('flag_appeal', fourth)]).toEqual([false, true]);
    flag = await desk.done(await desk.read(flag.id), 'uphold', REASONED, fourth);
    expect(await refusal('appeal', onPaper({ receivedOn: '2018-01-30' }), third)).toMatchObject({
      code: 'flag_appealed_already',
    });
  });

  it('is told to be right by another person than the one who recorded its appeal', async () => {
    const served = { ...SERVED, on: '2018-02-03' };
    const came = onPaper({ receivedOn: served.on });
    flag = await ask(await desk.raise({ supplier: absent }), [desk.buyer, absent], served);
    flag = await desk.done(flag, 'respond', came);
    flag = await desk.done(flag, 'respond', ANSWER, desk.officer);
    flag = await desk.done(flag, 'confirm', REASONED, second);
    flag = await desk.done(flag, 'appeal', came, third);
    expect(await refusal('overturn', REASONED, third)).toMatchObject({ code: 'recorder_decides' });
    expect((await desk.done(flag, 'overturn', REASONED, fourth)).state).toBe('dismissed');
  });

  it('frees who recorded its answer once it is asked anew, and speaks here once it has an account that may answer', async () => {
    flag = await ask(await desk.raise({ supplier: absent }), [desk.buyer, absent], { ...SERVED, on: '2018-02-03' });
    flag = await desk.done(flag, 'respond', onPaper({ receivedOn: '2018-02-03' }));
    flag = await ask(flag, [absent], { ...SERVED, on: '2018-02-03' });
    await setBusinessDay(app, '2018-02-20');
    const manager = await makeUser(app, 'agency_manager', absent);
    expect(await refusal('respond', onPaper({ receivedOn: '2018-02-20' }))).toMatchObject({ code: 'body_not_named' });
    const [seen] = (await desk.read(flag.id, manager)).history.filter(({ action }) => action === 'respond');
    expect(seen).toMatchObject({ by: null, superseded: true });
    flag = await desk.done(await desk.read(flag.id), 'confirm', REASONED);
    expect(flag.state).toBe('confirmed');
  });
});
