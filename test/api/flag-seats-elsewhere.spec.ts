import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, SHORT, type Flag } from '../support/flag-desk.js';
import { ownTasks } from '../support/own-tasks.js';

const ANSWER = { reason: '财政拨款到账较晚，服务期相应顺延' };
const code = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

/** Who answers for one body answers for no other in which they sit. */
describe('who answers for another body than the one that was asked', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let elsewhere: string;
  /** Sit in the agency and in the buyer, where they may not answer; both manage another agency. */
  let strangers: TestAccount[];
  let worker: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    elsewhere = await makeBody(app, { region: '990203', kind: 'agency' });
    const managing = { role: 'agency_manager', organisation: elsewhere } as const;
    worker = await makeAccount(app, { role: 'agency_worker', organisation: desk.supplier }, managing);
    const panelist = await makeAccount(app, { role: 'panel_member', organisation: desk.buyer }, managing);
    strangers = [worker, panelist];
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount) => app.http.get(`/api/v1/risk/flags${path}`).set(by.auth);
  const asks = (flag: Pick<Flag, 'id'>) =>
    app.dataSource.query<{ organisation: string; answered: boolean; appealed: boolean }[]>(
      `SELECT organisation_id AS organisation, answered_at IS NOT NULL AS answered, appealed_at IS NOT NULL AS appealed
       FROM flag_ask WHERE flag_id = $1 ORDER BY asked_at, organisation_id`,
      [flag.id],
    );
  const tasks = async (kind: string, by: TestAccount) => (await ownTasks(app, by, kind)).map(({ id }) => id);

  it('reads no flag and no report on it, answers none and has no task of it', async () => {
    const flag = await desk.done(await desk.raise(), 'assign', { askOrganisations: [desk.buyer, desk.supplier] });
    for (const by of strangers) {
      expect(code(await get(`/${flag.id}`, by))).toEqual([404, 'not_found']);
      expect((await get(`/${flag.id}/report?format=html`, by)).status).toBe(404);
      expect((await desk.list('limit=200', by)).items).toEqual([]);
      expect(code(await desk.act(flag, 'respond', ANSWER, by))).toEqual([404, 'not_found']);
      const many = await app.http
        .post('/api/v1/risk/flags/actions/respond')
        .set(by.auth)
        .send({ ids: [flag.id], ...ANSWER });
      expect(many.body).toMatchObject({ results: [{ ok: false, problem: { code: 'not_found' } }] });
      expect(await tasks('flag_response', by)).toEqual([]);
    }
    expect((await asks(flag)).map(({ answered }) => answered)).toEqual([false, false]);
    expect((await desk.act(flag, 'confirm', REASONED)).body).toMatchObject({
      code: 'body_not_heard',
      errors: [{ code: 'not_answered' }, { code: 'not_answered' }],
    });
    // Who may answer in the body itself does, wherever else they sit.
    const manager = await makeAccount(
      app,
      { role: 'agency_manager', organisation: desk.supplier },
      { role: 'agency_worker', organisation: elsewhere },
    );
    expect(await tasks('flag_response', manager)).toEqual([flag.id]);
    expect(actionNames((await desk.read(flag.id, manager)).allowedActions)).toEqual(['respond']);
    await get(`/${flag.id}/report?format=html`, manager).expect(200);
    await desk.done(flag, 'respond', ANSWER, manager);
    await desk.done(await desk.read(flag.id), 'respond', ANSWER, desk.officer);
    expect((await desk.done(await desk.read(flag.id), 'confirm', REASONED)).state).toBe('confirmed');
  });

  it('takes no appeal away from the body', async () => {
    const flag = await desk.done(await desk.heard(await desk.raise()), 'confirm', REASONED);
    for (const by of strangers) {
      expect(code(await desk.act(flag, 'appeal', ANSWER, by))).toEqual([404, 'not_found']);
      expect(await tasks('flag_appealable', by)).toEqual([]);
    }
    expect((await asks(flag)).map(({ appealed }) => appealed)).toEqual([false, false]);
    expect(await tasks('flag_appealable', desk.manager)).toContain(flag.id);
    expect((await desk.done(flag, 'appeal', ANSWER, desk.manager)).state).toBe('appealed');
  });

  it('answers for its own body alone where both were asked, and reads what is about that one', async () => {
    const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
    const contract = (organisation: string) => ({
      kind: 'contract' as const,
      data: { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation } },
    });
    await desk.world.facts(tender, [contract(desk.supplier), contract(elsewhere)]);
    await desk.world.settle();
    const id = (await desk.world.flags('W01')).find(({ root_id }) => root_id === tender)?.id ?? '';
    const flag = await desk.done(await desk.read(id), 'assign', { askOrganisations: [desk.supplier, elsewhere] });
    expect(flag.subjects.count).toBe(2);
    const seen = await desk.read(id, worker);
    expect([seen.subjects.count, seen.asked.map(({ organisation }) => organisation)]).toEqual([1, [elsewhere]]);
    expect(seen.evidence).toHaveLength(1);
    const answered = await desk.done(seen, 'respond', ANSWER, worker);
    expect(answered.history).toMatchObject([{ action: 'respond', organisation: elsewhere }]);
    const heard = Object.fromEntries((await asks(flag)).map(({ organisation, answered: is }) => [organisation, is]));
    expect(heard).toEqual({ [elsewhere]: true, [desk.supplier]: false });
  });

  describe('where one person answers for two bodies that were asked', () => {
    /** Manages both agencies. */
    let both: TestAccount;
    beforeAll(async () => {
      const role = 'agency_manager' as const;
      both = await makeAccount(app, { role, organisation: desk.supplier }, { role, organisation: elsewhere });
    });

    async function askBoth(): Promise<Flag> {
      const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
      const contract = (organisation: string) => ({
        kind: 'contract' as const,
        data: { window: SHORT, number: `合同-${randomUUID()}`, supplier: { organisation } },
      });
      await desk.world.facts(tender, [contract(desk.supplier), contract(elsewhere)]);
      await desk.world.settle();
      const id = (await desk.world.flags('W01')).find(({ root_id }) => root_id === tender)?.id ?? '';
      return desk.done(await desk.read(id), 'assign', { askOrganisations: [desk.buyer, desk.supplier, elsewhere] });
    }
    const marked = async (flag: Flag, by: 'answered' | 'appealed'): Promise<string[]> =>
      (await asks(flag)).flatMap((ask) => (ask[by] ? [ask.organisation] : [])).sort();
    const unnamed = (fault: string) => ({
      status: 422,
      body: { code: 'body_not_named', errors: [{ pointer: '/organisation', code: fault }] },
    });

    it('takes each answer and each appeal as of the one body that it names', async () => {
      let flag = await askBoth();
      expect(await desk.act(flag, 'respond', ANSWER, both)).toMatchObject(unnamed('required'));
      expect(await desk.act(flag, 'respond', { ...ANSWER, organisation: null }, both)).toMatchObject(
        unnamed('required'),
      );
      // A body for which the caller may not answer, and one that was not asked.
      for (const organisation of [desk.buyer, randomUUID()])
        expect(await desk.act(flag, 'respond', { ...ANSWER, organisation }, both)).toMatchObject(
          unnamed('not_allowed_value'),
        );
      const many = await app.http
        .post('/api/v1/risk/flags/actions/respond')
        .set(both.auth)
        .send({ ids: [flag.id], ...ANSWER });
      expect(many.body).toMatchObject({ results: [{ ok: false, problem: { code: 'body_not_named' } }] });
      expect(await marked(flag, 'answered')).toEqual([]);

      await desk.done(flag, 'respond', { ...ANSWER, organisation: elsewhere.toUpperCase() }, both);
      expect(await marked(flag, 'answered')).toEqual([elsewhere]);
      expect(await tasks('flag_response', both)).toContain(flag.id);
      // Which of the two an answer without a name is of, no record could tell, also once one has answered.
      expect(await desk.act(await desk.read(flag.id), 'respond', ANSWER, both)).toMatchObject(unnamed('required'));
      await desk.done(await desk.read(flag.id), 'respond', { ...ANSWER, organisation: desk.supplier }, both);
      expect(await marked(flag, 'answered')).toEqual([elsewhere, desk.supplier].sort());
      await desk.done(await desk.read(flag.id), 'respond', ANSWER, desk.officer);
      const spoke = (await desk.read(flag.id)).history.filter(({ action }) => action === 'respond');
      expect(spoke.map(({ organisation }) => organisation)).toEqual([elsewhere, desk.supplier, desk.buyer]);

      flag = await desk.done(await desk.read(flag.id), 'confirm', REASONED);
      expect(await desk.act(flag, 'appeal', ANSWER, both)).toMatchObject(unnamed('required'));
      expect(await desk.act(flag, 'appeal', { ...ANSWER, organisation: desk.buyer }, both)).toMatchObject(
        unnamed('not_allowed_value'),
      );
      flag = await desk.done(flag, 'appeal', { ...ANSWER, organisation: desk.supplier }, both);
      expect(await marked(flag, 'appealed')).toEqual([desk.supplier]);
      flag = await desk.done(await desk.read(flag.id), 'uphold', REASONED, await secondSupervisor());
      expect(code(await desk.act(flag, 'appeal', { ...ANSWER, organisation: desk.supplier }, both))).toEqual([
        422,
        'flag_appealed_already',
      ]);
      // One is left that may appeal: it is that one.
      flag = await desk.done(flag, 'appeal', ANSWER, both);
      expect(await marked(flag, 'appealed')).toEqual([elsewhere, desk.supplier].sort());
    });

    const secondSupervisor = async () => makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
  });
});
