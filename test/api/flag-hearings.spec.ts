import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { actionNames } from '../support/actions.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { FlagDesk, REASONED, SHORT, type Flag } from '../support/flag-desk.js';
import { ownTasks } from '../support/own-tasks.js';
import { setBusinessDay } from '../support/risk-world.js';

const ANSWER = { reason: '财政拨款到账较晚，服务期相应顺延' };
const UPHELD = { reason: '申诉未提供新的材料，合同服务期确为五个月', restsOn: ['window'] };

describe('the hearing of who a flag is about', () => {
  let app: TestApp;
  let desk: FlagDesk;
  let second: TestAccount;
  let third: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    desk = await FlagDesk.open(app);
    second = await makeUser(app, 'finance_authority', await makeBody(app, { region: '990200' }));
    third = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
  });
  afterAll(() => app.close());

  const refusal = async (flag: Flag, action: string, body: object, by?: TestAccount): Promise<unknown> => {
    const before = await stored(flag.id);
    const answer = await desk.act(flag, action, body, by);
    expect(await stored(flag.id)).toEqual(before);
    return answer.body;
  };
  const stored = (flag: string): Promise<unknown> =>
    app.dataSource.query(
      `SELECT to_jsonb(f) AS flag, (SELECT jsonb_agg(to_jsonb(e) ORDER BY e.id) FROM flag_event e WHERE e.flag_id = f.id) AS history,
         (SELECT jsonb_agg(to_jsonb(a) ORDER BY a.organisation_id) FROM flag_ask a WHERE a.flag_id = f.id) AS asks,
         (SELECT count(*) FROM audit_entry) AS audit
       FROM flag f WHERE f.id = $1`,
      [flag],
    );
  const tasks = async (kind: string, by: TestAccount): Promise<{ id: string; dueOn: string | null }[]> => {
    const { body } = await app.http.get(`/api/v1/me/tasks?kind=${kind}&limit=200`).set(by.auth).expect(200);
    return (body as { items: { id: string; dueOn: string | null }[] }).items;
  };
  const hasTask = async (kind: string, by: TestAccount, flag: Flag): Promise<boolean> =>
    (await tasks(kind, by)).some(({ id }) => id === flag.id);

  it('leaves a body at least five days to answer, ten where none is named', async () => {
    const flag = await desk.raise();
    const ask = { askOrganisations: [desk.supplier] };
    expect(await refusal(flag, 'assign', { ...ask, dueOn: '2018-01-14' })).toMatchObject({
      code: 'flag_answer_too_soon',
      errors: [{ pointer: '/dueOn' }],
    });
    const asked = await desk.done(flag, 'assign', { ...ask, dueOn: '2018-01-15' });
    expect(asked.asked[0]?.dueOn).toBe('2018-01-15');
    expect((await desk.done(await desk.raise(), 'assign', ask)).asked[0]?.dueOn).toBe('2018-01-20');
  });

  it('a body that is asked again keeps the later of its days', async () => {
    const flag = await desk.raise();
    const ask = { askOrganisations: [desk.supplier] };
    const askUntil = async (dueOn?: string | null): Promise<string | null | undefined> =>
      (await desk.done(await desk.read(flag.id), 'assign', { ...ask, ...(dueOn !== undefined && { dueOn }) })).asked[0]
        ?.dueOn;
    expect(await askUntil('2018-03-01')).toBe('2018-03-01');
    expect(await askUntil('2018-01-15')).toBe('2018-03-01');
    expect(await askUntil('2018-03-05')).toBe('2018-03-05');
    // Without a day it is waited for until one is named.
    expect(await askUntil(null)).toBeNull();
    expect(await askUntil('2018-01-20')).toBe('2018-01-20');
    expect(await askUntil()).toBe('2018-01-20');
  });

  it('is not over while a body that the flag names was not asked: its task says so, and asks', async () => {
    const flag = await desk.raise();
    await desk.done(flag, 'assign', { assignee: desk.supervisor.id, askOrganisations: [desk.supplier] });
    await desk.done(await desk.read(flag.id), 'respond', ANSWER, desk.manager);
    const task = async () => (await ownTasks(app, desk.supervisor, 'flag_heard')).find(({ id }) => id === flag.id);
    const path = `/api/v1/risk/flags/${flag.id}/actions`;
    const half = await task();
    expect([half?.action?.href, half?.title]).toEqual([
      `${path}/assign`,
      expect.stringContaining('; a body it names is still to be asked'),
    ]);
    expect(await refusal(await desk.read(flag.id), 'confirm', REASONED)).toMatchObject({ code: 'body_not_heard' });
    await desk.done(await desk.read(flag.id), 'assign', { askOrganisations: [desk.buyer] });
    expect(await task()).toBeUndefined();
    await desk.done(await desk.read(flag.id), 'respond', ANSWER, desk.officer);
    const heard = await task();
    expect([heard?.action?.href, heard?.title]).toEqual([
      `${path}/confirm`,
      expect.not.stringContaining('still to be asked'),
    ]);
    expect((await desk.done(await desk.read(flag.id), 'confirm', REASONED)).state).toBe('confirmed');
  });

  describe('the way of a body', () => {
    it('is asked, reads the evidence, answers, reads the reasons, appeals to another person, and is heard anew', async () => {
      const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
      const contract = { number: '合同-1', supplier: { organisation: desk.supplier } };
      const facts = await desk.world.facts(tender, [{ kind: 'contract', data: { window: SHORT, ...contract } }]);
      await desk.world.settle();
      const [found] = (await desk.world.flags('W01')).filter((one) => one.root_id === tender);
      let flag = await desk.read((found as { id: string }).id);

      // Nobody was asked.
      expect(await refusal(flag, 'confirm', REASONED)).toMatchObject({
        code: 'body_not_heard',
        errors: [{ code: 'not_asked' }, { code: 'not_asked' }],
      });
      flag = await desk.done(flag, 'assign', {
        assignee: desk.supervisor.id,
        askOrganisations: [desk.buyer, desk.supplier],
        dueOn: '2018-01-20',
      });
      expect((await tasks('flag_response', desk.manager)).find(({ id }) => id === flag.id)?.dueOn).toBe('2018-01-20');

      // The agency reads what it is asked about.
      const seen = await desk.read(flag.id, desk.manager);
      expect(seen.evidence).toHaveLength(1);
      expect(seen.evidence?.[0]?.evidence.map(({ field }) => field)).toContain('window');
      expect(seen.evidence?.[0]?.withheld).toEqual([]);
      expect(seen.explanation).toBe(seen.evidence?.[0]?.explanation);
      expect(await refusal(flag, 'confirm', REASONED)).toMatchObject({
        code: 'body_not_heard',
        errors: [{ code: 'not_answered' }, { code: 'not_answered' }],
      });
      expect(await hasTask('flag_heard', desk.supervisor, flag)).toBe(false);
      await desk.done(flag, 'respond', ANSWER, desk.manager);
      flag = await desk.read(flag.id);
      expect(await refusal(flag, 'confirm', REASONED)).toMatchObject({ errors: [{ code: 'not_answered' }] });
      // The day of the buyer, who does not answer, has passed.
      await setBusinessDay(app, '2018-01-21');
      expect(await hasTask('flag_heard', desk.supervisor, flag)).toBe(true);

      // A reason says something and rests on something.
      for (const given of [
        { ...REASONED, reason: 'x' },
        { ...REASONED, restsOn: ['bid:unknown'] },
      ])
        expect(await refusal(flag, 'confirm', given)).toMatchObject({ code: 'reason_without_substance' });
      expect(await refusal(flag, 'confirm', { reason: REASONED.reason })).toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '/restsOn' }],
      });
      flag = await desk.done(flag, 'confirm', REASONED);
      expect(flag).toMatchObject({ state: 'confirmed', appealUntil: '2018-02-05' });

      // The agency reads the decision and its reasons, not who made it.
      const read = await desk.read(flag.id, desk.manager);
      expect(read.history.at(-1)).toMatchObject({
        action: 'confirm',
        reason: REASONED.reason,
        by: null,
        data: { restsOn: REASONED.restsOn },
      });
      expect(actionNames(read.allowedActions)).toEqual(['appeal']);
      expect((await tasks('flag_appealable', desk.manager)).find(({ id }) => id === flag.id)?.dueOn).toBe('2018-02-05');

      await desk.done(read, 'appeal', { reason: '缩短经双方书面同意' }, desk.manager);
      flag = await desk.read(flag.id);
      expect(flag.state).toBe('appealed');
      // Who confirmed does not decide it, and has no task of it.
      expect(await refusal(flag, 'uphold', UPHELD)).toMatchObject({ code: 'decided_by_you' });
      expect(await hasTask('flag_appeal', desk.supervisor, flag)).toBe(false);
      expect(await hasTask('flag_appeal', second, flag)).toBe(true);
      expect(await refusal(flag, 'uphold', { ...UPHELD, reason: '维持' }, second)).toMatchObject({
        code: 'reason_without_substance',
      });
      // It took three days, in which those of the buyer stood still.
      await setBusinessDay(app, '2018-01-24');
      flag = await desk.done(flag, 'uphold', UPHELD, second);
      expect(flag).toMatchObject({ state: 'confirmed', appealUntil: '2018-02-08' });
      const upheld = await desk.read(flag.id, desk.manager);
      expect(upheld.history.at(-1)).toMatchObject({ action: 'uphold', reason: UPHELD.reason, by: null });
      expect(actionNames(upheld.allowedActions)).toEqual([]);
      // Once.
      expect(await refusal(flag, 'appeal', ANSWER, desk.manager)).toMatchObject({ code: 'flag_appealed_already' });
      // The buyer may still, until its last day.
      await setBusinessDay(app, '2018-02-09');
      expect(await refusal(flag, 'appeal', ANSWER, desk.officer)).toMatchObject({ code: 'flag_appeal_too_late' });

      // Another contract of the same purchase is a part of its own: nobody was asked, and the decision is as it was.
      const late = await makeBody(app, { kind: 'agency', region: '990203' });
      const joined = { window: SHORT, number: '合同-1乙', supplier: { organisation: late } };
      await desk.world.facts(tender, [{ kind: 'contract', data: joined }]);
      await desk.world.settle();
      expect(await desk.read(flag.id)).toEqual({
        ...flag,
        reach: expect.anything(),
        parts: [{ id: expect.any(String), part: 2, state: 'open' }],
      });
      const [, next] = (await desk.world.flags('W01')).filter((one) => one.root_id === tender);
      const nextPart = await desk.read(next?.id ?? '');
      expect(nextPart).toMatchObject({ state: 'open', part: 2, asked: [], subjects: { count: 1 } });
      expect(await refusal(nextPart, 'confirm', REASONED)).toMatchObject({
        code: 'body_not_heard',
        errors: [{ code: 'not_asked' }, { code: 'not_asked' }],
      });
      await app.http.get(`/api/v1/risk/flags/${nextPart.id}`).set(desk.manager.auth).expect(404);

      // The facts are corrected: decided anew, with a new text, and both are asked anew.
      await desk.world.facts(tender, [
        {
          kind: 'contract',
          replaces: facts[0] ?? null,
          data: { window: { start: '2018-01-01', end: '2018-05-20' }, ...contract },
        },
      ]);
      await desk.world.settle();
      const reopened = await desk.read(flag.id);
      expect(reopened).toMatchObject({
        state: 'open',
        decidedAt: null,
        appealUntil: null,
        assignee: desk.supervisor.id,
      });
      expect(reopened.explanation).not.toBe(flag.explanation);
      expect(reopened.history.at(-1)).toMatchObject({ action: 'reopened', to: 'open' });
      expect(reopened.history.at(-1)?.data).toHaveProperty('correction.fact');
      expect(reopened.asked).toMatchObject([
        { answeredAt: null, appealedAt: null, dueOn: '2018-02-19' },
        { answeredAt: null, appealedAt: null, dueOn: '2018-02-19' },
      ]);
      expect(await hasTask('flag', desk.supervisor, reopened)).toBe(true);
      expect(await hasTask('flag_response', desk.manager, reopened)).toBe(true);
      const told = await desk.read(flag.id, desk.manager);
      expect(told.history.at(-1)).toMatchObject({ action: 'reopened', by: null });
      expect(told.explanation).not.toBe(seen.explanation);
      // What it answered stays, as said of the earlier words.
      expect(told.history.find(({ action }) => action === 'respond')).toMatchObject({ ...ANSWER, superseded: true });
      expect(await refusal(reopened, 'confirm', REASONED)).toMatchObject({ code: 'body_not_heard' });
    });

    it('wins its appeal', async () => {
      let flag = await desk.done(await desk.heard(await desk.raise()), 'confirm', REASONED);
      await desk.done(flag, 'appeal', ANSWER, desk.officer);
      flag = await desk.read(flag.id);
      expect(await refusal(flag, 'overturn', UPHELD)).toMatchObject({ code: 'decided_by_you' });
      expect(await refusal(flag, 'overturn', { ...UPHELD, restsOn: ['no'] }, second)).toMatchObject({
        code: 'reason_without_substance',
      });
      expect(await desk.done(flag, 'overturn', UPHELD, second)).toMatchObject({
        state: 'dismissed',
        appealUntil: null,
      });
      // What was opened again is decided once the body was heard again.
      const lost = await desk.read(flag.id);
      expect(await refusal(lost, 'reopen', ANSWER)).toMatchObject({ code: 'decided_by_you' });
      expect(await refusal(lost, 'reopen', {}, second)).toMatchObject({
        ...{ code: 'validation_failed', errors: [{ pointer: '/reason', code: 'required' }] },
      });
      flag = await desk.done(lost, 'reopen', ANSWER, second);
      expect(await refusal(flag, 'confirm', REASONED, second)).toMatchObject({ code: 'body_not_heard' });
      // Who was overruled makes no end of it, in whatever way; another person may, and each body may appeal again.
      for (const end of ['explain', 'dismiss', 'mark-data-error']) {
        expect(await refusal(flag, end, ANSWER)).toMatchObject({ code: 'decided_by_you' });
        await desk.done(flag, end, ANSWER, third);
        flag = await desk.done(await desk.read(flag.id), 'reopen', ANSWER, second);
      }
      flag = await desk.heard(flag);
      expect(await refusal(flag, 'confirm', REASONED)).toMatchObject({ code: 'decided_by_you' });
      flag = await desk.done(flag, 'confirm', REASONED, third);
      await desk.done(flag, 'appeal', ANSWER, desk.officer);
      flag = await desk.read(flag.id);
      for (const by of [desk.supervisor, third])
        expect(await refusal(flag, 'uphold', UPHELD, by)).toMatchObject({ code: 'decided_by_you' });
      expect(await desk.done(flag, 'uphold', UPHELD, second)).toMatchObject({ state: 'confirmed' });
    });

    it('wins its appeal against who has the flag: what was opened again is for another one to decide', async () => {
      let flag = await desk.done(await desk.raise(), 'assign', { assignee: desk.supervisor.id });
      flag = await desk.done(await desk.heard(flag), 'confirm', REASONED);
      await desk.done(flag, 'appeal', ANSWER, desk.officer);
      await desk.done(await desk.read(flag.id), 'overturn', UPHELD, second);
      flag = await desk.done(await desk.read(flag.id), 'reopen', ANSWER, second);
      flag = await desk.heard(flag);
      const waitsFor = async (kind: string) => {
        const found: boolean[] = [];
        for (const by of [desk.supervisor, second, third]) found.push(await hasTask(kind, by, flag));
        return found;
      };
      expect(flag.assignee).toBe(desk.supervisor.id);
      expect(await waitsFor('flag_heard')).toEqual([false, true, true]);
      expect(await refusal(flag, 'confirm', REASONED)).toMatchObject({ code: 'decided_by_you' });
      await desk.done(flag, 'confirm', REASONED, third);
      await desk.done(await desk.read(flag.id), 'appeal', ANSWER, desk.officer);
      flag = await desk.read(flag.id);
      expect(await waitsFor('flag_appeal')).toEqual([false, true, false]);
      expect(await refusal(flag, 'uphold', UPHELD)).toMatchObject({ code: 'decided_by_you' });
      await desk.done(flag, 'uphold', UPHELD, second);
    });

    it('a confirmation whose facts are corrected away is opened and cleared, and says so', async () => {
      const tender = await desk.world.tender({ buyer: desk.buyer, window: SHORT });
      const contract = { number: '合同-2', supplier: { organisation: desk.supplier } };
      const facts = await desk.world.facts(tender, [{ kind: 'contract', data: { window: SHORT, ...contract } }]);
      await desk.world.settle();
      const [found] = (await desk.world.flags('W01')).filter((one) => one.root_id === tender);
      const flag = await desk.done(
        await desk.heard(await desk.read((found as { id: string }).id)),
        'confirm',
        REASONED,
      );
      const data = { window: { start: '2018-01-01', end: '2018-12-31' }, ...contract };
      await desk.world.facts(tender, [{ kind: 'contract', replaces: facts[0] ?? null, data }]);
      await desk.world.settle();
      const after = await desk.read(flag.id);
      expect(after).toMatchObject({ state: 'cleared', decidedAt: null });
      expect(after.history.slice(-2).map(({ action }) => action)).toEqual(['reopened', 'cleared']);
      expect(after.explanation).toContain('Facts were corrected');
    });
  });

  it('nobody decides on a flag about a body in which they sit', async () => {
    const tied = await makeAccount(
      app,
      { role: 'supervisor', organisation: await makeBody(app, { region: '990200' }) },
      { role: 'integrator', organisation: desk.supplier },
    );
    const LETTER = { authority: '示例市财政局', reference: '财监移〔2018〕1号' };
    /** The person who sits in one of its bodies is refused; for another the same action on the same flag goes through. */
    const decides = async (flag: Flag, action: string, body: object = {}, by = desk.supervisor): Promise<Flag> => {
      expect(await refusal(flag, action, body, tied)).toMatchObject({ code: 'flag_about_own_body' });
      return desk.done(flag, action, body, by);
    };
    const dismissed = await decides(await desk.heard(await desk.raise()), 'dismiss', ANSWER);
    const referred = await decides(await desk.heard(await decides(dismissed, 'reopen')), 'refer', LETTER);
    const confirmed = await decides(referred, 'confirm', REASONED);
    await desk.done(confirmed, 'appeal', ANSWER, desk.officer);
    await decides(await desk.read(confirmed.id), 'uphold', UPHELD, second);
    const other = await desk.done(await desk.heard(await desk.raise()), 'confirm', REASONED);
    await desk.done(other, 'appeal', ANSWER, desk.officer);
    await decides(await desk.read(other.id), 'overturn', UPHELD, second);
    await decides(await desk.raise(), 'explain', ANSWER);
    await decides(await desk.raise(), 'mark-data-error', ANSWER);
  });

  it('many at once are held to the same', async () => {
    const [heard, unheard] = [await desk.heard(await desk.raise()), await desk.raise()];
    const bulk = (action: string, body: object) =>
      app.http.post(`/api/v1/risk/flags/actions/${action}`).set(desk.supervisor.auth).send(body).expect(200);
    const { body } = await bulk('confirm', { ids: [unheard.id, heard.id], ...REASONED });
    expect((body as { results: object[] }).results).toMatchObject([
      { id: unheard.id, ok: false, problem: { code: 'body_not_heard' } },
      { id: heard.id, ok: true, state: 'confirmed' },
    ]);
  });

  it('a body answers many at once, those that it was asked about alone; who decides answers none', async () => {
    const [one, two, unasked] = [await desk.raise(), await desk.raise(), await desk.raise()];
    for (const each of [one, two]) await desk.done(each, 'assign', { askOrganisations: [desk.supplier] });
    const respond = (by: TestAccount) =>
      app.http
        .post('/api/v1/risk/flags/actions/respond')
        .set(by.auth)
        .send({ ids: [two.id, unasked.id, one.id], ...ANSWER });
    expect((await respond(desk.supervisor)).status).toBe(403);
    const { body } = await respond(desk.manager).expect(200);
    expect((body as { results: object[] }).results).toMatchObject([
      { id: two.id, ok: true },
      { id: unasked.id, ok: false, problem: { code: 'not_found' } },
      { id: one.id, ok: true },
    ]);
    for (const each of [one, two]) {
      const asked = app.http.get(`/api/v1/risk/flags/${each.id}`).set(desk.manager.auth);
      expect((await asked.expect(200)).text).toContain(ANSWER.reason);
    }
  });

  describe('a referral', () => {
    const LETTER = { authority: '示例市财政局', reference: '财监移〔2018〕2号', reason: '涉嫌违反法定程序' };

    it('decides nothing, and nothing that the body reads differs by it', async () => {
      const flag = await desk.done(await desk.raise(), 'assign', { askOrganisations: [desk.supplier] });
      const view = async () => ({
        one: (await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(desk.manager.auth).expect(200)).body as Flag,
        etag: (await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(desk.manager.auth)).headers['etag'] as string,
        list: (await desk.list('limit=200', desk.manager)).items,
        tasks: (await app.http.get('/api/v1/me/tasks?limit=200').set(desk.manager.auth).expect(200)).body as object,
        history: (await app.http.get(`/api/v1/history?subject=flag:${flag.id}`).set(desk.manager.auth)).status,
        changes: ((await app.http.get('/api/v1/changes?limit=200').set(desk.manager.auth)).body as { items?: object[] })
          .items,
        report: (
          await app.http.get(`/api/v1/risk/flags/${flag.id}/report?format=html`).set(desk.manager.auth).expect(200)
        ).text,
      });
      const before = await view();
      for (const body of [{}, { authority: LETTER.authority }, { ...LETTER, reference: '' }])
        await desk.act(flag, 'refer', body).expect(400);
      const referred = await desk.done(flag, 'refer', LETTER);
      expect(referred).toMatchObject({ state: flag.state, version: flag.version, referrals: [LETTER] });
      expect(referred.history).toEqual(flag.history);
      expect(await view()).toEqual(before);
      expect(JSON.stringify(before).includes(LETTER.reference)).toBe(false);
      // And its next step meets the version that it knew.
      await desk.done(before.one, 'respond', ANSWER, desk.manager);
      expect((await desk.read(flag.id)).referrals).toMatchObject([LETTER]);
    });

    it('of a flag about which nobody was asked leaves the body without the flag', async () => {
      const flag = await desk.raise();
      await desk.done(flag, 'refer', LETTER);
      await app.http.get(`/api/v1/risk/flags/${flag.id}`).set(desk.manager.auth).expect(404);
      expect((await desk.list('limit=200', desk.manager)).items.map(({ id }) => id)).not.toContain(flag.id);
      expect(await hasTask('flag_response', desk.manager, flag)).toBe(false);
      await desk.act(flag, 'refer', LETTER, desk.manager).expect(404);
    });
  });
});
