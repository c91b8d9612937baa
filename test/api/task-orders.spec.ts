import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';
import { startBureau } from '../support/started.js';

interface Page<T> {
  items: T[];
  next: string | null;
}
/** Every item of a list, page by page of so many. */
async function readAll<T>(app: TestApp, path: string, by: TestAccount, limit = 2): Promise<T[]> {
  const seen: T[] = [];
  for (let next: string | null = `/api/v1/${path}${path.includes('?') ? '&' : '?'}limit=${limit}`; next !== null;) {
    const page: Page<T> = (await app.http.get(next).set(by.auth).expect(200)).body as Page<T>;
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items);
    next = page.next;
  }
  return seen;
}
const refusalOf = async (app: TestApp, path: string, by: TestAccount) => {
  const { status, body } = await app.http.get(`/api/v1/${path}`).set(by.auth);
  const { code, errors } = body as { code?: string; errors?: { pointer: string }[] };
  return [status, code, errors?.map(({ pointer }) => pointer)];
};

describe('the order of tasks', () => {
  interface Task {
    id: string;
    kind: string;
    dueOn: string | null;
    since: string;
  }
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
    const returned = async (issueOn: string | null): Promise<void> => {
      const draft = await Drafting.begin(app, bureau);
      await draft.must('post', 'actions/submit', {});
      await draft.must('post', 'actions/return', { reason: '补充材料' }, bureau.approver);
      await app.dataSource.query(
        `UPDATE tender SET plan = plan || jsonb_build_object('issueOn', $2::text) WHERE id = $1`,
        [draft.id, issueOn],
      );
    };
    for (const issueOn of ['2025-11-07', null, '2025-11-05', null, '2025-11-07']) await returned(issueOn);
    // A question is due by the working calendar, which no statement knows: three working days, 2025-11-06.
    const issued = await Drafting.begin(app, bureau);
    await issued.plan();
    await issued.must('post', 'actions/issue', { reason: '急需' });
    const agency = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    await app.http
      .post(`/api/v1/tenders/${issued.id}/clarifications`)
      .set(agency.auth)
      .send({ question: '是否含周末？' })
      .expect(200);
  });
  afterAll(() => app.close());

  const read = (sort: string, limit?: number) => readAll<Task>(app, `me/tasks${sort}`, bureau.officer, limit);
  const days = (tasks: Task[]) =>
    tasks.filter(({ kind }) => kind === 'tender_returned' || kind === 'question').map(({ dueOn }) => dueOn);

  it('is that in which they began to wait, or the newest first', async () => {
    const usual = await read('');
    expect(usual.length).toBeGreaterThanOrEqual(6);
    const since = usual.map((task) => task.since);
    expect(since).toEqual([...since].sort());
    expect(await read('?sort=since')).toEqual(usual);
    expect(await read('?sort=-since')).toEqual(usual.toReversed());
  });

  it('is by the day on which they are due, also one that follows from the calendar; what has none comes last', async () => {
    expect(days(await read('?sort=due'))).toEqual(['2025-11-05', '2025-11-06', '2025-11-07', '2025-11-07', null, null]);
    expect(days(await read('?sort=-due'))).toEqual([
      '2025-11-07',
      '2025-11-07',
      '2025-11-06',
      '2025-11-05',
      null,
      null,
    ]);
  });

  it('holds each task once, whatever the page', async () => {
    const ids = (tasks: Task[]) => tasks.map(({ kind, id }) => `${kind} ${id}`);
    const usual = ids(await read('')).sort();
    for (const sort of ['due', '-due']) {
      const whole = ids(await read(`?sort=${sort}`, 200));
      for (const limit of [1, 3]) expect(ids(await read(`?sort=${sort}`, limit))).toEqual(whole);
      expect([...whole].sort()).toEqual(usual);
    }
    expect((await read('?sort=due&kind=question')).map(({ dueOn }) => dueOn)).toEqual(['2025-11-06']);
  });

  it('is one of those that the list has, and a place in one is none in another', async () => {
    expect(await refusalOf(app, 'me/tasks?sort=title', bureau.officer)).toEqual([400, 'validation_failed', ['/sort']]);
    const { body } = await app.http.get('/api/v1/me/tasks?limit=1&sort=due').set(bureau.officer.auth).expect(200);
    const cursor = new URL((body as { next: string }).next, 'http://list').searchParams.get('cursor') ?? '';
    const elsewhere = `me/tasks?limit=1&sort=-due&cursor=${encodeURIComponent(cursor)}`;
    expect((await refusalOf(app, elsewhere, bureau.officer)).slice(0, 2)).toEqual([400, 'bad_cursor']);
  });
});

describe('the order of flags', () => {
  interface Flag {
    id: string;
    severity: string;
  }
  let app: TestApp;
  let supervisor: TestAccount;
  let usual: string[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-01-10');
    const world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    for (let i = 0; i < 5; i++) {
      const buyer = await makeBody(app, { region: '990203' });
      await world.tender({ buyer, window: { start: '2018-01-01', end: '2018-05-31' } });
    }
    await world.reassess();
    usual = (await readAll<Flag>(app, 'risk/flags?indicator=W01', supervisor)).map(({ id }) => id);
    for (const [i, severity] of ['risk', 'violation', 'notice', 'violation', 'risk'].entries())
      await app.dataSource.query(`UPDATE flag SET severity = $2 WHERE id = $1`, [usual[i], severity]);
  });
  afterAll(() => app.close());

  const read = async (sort: string) =>
    (await readAll<Flag>(app, `risk/flags?indicator=W01${sort}`, supervisor)).map(({ id }) => usual.indexOf(id));

  it('is that of creation, the newest first, or the heaviest first and the newest of them', async () => {
    expect(usual).toHaveLength(5);
    expect(await read('&sort=created')).toEqual([0, 1, 2, 3, 4]);
    expect(await read('&sort=-created')).toEqual([4, 3, 2, 1, 0]);
    expect(await read('&sort=severity')).toEqual([3, 1, 4, 0, 2]);
    expect(await read('&sort=severity&severity=risk')).toEqual([4, 0]);
  });

  it('is one of those that the list has', async () => {
    expect(await refusalOf(app, 'risk/flags?sort=title', supervisor)).toEqual([400, 'validation_failed', ['/sort']]);
  });
});
