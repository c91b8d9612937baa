import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, type Flag } from '../support/flag-desk.js';
import { ownTasks } from '../support/own-tasks.js';
import { setBusinessDay } from '../support/risk-world.js';

const SERVED = { by: 'post', on: '2018-01-10', reference: '挂号信 XA-17' };

describe('a body that a flag is about and that has nobody here', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let absent: string;
  let flag: Flag;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    absent = await makeBody(app, { region: '990203', kind: 'agency' });
    flag = await desk.raise({ supplier: absent });
  });
  afterAll(() => app.close());

  const refusal = async (action: string, body: object): Promise<unknown> => {
    const before = await desk.read(flag.id);
    const { body: said } = await desk.act(before, action, body);
    expect(await desk.read(flag.id)).toEqual(before);
    return said;
  };
  const findAsk = ({ asked }: Flag) => asked.find(({ organisation }) => organisation === absent);

  it('is not heard by days that pass', async () => {
    await desk.done(flag, 'assign', { askOrganisations: [desk.buyer, absent] });
    await setBusinessDay(app, '2018-01-21');
    expect(await refusal('confirm', REASONED)).toMatchObject({
      code: 'body_not_heard',
      errors: [{ pointer: `/organisations/${absent}`, code: 'not_reached' }],
    });
  });

  it('is served on a day that has come, and is named for it', async () => {
    for (const given of [
      { askOrganisations: [absent], served: { ...SERVED, on: '2018-01-22' } },
      { assignee: desk.supervisor.id, served: SERVED },
    ])
      expect(await refusal('assign', given)).toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '/served', code: 'not_served' }],
      });
    expect(await refusal('assign', { askOrganisations: [absent], served: { ...SERVED, by: 'told' } })).toMatchObject({
      errors: [{ pointer: '/served/by' }],
    });
  });

  it('has its days once it is on record how it was asked, and is heard when they are over', async () => {
    flag = await desk.done(await desk.read(flag.id), 'assign', { askOrganisations: [absent], served: SERVED });
    expect(findAsk(flag)).toMatchObject({ served: SERVED, dueOn: '2018-01-31' });
    expect(flag.history.at(-1)?.data).toMatchObject({ asked: [absent], served: SERVED });
    expect(await refusal('confirm', REASONED)).toMatchObject({ errors: [{ code: 'not_answered' }] });
    await setBusinessDay(app, '2018-02-01');
    flag = await desk.done(flag, 'confirm', REASONED);
    expect(flag.state).toBe('confirmed');
  });

  it('is served anew once the flag is opened again', async () => {
    flag = await desk.raise({ supplier: absent });
    const served = { ...SERVED, on: '2018-02-01' };
    flag = await desk.done(flag, 'assign', { askOrganisations: [desk.buyer, absent], served });
    flag = await desk.done(flag, 'explain', { reason: '拨款晚' });
    flag = await desk.done(flag, 'reopen', { reason: '复核' });
    expect(findAsk(flag)).toMatchObject({ served: null });
    await setBusinessDay(app, '2018-02-20');
    expect(await refusal('confirm', REASONED)).toMatchObject({
      errors: [{ code: 'not_reached' }],
    });
  });
});

describe('a body whose seats may not answer a flag', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(() => app.close());

  const askTask = async ({ id }: Flag) =>
    (await ownTasks(app, desk.supervisor, 'flag_heard')).find((task) => task.id === id)?.action?.href;

  it('is reached by none of them: its days run once it was served, which the task asks for', async () => {
    const silent: { body: string; flag: Flag }[] = [];
    for (const role of ['agency_worker', 'integrator'] as const) {
      const body = await makeBody(app, { region: '990203', kind: 'agency' });
      await makeAccount(app, { role, organisation: body });
      const flag = await desk.raise({ supplier: body });
      await desk.done(flag, 'assign', { assignee: desk.supervisor.id, askOrganisations: [desk.buyer, body] });
      await desk.done(await desk.read(flag.id), 'respond', { reason: '拨款晚' }, desk.officer);
      silent.push({ body, flag: await desk.read(flag.id) });
    }
    await setBusinessDay(app, '2018-01-21');
    for (const { body, flag } of silent) {
      expect((await desk.act(flag, 'confirm', REASONED)).body).toMatchObject({
        code: 'body_not_heard',
        errors: [{ pointer: `/organisations/${body}`, code: 'not_reached' }],
      });
      expect(await askTask(flag)).toMatch(/\/assign$/);
      await desk.done(flag, 'assign', { askOrganisations: [body], served: SERVED });
    }
    await setBusinessDay(app, '2018-02-01');
    for (const { flag } of silent) {
      expect(await askTask(flag)).toMatch(/\/confirm$/);
      expect((await desk.done(await desk.read(flag.id), 'confirm', REASONED)).state).toBe('confirmed');
    }
  });
});
