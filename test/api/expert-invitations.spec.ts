import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { upload } from '../support/acceptances.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { acceptedComplaint, actOnRemedy } from '../support/lots.js';
import { ownTasks } from '../support/own-tasks.js';
import { makeReviewers, Reviewing } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';

interface Draw {
  id: string;
  version: number;
  opened: boolean;
  opensOn: string | null;
  seed: string | null;
  seedHash: string | null;
  places: { user: string; name: string | null }[] | null;
}
interface Task {
  id: string;
  title: string;
  subject: { type: string; id: string };
  lot: number | null;
  dueOn: string;
  overdue: boolean;
}

/** Regulation article 39; what is said to those who were drawn, and of draws whose review began late or never. */
describe('invitations of experts', () => {
  let app: TestApp;
  let bureau: Bureau;
  let authority: string;
  let world: RiskWorld;
  let supervisor: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    const [seat] = await app.dataSource.query<{ body: string }[]>(
      `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
      [bureau.finance.id],
    );
    authority = seat?.body ?? '';
  });
  afterAll(() => app.close());

  const get = (path: string, by: TestAccount | null) => app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
  const send = (path: string, body: object, by: TestAccount, version?: number) =>
    app.http
      .post(`/api/v1/${path}`)
      .set({ ...by.auth, ...(version !== undefined && { 'If-Match': `"${version}"` }) })
      .send(body);
  const issued = async (): Promise<Reviewing> => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    return Reviewing.begin(app, bureau, [], undefined, { opened: false });
  };
  const makeExpert = async (organisation = authority, by = bureau.finance): Promise<TestAccount> => {
    const user = await makeUser(app, 'panel_member');
    const body = { organisation, user: user.id, fields: ['ELDERLY_HOME_CARE'] };
    await send('experts', body, by).expect(201);
    return user;
  };
  /** Drawn from the pool on the 21st, for a review on the 25th. */
  const drawn = async (review: Reviewing, size: number): Promise<Draw> => {
    const draws = `tenders/${review.id}/review/draws`;
    const body = { lot: 1, source: 'pool', size, reviewOn: '2025-11-25' };
    const { id, version } = (await send(draws, body, bureau.officer).expect(201)).body as Draw;
    await setBusinessTime(app, '2025-11-21T09:00:00+08:00');
    return (await send(`${draws}/${id}/actions/draw`, {}, bureau.officer, version).expect(200)).body as Draw;
  };
  const tasks = async (by: TestAccount): Promise<Task[]> =>
    ((await get('me/tasks?kind=expert_invitation', by).expect(200)).body as { items: Task[] }).items;
  const answer = async (by: TestAccount, action: string, body: object = {}) => {
    const { items } = (await get('expert-invitations', by).expect(200)).body as {
      items: Task[] & { version: number }[];
    };
    const [{ id, version }] = items as unknown as [{ id: string; version: number }];
    await send(`expert-invitations/${id}/actions/${action}`, body, by, version).expect(200);
    return id;
  };
  const readDraw = async (review: Reviewing, { id }: Draw, by: TestAccount | null = null): Promise<Draw> =>
    (await get(`tenders/${review.id}/review/draws/${id}`, by).expect(200)).body as Draw;

  it('go to experts whom an authority of the whole country has listed, for a lot of any county', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    const nation = await makeBody(app, { kind: 'supervisor', region: '000000' });
    const listed = await makeExpert(nation, await makeUser(app, 'finance_authority', nation));
    const elsewhere = await makeBody(app, { kind: 'supervisor', region: '990300' });
    await makeExpert(elsewhere, await makeUser(app, 'finance_authority', elsewhere));
    expect((await drawn(await issued(), 1)).places?.map(({ user }) => user)).toEqual([listed.id]);
    expect(await tasks(listed)).toHaveLength(1);
  });

  it('are drawn by the buyer on the first lawful day, no earlier', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    await makeExpert();
    const review = await issued();
    const draws = `tenders/${review.id}/review/draws`;
    const body = { lot: 1, source: 'pool', size: 1, reviewOn: '2025-11-25' };
    const { id, version } = (await send(draws, body, bureau.officer).expect(201)).body as Draw;
    const waits = () => ownTasks(app, bureau.officer, 'expert_draw', review.id);
    const href = `/api/v1/${draws}/${id}/actions/draw`;
    await setBusinessTime(app, '2025-11-20T09:00:00+08:00');
    expect(await waits()).toMatchObject([{ id, dueOn: '2025-11-25', action: null }]);
    const early = await app.http
      .post(href)
      .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
      .send({});
    expect((early.body as { code: string }).code).toBe('draw_too_early');
    await setBusinessTime(app, '2025-11-21T09:00:00+08:00');
    expect(await waits()).toMatchObject([{ id, action: { href } }]);
    await app.http
      .post(href)
      .set({ ...bureau.officer.auth, 'If-Match': `"${version}"` })
      .send({})
      .expect(200);
    expect(await waits()).toEqual([]);
  });

  it('wait on the desk of each expert alone until they are answered, due on the first day of the review', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    const experts = await Promise.all([0, 1, 2].map(() => makeExpert()));
    const review = await issued();
    const { places } = await drawn(review, 2);
    const named = (at: number) => experts.find(({ id }) => id === places?.[at]?.user) as TestAccount;
    const [comes, refuses] = [named(0), named(1)];
    const next = experts.find((expert) => expert !== comes && expert !== refuses) as TestAccount;
    const [task] = await tasks(comes);
    expect(task).toMatchObject({
      title: expect.stringMatching(/^Invitation to review to be answered: .+, lot 1$/),
      subject: { type: 'tender', id: review.id },
      lot: 1,
      dueOn: '2025-11-25',
      overdue: false,
    });
    // Who reads the calendar of an expert, or their mail, is not told of it.
    const { body: key } = await app.http.post('/api/v1/me/calendar-key').set(comes.auth).expect(201);
    const { text } = await app.http
      .get((key as { address: string }).address)
      .buffer(true)
      .expect(200);
    expect(text).not.toMatch(/VEVENT|expert|评审/);
    expect(await tasks(next)).toEqual([]);
    for (const other of [bureau.officer, supervisor, await makeUser(app, 'panel_member')])
      expect(await tasks(other)).toEqual([]);
    await setBusinessTime(app, '2025-11-26T00:00:00+08:00');
    expect(await tasks(comes)).toMatchObject([{ overdue: true }]);
    await setBusinessTime(app, '2025-11-24T09:00:00+08:00');
    expect(await answer(comes, 'accept')).toBe(task?.id);
    expect(await tasks(comes)).toEqual([]);
    await answer(refuses, 'refuse', { reason: '出差' });
    expect(await tasks(refuses)).toEqual([]);
    expect(await tasks(next)).toHaveLength(1);
  });

  it('end with the report of the panel: who has not answered is asked no more, and accepts no more', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    const expert = await makeExpert();
    const { draft } = await issued();
    const review = Reviewing.of(app, draft, await makeReviewers(app, 5), 1);
    await drawn(review, 1);
    await setBusinessTime(app, '2025-11-26T09:00:00+08:00');
    await review.open(['180000.00', '190000.00', '200000.00']);
    expect(await tasks(expert)).toMatchObject([{ overdue: true }]);
    await review.reported();
    expect(await tasks(expert)).toEqual([]);
    const { body } = await get('expert-invitations', expert).expect(200);
    const [{ id, version }] = (body as { items: [{ id: string; version: number }] }).items;
    const late = await send(`expert-invitations/${id}/actions/accept`, {}, expert, version);
    expect([late.status, (late.body as { code: string }).code]).toEqual([409, 'wrong_state']);
    await send(`expert-invitations/${id}/actions/refuse`, { reason: '评审已结束' }, expert, version).expect(200);
  });

  it('end with a lot that fails, whose draw is opened when its end cannot be challenged any more', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    const expert = await makeExpert();
    const review = await issued();
    const draw = await drawn(review, 1);
    expect(await tasks(expert)).toHaveLength(1);
    await setBusinessTime(app, '2025-11-26T09:00:00+08:00');
    await review.open(['180000.00', '190000.00', '200000.00']);
    expect((await review.qualify([review.bids[0] as string])).lotState).toBe('failed');
    expect(await tasks(expert)).toEqual([]);
    // Its notice to the 27th, seven working days to the 8th of December.
    expect(await readDraw(review, draw)).toMatchObject({
      opened: false,
      opensOn: '2025-12-09',
      seed: null,
      places: null,
    });
    const loser = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    await setBusinessTime(app, '2025-11-28T09:00:00+08:00');
    const challenge = { tender: review.id, lot: 1, stage: 'process', grounds: '资格审查有误', requests: '重新审查' };
    const { id, version } = (await send('challenges', challenge, loser).expect(201)).body as Draw;
    await setBusinessTime(app, '2025-12-09T09:00:00+08:00');
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, opensOn: null, seed: null });
    const answered = { result: 'not_upheld', reason: '资格审查依据采购文件作出' };
    await send(`challenges/${id}/actions/answer`, answered, bureau.officer, version).expect(200);
    // Its seven working days to be answered end on the 9th, fifteen to complain on the 30th of December.
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, opensOn: '2025-12-31' });
    await setBusinessTime(app, '2025-12-30T23:59:00+08:00');
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, places: null });
    await setBusinessTime(app, '2025-12-31T00:00:00+08:00');
    const opened = await readDraw(review, draw);
    expect(opened).toMatchObject({ opened: true, seedHash: draw.seedHash, places: [{ user: expert.id }] });
    expect(opened.seed).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are opened as well once a complaint was upheld that changes nothing of the end of the lot', async () => {
    await app.dataSource.query(`UPDATE expert SET active = false`);
    const people = [await makeExpert(), await makeExpert()];
    const review = await issued();
    const draw = await drawn(review, 1);
    const [first, next] = (await tasks(people[0] as TestAccount)).length > 0 ? people : people.toReversed();
    await setBusinessTime(app, '2025-11-26T09:00:00+08:00');
    await review.open(['180000.00', '190000.00', '200000.00']);
    expect((await review.qualify([review.bids[0] as string])).lotState).toBe('failed');
    const loser = await makeUser(app, 'agency_manager', review.offers[0]?.bidder);
    await setBusinessTime(app, '2025-11-28T09:00:00+08:00');
    const complaint = await acceptedComplaint(app, bureau, loser, { tender: review.id, lot: 1 });
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, opensOn: null });
    const decision = {
      result: 'upheld',
      affectsResult: false,
      effect: 'none',
      reference: '财决1号',
      reason: '不影响结果',
    };
    const { status } = await actOnRemedy(app, 'complaints', complaint, 'decide', decision, bureau.finance);
    expect(status).toBe(200);
    // Nobody else is asked to a lot that has ended.
    await answer(first as TestAccount, 'refuse', { reason: '项目已终止' });
    expect((await get('expert-invitations', next as TestAccount).expect(200)).body).toEqual({ items: [] });
    // The challenge was answered on the 28th, the day on which it came: the days for answering it end on the 9th of December
    // all the same, and fifteen working days after them on the 30th.
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, opensOn: '2025-12-31' });
    await setBusinessTime(app, '2025-12-30T23:59:00+08:00');
    expect(await readDraw(review, draw)).toMatchObject({ opened: false, seed: null });
    await setBusinessTime(app, '2025-12-31T00:00:00+08:00');
    expect(await readDraw(review, draw)).toMatchObject({ opened: true });
  });

  it.each([
    ['2025-11-25', 'clear', '0'],
    ['2025-11-26', 'triggered', '1'],
  ])(
    'drawn two working days before the 25th are told to the supervisor by M04: begun on %s is %s',
    async (day, state, value) => {
      const document = await upload(app, bureau.officer);
      const reviewers = await makeReviewers(app, 5);
      const { draft } = await issued();
      await setBusinessTime(app, '2025-11-24T09:00:00+08:00');
      const library = {
        lot: 1,
        source: 'library',
        reviewOn: '2025-11-25',
        reference: '抽取12号',
        drawnOn: '2025-11-21',
      };
      const experts = reviewers.map(({ id }) => ({ user: id }));
      await send(`tenders/${draft.id}/review/draws`, { ...library, document, experts }, bureau.officer).expect(201);
      const judge = async (): Promise<object[]> => {
        await world.settle();
        const path = `risk/assessments?indicator=M04&subject=tender:${draft.id}`;
        return ((await get(path, supervisor).expect(200)).body as { items: object[] }).items;
      };
      expect(await judge()).toMatchObject([{ state: 'not_applicable', reason: { code: 'review_not_begun' } }]);
      await setBusinessTime(app, `${day}T09:00:00+08:00`);
      const review = Reviewing.of(app, draft, reviewers, 1);
      await review.open(['180000.00', '190000.00', '200000.00']);
      await review.appointAll();
      await review.qualify();
      expect(await judge()).toMatchObject([{ state: 'not_applicable' }]);
      await review.declareAll();
      expect(await judge()).toMatchObject([{ state, value, severity: 'notice', basis: { kind: 'POLICY' } }]);
      const incremental = await world.stored();
      expect((await world.reassess()).changed).toBe(0);
      expect(await world.stored()).toEqual(incremental);
    },
  );
});
