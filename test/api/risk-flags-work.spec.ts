import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, SHORT, type Flag } from '../support/flag-desk.js';
import { userDesk } from '../support/users.js';

describe('working flags', () => {
  let app: TestApp;
  let desk: FlagDesk;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
  });
  afterAll(() => app.close());

  describe('that nobody has', () => {
    const due = async (flag: Flag, by = desk.supervisor, lang = 'en') => {
      const { body } = await app.http.get('/api/v1/me/tasks?limit=200').set({ ...by.auth, 'Accept-Language': lang }); // prettier-ignore
      return (body as { items: { id: string; kind: string }[] }).items.filter(({ id }) => id === flag.id);
    };

    it('is a task of whoever may take it up in its region, with its day, and of nobody else once somebody has it', async () => {
      const flag = await desk.raise();
      const colleague = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990200' }));
      const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      const dated = await desk.done(flag, 'assign', { dueOn: '2018-01-05' });
      for (const by of [desk.supervisor, colleague])
        expect(await due(flag, by)).toEqual([
          expect.objectContaining({
            kind: 'flag_unassigned',
            title: 'Flag that nobody has taken up: Short effective window (社区居家养老服务采购)',
            ...{ dueOn: '2018-01-05', overdue: true },
            action: { method: 'POST', href: `/api/v1/risk/flags/${flag.id}/actions/assign` },
          }),
        ]);
      expect(await due(flag, desk.supervisor, 'zh')).toMatchObject([
        { title: expect.stringMatching(/^尚未指派的预警/) },
      ]);
      for (const by of [elsewhere, desk.officer]) expect(await due(flag, by)).toEqual([]);

      await desk.done(dated, 'assign', { assignee: desk.supervisor.id });
      expect(await due(flag)).toMatchObject([{ kind: 'flag' }]);
      expect(await due(flag, colleague)).toEqual([]);
    });

    it('waits for the bodies that were asked until they answer, and then for whoever oversees it', async () => {
      const flag = await desk.raise();
      await desk.done(flag, 'assign', { askOrganisations: [desk.buyer] });
      expect(await due(flag)).toEqual([]);
      await desk.done(await desk.read(flag.id, desk.officer), 'respond', { reason: '拨款到账晚' }, desk.officer);
      expect(await due(flag)).toMatchObject([{ kind: 'flag_heard' }]);
    });

    it('is one again whose assignee has left, of whoever may take it up', async () => {
      const leaver = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
      const colleague = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990200' }));
      const kept = await desk.done(await desk.raise(), 'assign', { assignee: leaver.id });
      const asking = { assignee: leaver.id, askOrganisations: [desk.buyer] };
      const heard = await desk.done(await desk.raise(), 'assign', asking);
      await desk.done(heard, 'respond', { reason: '拨款到账晚' }, desk.officer);
      const kinds = async (by: TestAccount) =>
        Promise.all([kept, heard].map(async (flag) => (await due(flag, by)).map(({ kind }) => kind).toSorted()));
      expect(await kinds(leaver)).toEqual([['flag'], ['flag', 'flag_heard']]);
      const unassigned = async () => (await desk.list('assignee=none&limit=200')).items.map(({ id }) => id);
      expect(await kinds(colleague)).toEqual([[], []]);
      expect(await unassigned()).not.toContain(kept.id);
      const users = userDesk(app, await makeAccount(app, { role: 'admin', organisation: null }), desk.buyer);
      await users.act(await users.read(leaver.id), 'disable').expect(200);
      expect(await kinds(colleague)).toEqual([['flag_unassigned'], ['flag_heard']]);
      expect(await unassigned()).toEqual(expect.arrayContaining([kept.id, heard.id]));
      await desk.done(kept, 'assign', { assignee: colleague.id }, colleague);
      expect(await kinds(colleague)).toEqual([['flag'], ['flag_heard']]);
      expect(await due(kept)).toEqual([]);
      expect(await unassigned()).not.toContain(kept.id);
    });

    it('is no task once it is decided', async () => {
      const flag = await desk.done(await desk.raise(), 'start-review');
      expect(await due(flag)).toMatchObject([{ kind: 'flag_unassigned' }]);
      await desk.done(flag, 'dismiss', { reason: '同一原因' });
      expect(await due(flag)).toEqual([]);
    });
  });

  describe('assigning', () => {
    it('gives the case to somebody, with a day, and a task', async () => {
      const flag = await desk.raise();
      const given = await desk.done(flag, 'assign', { assignee: desk.supervisor.id, dueOn: '2018-01-05' });
      expect(given).toMatchObject({ state: 'open', assignee: desk.supervisor.id, dueOn: '2018-01-05' });
      expect((await desk.list('assignee=me&state=open')).items.map((f) => f.id)).toContain(flag.id);
      expect((await desk.list('assignee=none')).items.map((f) => f.id)).not.toContain(flag.id);
      const { body } = await app.http.get('/api/v1/me/tasks?kind=flag').set(desk.supervisor.auth).expect(200);
      expect(body.items).toContainEqual(
        expect.objectContaining({
          kind: 'flag',
          id: flag.id,
          dueOn: '2018-01-05',
          overdue: true,
          title: 'Short effective window (社区居家养老服务采购)',
        }),
      );
      expect(await desk.done(given, 'assign', { assignee: null })).toMatchObject({
        assignee: null,
        dueOn: '2018-01-05',
      });
    });

    it('only to an active user who oversees the region', async () => {
      const flag = await desk.raise();
      const elsewhere = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      for (const assignee of [desk.officer.id, elsewhere.id, randomUUID()])
        expect((await desk.act(flag, 'assign', { assignee }).expect(422)).body).toMatchObject({
          code: 'assignee_not_eligible',
          errors: [{ pointer: '/assignee' }],
        });
    });

    it('only bodies that the flag is about are asked', async () => {
      const flag = await desk.raise();
      const stranger = await makeBody(app);
      const { body } = await desk.act(flag, 'assign', { askOrganisations: [desk.buyer, stranger] }).expect(422);
      expect(body).toMatchObject({ code: 'organisation_not_concerned', errors: [{ pointer: '/askOrganisations/1' }] });
      expect((await desk.read(flag.id)).asked).toEqual([]);
    });

    it('names something; other actions take none of it', async () => {
      const flag = await desk.raise();
      await desk.act(flag, 'assign', {}).expect(400);
      await desk.act(flag, 'start-review', { dueOn: '2018-02-01' }).expect(400);
      await desk.act(flag, 'assign', { dueOn: '2018-02-30' }).expect(400);
    });
  });

  describe('the body concerned', () => {
    it('sees a flag about itself only when asked, and may only respond', async () => {
      const flag = await desk.raise();
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(desk.officer.auth).expect(404);
      expect((await desk.list('', desk.officer)).items.map((f) => f.id)).not.toContain(flag.id);
      const asked = await desk.done(flag, 'assign', {
        askOrganisations: [desk.buyer],
        dueOn: '2018-02-01',
        assignee: desk.supervisor.id,
      });
      expect(asked.asked).toMatchObject([{ organisation: desk.buyer, answeredAt: null }]);
      expect(actionNames(asked.allowedActions)).not.toContain('respond');

      const seen = await desk.read(flag.id, desk.officer);
      expect(actionNames(seen.allowedActions)).toEqual(['respond']);
      expect(seen).toMatchObject({ assignee: null, dueOn: '2018-02-01', history: [], referrals: [] });
      const tasks = await app.http.get('/api/v1/me/tasks').set(desk.officer.auth).expect(200);
      expect(tasks.body.items).toContainEqual(
        expect.objectContaining({ kind: 'flag_response', id: flag.id, dueOn: '2018-02-01' }),
      );
      for (const action of ['explain', 'confirm', 'start-review', 'assign'])
        expect((await desk.act(seen, action, { reason: 'x' }, desk.officer).expect(403)).body).toMatchObject({
          code: 'not_permitted',
        });

      await desk.act(seen, 'respond', {}, desk.officer).expect(400);
      const answered = await desk.done(seen, 'respond', { reason: '拨款到账晚' }, desk.officer);
      expect(answered.history).toMatchObject([{ action: 'respond', reason: '拨款到账晚', organisation: desk.buyer }]);
      expect((await desk.read(flag.id)).asked[0]?.answeredAt).not.toBeNull();
      const after = await app.http.get('/api/v1/me/tasks?kind=flag_response').set(desk.officer.auth).expect(200);
      expect((after.body.items as { id: string }[]).map((t) => t.id)).not.toContain(flag.id);
    });

    it('learns by no filter whether somebody works its flag, or who', async () => {
      const flag = await desk.done(await desk.raise(), 'assign', { askOrganisations: [desk.buyer] });
      const find = async (query: string, by = desk.officer) =>
        (await desk.list(`${query}limit=200`, by)).items.map(({ id }) => id);
      const findByAssignee = async () => [
        await find('assignee=none&'),
        await find(`assignee=${desk.supervisor.id}&`),
        await find('assignee=me&'),
      ];
      const before = await findByAssignee();
      expect(await find('assignee=none&', desk.supervisor)).toContain(flag.id);
      await desk.done(flag, 'assign', { assignee: desk.supervisor.id });
      expect(await findByAssignee()).toEqual(before);
      expect(await find('')).toContain(flag.id);
      expect(await find(`assignee=${desk.supervisor.id}&`, desk.supervisor)).toContain(flag.id);
    });

    it('does not see the other bodies of one cause', async () => {
      const programme = await desk.world.programme(desk.buyer, 2019, {
        code: 'x',
        name: { en: 'x', zh: 'x' },
        steps: [],
      });
      const rival = await makeBody(app, { kind: 'agency' });
      const manager = await makeUser(app, 'agency_manager', rival);
      await desk.raise({ programme });
      const tender = await desk.world.tender({ buyer: desk.buyer, programme, window: SHORT });
      await desk.world.facts(tender, [
        { kind: 'contract', data: { window: SHORT, supplier: { organisation: rival } } },
      ]);
      await desk.world.settle();
      const [flag] = (await desk.list(`programme=${programme}`)).items as [Flag];
      expect(flag.subjects.count).toBe(2);
      await desk.done(flag, 'assign', { askOrganisations: [rival] });
      const seen = await desk.read(flag.id, manager);
      expect(seen.subjects).toMatchObject({ count: 1, first: [{ type: 'contract' }] });
      expect(seen.assessments).toHaveLength(1);
    });
  });

  describe('many at once', () => {
    const bulk = (action: string, body: object, by = desk.supervisor) =>
      app.http.post(`/api/v1/risk/flags/actions/${action}`).set(by.auth).send(body);

    it('each stands alone', async () => {
      const [a, b] = [await desk.raise(), await desk.raise()];
      const settled = await desk.done(await desk.heard(await desk.raise()), 'confirm', REASONED);
      const hidden = randomUUID();
      const { body } = await bulk('dismiss', { ids: [b.id, settled.id, hidden, a.id], reason: '同一原因' }).expect(200);
      expect(body).toEqual({
        results: [
          { id: b.id, ok: true, state: 'dismissed' },
          { id: settled.id, ok: false, problem: expect.objectContaining({ code: 'wrong_state', status: 409 }) },
          { id: hidden, ok: false, problem: expect.objectContaining({ code: 'not_found', status: 404 }) },
          { id: a.id, ok: true, state: 'dismissed' },
        ],
      });
      expect((await desk.read(a.id)).history.at(-1)).toMatchObject({ action: 'dismiss', reason: '同一原因' });
      expect((await desk.read(settled.id)).state).toBe('confirmed');
    });

    it.each(['explain', 'confirm', 'mark-data-error', 'dismiss'])(
      '%s without a reason is refused once, of the request, before any flag is looked at',
      async (action) => {
        const flag = await desk.raise();
        for (const reason of [undefined, '', ' \t', '\u200b\u3164']) {
          const { body } = await bulk(action, { ids: [flag.id, randomUUID()], reason }).expect(400);
          expect(body).toMatchObject({
            code: 'validation_failed',
            errors: [{ pointer: '/reason', code: 'required' }],
          });
        }
        expect(await desk.read(flag.id)).toMatchObject({ state: 'open', version: flag.version });
        const heard = await desk.heard(flag);
        const given = action === 'confirm' ? REASONED : { reason: '见函' };
        const { body } = await bulk(action, { ids: [heard.id], ...given }).expect(200);
        expect((body as { results: object[] }).results).toMatchObject([{ id: flag.id, ok: true }]);
      },
    );

    it('assigns many to one', async () => {
      const flags = [await desk.raise(), await desk.raise()];
      await bulk('assign', { ids: flags.map((f) => f.id), assignee: desk.supervisor.id, dueOn: '2018-03-01' }).expect(
        200,
      );
      for (const { id } of flags)
        expect(await desk.read(id)).toMatchObject({ assignee: desk.supervisor.id, dueOn: '2018-03-01' });
    });

    it('takes 200 and no more, none twice, and is for who works flags', async () => {
      await bulk('dismiss', { ids: Array.from({ length: 201 }, () => randomUUID()), reason: 'x' }).expect(400);
      const id = randomUUID();
      await bulk('dismiss', { ids: [id, id], reason: 'x' }).expect(400);
      await bulk('dismiss', { ids: [], reason: 'x' }).expect(400);
      await bulk('nothing', { ids: [id] }).expect(404);
      await bulk('dismiss', { ids: [id], reason: 'x' }, desk.officer).expect(403);
      const { body } = await bulk('dismiss', {
        ids: Array.from({ length: 200 }, () => randomUUID()),
        reason: 'x',
      }).expect(200);
      expect((body as { results: { ok: boolean }[] }).results.filter((r) => r.ok)).toEqual([]);
    });
  });
});
