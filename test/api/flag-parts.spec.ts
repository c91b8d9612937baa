import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, type Flag } from '../support/flag-desk.js';
import { setBusinessDay } from '../support/risk-world.js';

const ANSWER = { reason: '财政拨款到账较晚，服务期相应顺延' };
const UPHELD = { reason: '申诉未提供新的材料，合同服务期确为五个月', restsOn: ['window'] };

interface Party {
  body: string;
  manager: TestAccount;
}

describe('a flag whose cause goes on after its bodies were asked', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let second: TestAccount;
  let programme: string;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    second = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990200' }));
  });
  afterAll(() => app.close());
  let year = 2000;
  beforeEach(async () => {
    year += 1;
    programme = await desk.world.programme(desk.buyer, year, { code: 'x', name: { en: 'x', zh: 'x' }, steps: [] });
  });

  const join = async (): Promise<Party> => {
    const body = await makeBody(app, { kind: 'agency', region: '990203' });
    return { body, manager: await makeUser(app, 'agency_manager', body) };
  };
  const ask = (flag: Flag, ...bodies: string[]): Promise<Flag> =>
    desk.done(flag, 'assign', { askOrganisations: bodies });
  const answer = async (flag: Flag, ...by: TestAccount[]): Promise<Flag> => {
    for (const each of by) await desk.done(await desk.read(flag.id), 'respond', ANSWER, each);
    return desk.read(flag.id);
  };
  const unheard = async (flag: Flag): Promise<unknown[]> => {
    const { body } = await desk.act(flag, 'confirm', REASONED).expect(422);
    expect(body).toMatchObject({ code: 'body_not_heard' });
    return (body as { errors: { pointer: string; code: string }[] }).errors
      .map(({ pointer, code }) => `${pointer.split('/').at(-1)} ${code}`)
      .sort();
  };
  const ofFlag = async (flag: Flag): Promise<Flag> => (await desk.parts(programme)).find(({ id }) => id === flag.id)!;

  it('a decision covers what it was decided on; what is found later is a part of its own, in which each body is asked', async () => {
    await desk.serve(programme);
    const [found] = (await desk.parts(programme)) as [Flag];
    expect(found).toMatchObject({ part: 1, parts: [] });
    const first = await desk.done(await desk.heard(found), 'confirm', REASONED);

    const late = await join();
    await desk.serve(programme, late.body);
    const [one, two] = (await desk.parts(programme)) as [Flag, Flag];
    expect(one).toMatchObject({ id: first.id, state: 'confirmed', version: first.version, subjects: { count: 1 } });
    expect(one.explanation).toBe(first.explanation);
    expect(one.appealUntil).toBe(first.appealUntil);
    expect(one.parts).toEqual([{ id: two.id, part: 2, state: 'open' }]);
    expect(two).toMatchObject({ part: 2, state: 'open', asked: [], subjects: { count: 1 }, decidedAt: null });
    expect(two.rootCause).toEqual(one.rootCause);

    // The new body was not asked about the first part, and does not see it; of the second nobody was heard.
    await app.http.get(`/api/v1/risk/flags/${one.id}`).set(late.manager.auth).expect(404);
    expect(await unheard(two)).toEqual([`${desk.buyer} not_asked`, `${late.body} not_asked`].sort());
    await desk.act(two, 'assign', { askOrganisations: [desk.supplier] }).expect(422);
    const asked = await answer(await ask(two, desk.buyer, late.body), desk.officer, late.manager);
    const seen = await desk.read(two.id, late.manager);
    expect(seen).toMatchObject({ part: 2, parts: [], changedSince: false, referrals: [] });
    expect(await desk.done(asked, 'confirm', REASONED)).toMatchObject({ state: 'confirmed' });
    expect(await ofFlag(one)).toMatchObject({ state: 'confirmed', version: first.version });
  });

  it('a body that has answered is not asked again for what joins; the next part gathers it for one question', async () => {
    await desk.serve(programme);
    const [found] = (await desk.parts(programme)) as [Flag];
    const heard = await desk.heard(found);
    await desk.serve(programme);
    const late = await join();
    await desk.serve(programme, late.body);
    const [one, two, ...more] = (await desk.parts(programme)) as [Flag, Flag];
    expect(more).toEqual([]);
    expect(one).toMatchObject({ state: heard.state, version: heard.version, subjects: { count: 1 } });
    expect(one.asked).toEqual(heard.asked);
    expect(two).toMatchObject({ part: 2, subjects: { count: 2 }, asked: [] });
    // It is asked about the new ones, by one question.
    const again = await ask(two, desk.supplier, desk.buyer);
    expect(await unheard(again)).toEqual(
      [`${desk.buyer} not_answered`, `${desk.supplier} not_answered`, `${late.body} not_asked`].sort(),
    );
    await desk.done(one, 'confirm', REASONED);
    expect((await desk.parts(programme)).map(({ state }) => state)).toEqual(['confirmed', 'open']);
  });

  it.each([
    { of: 'a body was asked about', isAsked: true },
    { of: 'nobody was asked about', isAsked: false },
  ])('what facts closed and $of takes in what is found of others: only where nobody was asked', async ({ isAsked }) => {
    const { tender, fact, number } = await desk.serve(programme);
    const [found] = (await desk.parts(programme)) as [Flag];
    if (isAsked) await answer(await ask(found, desk.supplier), desk.manager);
    const correct = async (window: object, replaces: string): Promise<string> => {
      const data = { window, number, supplier: { organisation: desk.supplier } };
      const [right = ''] = await desk.world.facts(tender, [{ kind: 'contract', replaces, data }]);
      await desk.world.settle();
      return right;
    };
    const long = await correct({ start: '2018-01-01', end: '2018-12-31' }, fact);
    const closed = await desk.read(found.id);
    expect(closed).toMatchObject({ state: 'cleared' });
    const late = await join();
    await desk.serve(programme, late.body);
    const states = async () => (await desk.parts(programme)).map(({ state, subjects }) => [state, subjects.count]);
    expect(await states()).toEqual(
      isAsked
        ? [
            ['cleared', 1],
            ['open', 1],
          ]
        : [['open', 1]],
    );
    if (isAsked) expect((await desk.read(found.id)).version).toBe(closed.version);
    // What it was about itself opens it again.
    await correct({ start: '2018-01-01', end: '2018-05-20' }, long);
    expect(await states()).toEqual(
      isAsked
        ? [
            ['open', 1],
            ['open', 1],
          ]
        : [['open', 2]],
    );
    if (isAsked)
      expect((await desk.read(found.id)).asked).toMatchObject([{ organisation: desk.supplier, answeredAt: null }]);
  });

  it('a dismissed, explained or wrong flag stays so when its cause goes on', async () => {
    for (const [n, action] of ['dismiss', 'explain', 'mark_data_error'].entries()) {
      await desk.serve(programme);
      const parts = await desk.parts(programme);
      expect(parts).toHaveLength(n + 1);
      await desk.done(parts.at(-1) as Flag, action, ANSWER);
    }
    expect((await desk.parts(programme)).map(({ state }) => state)).toEqual(['dismissed', 'explained', 'data_error']);
  });

  it('a correction asks those anew whose subjects it changed, and takes no answer from others', async () => {
    const { tender, fact, number } = await desk.serve(programme);
    const other = await join();
    await desk.serve(programme, other.body);
    const [found] = (await desk.parts(programme)) as [Flag];
    const asked = await ask(found, desk.buyer, desk.supplier, other.body);
    const heard = await answer(asked, desk.manager, other.manager);
    const before = await desk.read(found.id, desk.manager);

    const window = { start: '2018-01-01', end: '2018-05-20' };
    const data = { window, number, supplier: { organisation: desk.supplier } };
    await desk.world.facts(tender, [{ kind: 'contract', replaces: fact, data }]);
    await desk.world.settle();
    const after = await desk.read(found.id);
    const askOf = (flag: Flag, body: string) => flag.asked.find(({ organisation }) => organisation === body);
    expect(after.state).toBe('open');
    expect(after.version).toBe(heard.version + 1);
    expect(askOf(after, other.body)).toEqual(askOf(heard, other.body));
    expect(askOf(after, desk.supplier)).toMatchObject({ answeredAt: null, dueOn: '2018-01-20' });
    expect(after.history.at(-1)).toMatchObject({
      action: 'restated',
      from: 'open',
      to: 'open',
      data: { correction: { fact: expect.any(String) }, asked: [desk.buyer, desk.supplier].sort() },
    });
    // What was answered stays, as said of the earlier words.
    const told = await desk.read(found.id, desk.manager);
    expect(told.explanation).not.toBe(before.explanation);
    expect(told.history).toMatchObject([
      { action: 'respond', reason: ANSWER.reason, superseded: true },
      { action: 'restated', by: null, data: {} },
    ]);
    expect((await desk.read(found.id, other.manager)).history).toMatchObject([
      { action: 'respond', reason: ANSWER.reason, superseded: false },
    ]);
    expect(await unheard(after)).toEqual([`${desk.buyer} not_answered`, `${desk.supplier} not_answered`].sort());
    const done = await answer(after, desk.manager, desk.officer);
    expect(done.history.filter(({ action }) => action === 'respond').map(({ superseded }) => superseded)).toEqual([
      ...[true, false],
      ...[false, false],
    ]);
    expect(await desk.done(done, 'confirm', REASONED)).toMatchObject({ state: 'confirmed' });
  });

  it('a later day that a body was given is not taken from it', async () => {
    const { tender, fact, number } = await desk.serve(programme);
    const [found] = (await desk.parts(programme)) as [Flag];
    await desk.done(found, 'assign', { askOrganisations: [desk.supplier], dueOn: '2018-03-01' });
    const window = { start: '2018-01-01', end: '2018-05-10' };
    const data = { window, number, supplier: { organisation: desk.supplier } };
    await desk.world.facts(tender, [{ kind: 'contract', replaces: fact, data }]);
    await desk.world.settle();
    expect((await desk.read(found.id)).asked).toMatchObject([{ dueOn: '2018-03-01' }]);
  });

  it('while one body’s appeal is decided the days of the others stand still', async () => {
    await setBusinessDay(app, '2018-02-01');
    await desk.serve(programme);
    const [found] = (await desk.parts(programme)) as [Flag];
    const flag = await desk.done(await desk.heard(found), 'confirm', REASONED);
    expect(flag.appealUntil).toBe('2018-02-16');
    await setBusinessDay(app, '2018-02-04');
    await desk.done(flag, 'appeal', ANSWER, desk.manager);
    await setBusinessDay(app, '2018-02-24');
    const upheld = await desk.done(await desk.read(flag.id), 'uphold', UPHELD, second);
    expect(upheld).toMatchObject({ state: 'confirmed', appealUntil: '2018-03-08' });
    await setBusinessDay(app, '2018-03-08');
    await desk.done(upheld, 'appeal', ANSWER, desk.officer);
    expect(await desk.done(await desk.read(flag.id), 'uphold', UPHELD, second)).toMatchObject({
      appealUntil: '2018-03-08',
    });
  });
});
