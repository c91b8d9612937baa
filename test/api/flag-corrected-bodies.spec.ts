import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, SHORT, type Flag } from '../support/flag-desk.js';
import { startMerging } from '../support/merges.js';
import { ownTasks } from '../support/own-tasks.js';

const ANSWER = { reason: '财政拨款到账较晚，服务期相应顺延' };
const APPEAL = { reason: '服务期由采购人确定，并非我方缩短' };

/** W01 is given no supplier: who supplies a contract says nothing of its window. */
describe('a flag on a contract whose supplier was recorded wrongly', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let m: Awaited<ReturnType<typeof startMerging>>;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    m = await startMerging(app);
  });
  afterAll(() => app.close());

  interface Scene {
    id: string;
    tender: string;
    /** Records another supplier in place of the one that is named now. */
    correct: (organisation: string) => Promise<void>;
  }
  const plant = async (supplier: string): Promise<Scene> => {
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
    const number = `合同-${randomUUID()}`;
    let fact: string | null = null;
    const correct = async (organisation: string): Promise<void> => {
      const data = { window: SHORT, number, supplier: { organisation } };
      [fact = null] = await desk.world.facts(tender, [{ kind: 'contract', data, replaces: fact }]);
      await desk.world.settle();
    };
    await correct(supplier);
    const id = (await desk.world.flags('W01')).find(({ root_id }) => root_id === tender)?.id ?? '';
    return { id, tender, correct };
  };
  const makeAgency = async (): Promise<{ id: string; manager: TestAccount }> => {
    const id = await makeBody(app, { kind: 'agency', region: '990203' });
    return { id, manager: await makeUser(app, 'agency_manager', id) };
  };
  const answer = async (id: string, ...by: TestAccount[]): Promise<void> => {
    for (const each of by) await desk.done(await desk.read(id), 'respond', ANSWER, each);
  };
  const confirm = async (id: string): Promise<Flag> => desk.done(await desk.read(id), 'confirm', REASONED);
  /** The buyer and this supplier are asked, answer, and it is confirmed. */
  const decide = async (id: string, supplier: string, manager: TestAccount): Promise<Flag> => {
    await desk.done(await desk.read(id), 'assign', { askOrganisations: [desk.buyer, supplier] });
    await answer(id, desk.officer, manager);
    return confirm(id);
  };
  const expectReopened = async (id: string, fact: unknown): Promise<void> => {
    const after = await desk.read(id);
    expect(after).toMatchObject({ state: 'open', decidedAt: null, appealUntil: null });
    expect(after.history.at(-1)).toMatchObject({
      ...{ action: 'reopened', to: 'open' },
      data: { correction: { audit: expect.any(String), fact }, asked: [desk.buyer] },
    });
    expect(after.asked.map(({ appealedAt }) => appealedAt)).toEqual([null, null]);
  };
  /** It is confirmed only once this body was asked and has answered, which may then appeal. */
  const hearRight = async (id: string, right: string, manager: TestAccount): Promise<void> => {
    await app.http.get(`/api/v1/risk/flags/${id}`).set(manager.auth).expect(404);
    await answer(id, desk.officer);
    expect((await desk.act(await desk.read(id), 'confirm', REASONED)).body).toMatchObject({
      code: 'body_not_heard',
      errors: [{ pointer: `/organisations/${right}`, code: 'not_asked' }],
    });
    await desk.done(await desk.read(id), 'assign', { askOrganisations: [right] });
    await answer(id, manager);
    expect((await confirm(id)).state).toBe('confirmed');
    expect((await desk.done(await desk.read(id), 'appeal', APPEAL, manager)).state).toBe('appealed');
  };

  it.each(['confirmed', 'appealed'])('opens again where it was %s, and the right one is heard', async (state) => {
    const right = await makeAgency();
    const { id, correct } = await plant(desk.supplier);
    const decided = await decide(id, desk.supplier, desk.manager);
    if (state === 'appealed') await desk.done(decided, 'appeal', APPEAL, desk.manager);
    expect((await desk.read(id)).state).toBe(state);
    await correct(right.id);
    await expectReopened(id, expect.any(String));
    await hearRight(id, right.id, right.manager);
    const before = await desk.read(id);
    await desk.world.reassess();
    expect(await desk.read(id)).toEqual(before);
  });

  it('opens again where the record of the supplier stands by itself again, which is heard', async () => {
    const record = await m.makeNamed();
    const into = await makeAgency();
    const { id } = await plant(record.id);
    const merge = await m.merged(record.id, into.id);
    await desk.world.settle();
    const decided = await decide(id, into.id, into.manager);
    await desk.done(decided, 'appeal', APPEAL, into.manager);
    await m.undo(record.id, merge);
    await desk.world.settle();
    await expectReopened(id, null);
    await hearRight(id, record.id, await makeUser(app, 'agency_manager', record.id));
  });

  it('is read, answered and appealed against no more by the wrong one, but for what it said itself', async () => {
    const right = await makeAgency();
    const { id, correct } = await plant(desk.supplier);
    await desk.done(await desk.read(id), 'assign', { askOrganisations: [desk.buyer, desk.supplier], dueOn: null });
    const countTasks = async (kind: string, by: TestAccount): Promise<number> =>
      (await ownTasks(app, by, kind)).filter((task) => task.id === id).length;
    const tryAs = async (action: string, by: TestAccount, body: object): Promise<string | undefined> =>
      ((await desk.act(await desk.read(id), action, body, by)).body as { code?: string }).code;
    await answer(id, desk.officer);
    expect([await countTasks('flag_response', desk.manager), await countTasks('flag_heard', desk.supervisor)]).toEqual([
      1, 0,
    ]);
    await correct(right.id);
    // Nobody waits for an answer of who is not concerned; the one that is has still to be asked.
    expect([await countTasks('flag_response', desk.manager), await countTasks('flag_heard', desk.supervisor)]).toEqual([
      0, 1,
    ]);
    expect(await tryAs('respond', desk.manager, ANSWER)).toBe('body_not_named');
    const named = { ...ANSWER, organisation: desk.supplier };
    expect(await tryAs('respond', desk.manager, named)).toBe('body_not_named');
    await desk.done(await desk.read(id), 'assign', { askOrganisations: [right.id] });
    await answer(id, right.manager);
    await confirm(id);
    expect(await countTasks('flag_appealable', desk.manager)).toBe(0);
    expect(await countTasks('flag_appealable', right.manager)).toBe(1);
    expect(await desk.read(id, desk.manager)).toMatchObject({
      ...{ rootCause: { label: null }, subjects: { count: 0, first: [] }, evidence: [], history: [] },
      ...{ decidedAt: null, appealUntil: null, allowedActions: [] },
      asked: [{ organisation: desk.supplier, answeredAt: null }],
    });
    expect(await tryAs('appeal', desk.manager, APPEAL)).toBe('body_not_named');
    const read = await desk.read(id, right.manager);
    expect(read.history.map(({ action }) => action)).toEqual(['respond', 'confirm']);
    expect((await desk.done(read, 'appeal', APPEAL, right.manager)).state).toBe('appealed');
  });

  it('shows the wrong one its own answer', async () => {
    const right = await makeAgency();
    const { id, correct } = await plant(desk.supplier);
    await decide(id, desk.supplier, desk.manager);
    expect((await desk.read(id, desk.manager)).history.map(({ action }) => action)).toEqual(['respond', 'confirm']);
    await correct(right.id);
    const { history, asked } = await desk.read(id, desk.manager);
    expect(history.map(({ action, reason }) => [action, reason])).toEqual([['respond', ANSWER.reason]]);
    expect(asked.map(({ organisation }) => organisation)).toEqual([desk.supplier]);
  });

  it('opens again where the supplier was what was said to be wrong', async () => {
    const right = await makeAgency();
    const { id, correct } = await plant(desk.supplier);
    const closed = await desk.done(await desk.read(id), 'mark-data-error', ANSWER);
    await desk.world.reassess();
    expect(await desk.read(id)).toMatchObject({ state: 'data_error', version: closed.version });
    await correct(right.id);
    const after = await desk.read(id);
    expect(after).toMatchObject({ state: 'open', decidedAt: null });
    expect(after.history.at(-1)).toMatchObject({
      ...{ action: 'reopened', to: 'open' },
      data: { correction: { audit: expect.any(String), fact: expect.any(String) } },
    });
  });

  it('stays explained, which was said against nobody', async () => {
    const right = await makeAgency();
    const { id, correct } = await plant(desk.supplier);
    const explained = await desk.done(await desk.read(id), 'explain', ANSWER);
    await correct(right.id);
    expect(await desk.read(id)).toMatchObject({ state: 'explained', version: explained.version });
  });
});
