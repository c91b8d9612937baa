import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actionNames, type AllowedAction } from '../support/actions.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { said } from '../support/contracts.js';
import { makeBureau, setBusinessTime, startBusinessAt, type Bureau } from '../support/drafts.js';
import { ownTasks } from '../support/own-tasks.js';

interface Extension {
  id: string;
  version: number;
  state: string;
  useBy: string;
  until: string;
  decisionReason: string | null;
  allowedActions: (AllowedAction | string)[];
}
interface Line {
  id: string;
  version: number;
  useBy: string | null;
  carryOver: { rule: string; article: string }[];
}

describe('a later day until which the money of a budget line may be used', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    app = await startTestApp();
    await startBusinessAt(app, '2025-12-22T09:00:00+08:00');
    bureau = await makeBureau(app);
  });
  afterAll(() => app.close());

  const lines = () => `/api/v1/programmes/${bureau.programme}/budget-lines`;
  const line = async (useBy: string | null = '2026-05'): Promise<Line> => {
    const body = { name: '养老', amount: '1.00', useBy, sourceOfFunds: '省级福彩公益金' };
    return (await app.http.post(lines()).set(bureau.officer.auth).send(body).expect(201)).body as Line;
  };
  const ask = (of: string, until: string, by = bureau.officer) =>
    app.http.post(`${lines()}/${of}/extensions`).set(by.auth).send({ until, reason: '项目延期' });
  const listed = async (of: string, by = bureau.officer): Promise<Extension[]> => {
    const { body } = await app.http.get(`${lines()}/${of}/extensions`).set(by.auth).expect(200);
    return (body as { items: Extension[] }).items;
  };
  const act = async (of: string, action: string, by: TestAccount, reason?: string) => {
    const last = (await listed(of)).at(-1);
    return app.http
      .post(`${lines()}/${of}/extensions/${last?.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${last?.version}"` })
      .send(reason === undefined ? {} : { reason });
  };
  const useBy = async (of: string) => {
    const { body } = await app.http.get(lines()).set(bureau.officer.auth).expect(200);
    return (body as { items: Line[] }).items.find((l) => l.id === of)?.useBy;
  };
  const change = async (of: string, body: object) => {
    const { version } = (await app.http.get(`/api/v1/programmes/${bureau.programme}`).set(bureau.officer.auth)).body;
    return app.http
      .patch(`${lines()}/${of}`)
      .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
      .send(body);
  };

  it('says with the line what the law says of money left over', async () => {
    expect((await line()).carryOver.map(({ rule, article }) => [rule, article])).toEqual([
      ['LOTTERY-CARRY', '第五十五条'],
      ['BUDGET-CARRY-2Y', '第四十二条; 预算法实施条例第五十条'],
    ]);
  });

  it('is asked for once at a time, and is later than the line’s', async () => {
    const { id } = await line();
    for (const early of ['2026-05-01', '2026-05-31'])
      expect(said(await ask(id, early))).toEqual([400, 'validation_failed', null, ['/until']]);
    expect(said(await ask((await line(null)).id, '2026-12-31'))[3]).toEqual(['/until']);
    const made = await ask(id, '2026-06-01');
    expect([made.status, made.body]).toMatchObject([
      201,
      { state: 'requested', useBy: '2026-05', until: '2026-06-01', allowedActions: [{ action: 'withdraw' }] },
    ]);
    expect((await ask(id, '2026-12-31')).body.code).toBe('extension_pending');
    expect((await act(id, 'withdraw', bureau.officer)).body.state).toBe('withdrawn');
    expect((await ask(id, '2026-12-31')).status).toBe(201);
    expect(await useBy(id)).toBe('2026-05');
  });

  it('is granted or refused by the finance authority that watches over the buyer', async () => {
    const { id } = await line();
    expect((await ask(id, '2026-12-31', bureau.finance)).body.code).toBe('not_permitted');
    await ask(id, '2026-12-31');
    expect((await listed(id, bureau.finance)).map((e) => actionNames(e.allowedActions))).toEqual([['grant', 'refuse']]);
    expect((await act(id, 'grant', bureau.approver)).body.code).toBe('not_permitted');
    const elsewhere = await makeUser(app, 'finance_authority', await makeBody(app, { region: '110000' }));
    expect((await act(id, 'grant', elsewhere)).status).toBe(404);
    expect((await act(id, 'refuse', bureau.finance)).body.errors[0].pointer).toBe('/reason');
    expect((await act(id, 'refuse', bureau.finance, '资金已统筹')).body).toMatchObject({
      state: 'refused',
      decisionReason: '资金已统筹',
    });
    expect((await act(id, 'grant', bureau.finance)).body.code).toBe('wrong_state');
    await ask(id, '2026-12-31');
    expect((await act(id, 'grant', bureau.finance)).body.state).toBe('granted');
    expect(await useBy(id)).toBe('2026-12-31');
  });

  it('is a task of the finance authority that watches over the buyer, by the day of the line', async () => {
    const { id } = await line('2026-05-31');
    const waits = () => ownTasks(app, bureau.finance, 'budget_extension', bureau.programme);
    const before = (await waits()).map((task) => task.id);
    const { body } = await ask(id, '2026-12-31');
    const elsewhere = await makeUser(app, 'finance_authority', await makeBody(app, { region: '110000' }));
    const [task] = (await waits()).filter((each) => !before.includes(each.id));
    expect(task).toMatchObject({
      id: (body as Extension).id,
      ...{ lot: null, dueOn: '2026-05-31', dueBy: null },
      action: { href: `${lines()}/${id}/extensions/${(body as Extension).id}/actions/grant` },
    });
    expect(task?.title).toBe(`Later use of budget money to be decided: 养老 (${task?.subject.label})`);
    for (const by of [bureau.officer, bureau.approver, elsewhere])
      expect(await ownTasks(app, by, 'budget_extension')).toEqual([]);
    expect((await act(id, 'grant', bureau.finance)).body.state).toBe('granted');
    expect((await waits()).map((each) => each.id)).toEqual(before);
  });

  it('is not granted for a day that is another by now', async () => {
    const { id } = await line();
    await ask(id, '2026-12-31');
    expect((await change(id, { useBy: '2026-04' })).status).toBe(200);
    const refused = await act(id, 'grant', bureau.finance);
    expect([refused.body.code, refused.body.facts]).toEqual([
      'extension_outdated',
      { useBy: '2026-04', asked: '2026-05' },
    ]);
    expect((await act(id, 'withdraw', bureau.officer)).status).toBe(200);
    await ask(id, '2026-12-31');
    expect((await act(id, 'grant', bureau.finance)).status).toBe(200);
  });

  it('is given by nobody else: a change of the line makes it earlier alone', async () => {
    const { id } = await line();
    for (const later of ['2026-06', '2026-12-31', null]) {
      const refused = await change(id, { useBy: later });
      expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
        422,
        'use_by_needs_extension',
        { useBy: '2026-05' },
      ]);
    }
    expect((await change(id, { useBy: '2026-05-31' })).status).toBe(200);
    expect((await change(id, { useBy: '2026-04-30', note: '提前' })).status).toBe(200);
    expect(await useBy(id)).toBe('2026-04-30');
  });

  it('keeps its programme open beyond the year; one that is over is its approver’s to close', async () => {
    const own = await makeBureau(app);
    const waits = async (by = own.approver) =>
      (await ownTasks(app, by, 'programme_closing', own.programme)).map(({ dueOn, action }) => [dueOn, action?.href]);
    const href = `/api/v1/programmes/${own.programme}/actions/close`;
    const { year } = (await app.http.get(`/api/v1/programmes/${own.programme}`).set(own.officer.auth).expect(200))
      .body as { year: number };
    const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);
    await at(`${year}-12-31`);
    expect(await waits()).toEqual([]);
    await at(`${year + 1}-01-01`);
    expect(await waits()).toEqual([[null, href]]);
    for (const by of [own.officer, bureau.approver]) expect(await waits(by)).toEqual([]);
    await app.dataSource.query(`UPDATE budget_line SET use_by = $2 WHERE programme_id = $1`, [
      own.programme,
      `${year + 1}-03`,
    ]);
    expect(await waits()).toEqual([]);
    await at(`${year + 1}-04-01`);
    expect(await waits()).toEqual([[null, href]]);
    const { version } = (await app.http.get(`/api/v1/programmes/${own.programme}`).set(own.approver.auth)).body as Line;
    await app.http
      .post(href)
      .set({ ...own.approver.auth, 'If-Match': `"${version}"` })
      .send({})
      .expect(200);
    expect(await waits()).toEqual([]);
  });
});
