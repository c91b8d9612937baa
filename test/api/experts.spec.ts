import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { upload } from '../support/acceptances.js';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBureau, setBusinessTime, type Bureau, makeThreshold } from '../support/drafts.js';
import { feedOf, placed } from '../support/feed.js';
import { everybody } from '../support/non-interference.js';
import { Reviewing } from '../support/reviews.js';
import { RiskWorld } from '../support/risk-world.js';
import { readVersion } from '../support/version.js';

interface DrawView {
  id: string;
  version: number;
  lotId: string;
  state: string;
  opened: boolean;
  seedHash: string | null;
  poolHash: string | null;
  seed: string | null;
  consent: { number: string } | null;
  places:
    | {
        place: number;
        user: string | null;
        name: string | null;
        hash: string | null;
        state: string;
        reason: string | null;
      }[]
    | null;
  excluded: { user: string; ground: string }[] | null;
  allowedActions: { name: string }[];
}
interface Invitation {
  id: string;
  version: number;
  state: string;
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const REVIEW_ON = '2025-11-25';

/** Regulation article 39: reviewers are drawn. */
describe('experts of a panel', () => {
  let app: TestApp;
  let bureau: Bureau;
  let authority: string;
  let document: string;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    document = await upload(app, bureau.officer);
    const [seat] = await app.dataSource.query<{ body: string }[]>(
      `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
      [bureau.finance.id],
    );
    authority = seat?.body ?? '';
  });
  afterAll(() => app.close());

  const send = (path: string, body: object, by: TestAccount, version?: number) =>
    app.http
      .post(`/api/v1/${path}`)
      .set({ ...by.auth, ...(version !== undefined && { 'If-Match': `"${version}"` }) })
      .send(body);
  const codeOf = ({ status, body }: { status: number; body: unknown }): [number, string | undefined] => [
    status,
    (body as { code?: string }).code,
  ];
  const get = (path: string, by: TestAccount | null) => app.http.get(`/api/v1/${path}`).set(by?.auth ?? {});
  const issued = async (reviewers: TestAccount[] = [], more: Parameters<typeof Reviewing.begin>[4] = {}) => {
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    return Reviewing.begin(app, bureau, reviewers, undefined, { opened: false, ...more });
  };
  const drawsOf = ({ id }: Reviewing) => `tenders/${id}/review/draws`;
  const addToPool = (user: TestAccount, more: object = {}, by = bureau.finance) =>
    send('experts', { organisation: authority, user: user.id, fields: ['ELDERLY_HOME_CARE'], ...more }, by);
  const makeExpert = async (more: object = {}): Promise<TestAccount> => {
    const user = await makeUser(app, 'panel_member');
    const answer = await addToPool(user, more);
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    return user;
  };
  const emptyPool = () => app.dataSource.query(`UPDATE expert SET active = false`);
  const prepare = (review: Reviewing, more: object = {}) =>
    send(drawsOf(review), { lot: 1, source: 'pool', size: 4, reviewOn: REVIEW_ON, ...more }, bureau.officer);
  const act = (review: Reviewing, draw: DrawView, action: string, body: object = {}, by = bureau.officer) =>
    send(`${drawsOf(review)}/${draw.id}/actions/${action}`, body, by, draw.version);
  const read = async (review: Reviewing, draw: { id: string }, by: TestAccount | null = bureau.officer) =>
    (await get(`${drawsOf(review)}/${draw.id}`, by).expect(200)).body as DrawView;
  /** Whom the draw put in which place, as nobody is told. */
  const orderOf = async ({ id }: DrawView): Promise<string[]> =>
    (
      await app.dataSource.query<{ user: string }[]>(
        `SELECT user_id AS user FROM expert_place WHERE draw_id = $1 ORDER BY place`,
        [id],
      )
    ).map(({ user }) => user);
  const invitation = async (user: TestAccount): Promise<Invitation> => {
    const { items } = (await get('expert-invitations', user).expect(200)).body as { items: [Invitation] };
    return items[0];
  };
  const answer = async (user: TestAccount, action: 'accept' | 'refuse', body: object = {}) => {
    const { id, version } = await invitation(user);
    return send(`expert-invitations/${id}/actions/${action}`, body, user, version);
  };
  const appoint = async (review: Reviewing, user: TestAccount) =>
    app.http
      .post(`/api/v1/tenders/${review.id}/review/members`)
      .set(bureau.officer.auth)
      .send({ lot: 1, user: user.id, kind: 'expert' });

  it('are drawn by a seed whose hash stands before, in secret, and anybody repeats the draw after the result', async () => {
    await emptyPool();
    const [agent, joint] = [await makeBody(app, { kind: 'agent' }), await makeBody(app)];
    const free = await Promise.all([0, 1, 2, 3, 4, 5].map(() => makeExpert()));
    const [ofAgent, ofJoint] = [await makeExpert({ ties: [agent] }), await makeExpert({ ties: [joint] })];
    // Another pool of the region knows the tie, and lists the expert for another field.
    const above = await makeBody(app, { kind: 'finance_authority', region: '990000' });
    const ofBoth = await makeExpert();
    const inBoth = { organisation: above, fields: ['OTHER'], ties: [agent] };
    expect((await addToPool(ofBoth, inBoth, await makeUser(app, 'finance_authority', above))).status).toBe(201);
    const ofBuyer = await makeAccount(
      app,
      { role: 'panel_member', organisation: await makeBody(app) },
      { role: 'bureau_officer', organisation: bureau.id },
    );
    expect((await addToPool(ofBuyer)).status).toBe(201);
    await makeExpert({ fields: ['OTHER'] });
    const named = (id: string): TestAccount => free.find((user) => user.id === id) as TestAccount;

    const first = await issued([], { agent, terms: { jointBuyers: [joint] } });
    const made = await prepare(first);
    expect([made.status, made.headers.location]).toEqual([201, `/api/v1/${drawsOf(first)}/${made.body.id}`]);
    const prepared = made.body as DrawView;
    expect(prepared).toMatchObject({ state: 'prepared', seed: null, poolHash: null, places: [] });
    const everyone = await read(first, prepared, null);
    expect(everyone).toMatchObject({ seedHash: prepared.seedHash, seed: null, places: null, allowedActions: [] });
    expect(codeOf(await prepare(first))).toEqual([409, 'draw_standing']);

    for (const early of ['2025-11-04T09:00:00+08:00', '2025-11-20T23:59:00+08:00']) {
      await setBusinessTime(app, early);
      const refused = await act(first, prepared, 'draw');
      expect(codeOf(refused)).toEqual([422, 'draw_too_early']);
      expect(refused.body).toMatchObject({ rule: 'EXPERT-DRAW-2WD', basis: { confidence: 'POLICY' } });
      expect(refused.body).toMatchObject({ facts: { earliest: '2025-11-21' } });
    }
    await setBusinessTime(app, '2025-11-21T00:00:00+08:00');
    const drawn = (await act(first, prepared, 'draw')).body as DrawView;
    expect(drawn.state).toBe('drawn');
    const places = drawn.places ?? [];
    expect(places.map(({ state }) => state)).toEqual([...Array(4).fill('invited'), 'waiting', 'waiting']);
    const order = await orderOf(drawn);
    expect(order.toSorted()).toEqual(free.map(({ id }) => id).toSorted());
    // Who comes next is told to nobody, lest room is made for him.
    expect(places.map(({ user }) => user)).toEqual([...order.slice(0, 4), null, null]);
    expect(places.map(({ name }) => name === null)).toEqual([false, false, false, false, true, true]);
    expect(drawn.excluded?.toSorted((a, b) => (a.ground + a.user < b.ground + b.user ? -1 : 1))).toEqual([
      ...[ofAgent.id, ofBoth.id].toSorted().map((user) => ({ user, ground: 'tied_to_agent' })),
      ...[ofBuyer.id, ofJoint.id].toSorted().map((user) => ({ user, ground: 'tied_to_buyer' })),
    ]);

    // Who was drawn and has not accepted is not appointed, nor a stranger.
    const [one, two, three, four, five, six] = order.map(named) as [
      TestAccount,
      TestAccount,
      TestAccount,
      TestAccount,
      TestAccount,
      TestAccount,
    ];
    for (const user of [one, await makeUser(app, 'panel_member')]) {
      const refused = await appoint(first, user);
      expect(codeOf(refused)).toEqual([422, 'expert_not_drawn']);
      expect(refused.body).toMatchObject({ rule: 'EXPERT-DRAW', basis: { confidence: 'B' } });
    }
    expect((await get('expert-invitations', five).expect(200)).body).toEqual({ items: [] });
    expect((await answer(one, 'refuse', { reason: '出差' })).status).toBe(200);
    expect((await invitation(five)).state).toBe('invited');
    for (const user of [two, three, four]) expect((await answer(user, 'accept')).body.state).toBe('accepted');
    expect(codeOf(await act(first, await read(first, drawn), 'invite-next', { reason: '多邀请一人' }))).toEqual([
      422,
      'places_filled',
    ]);
    const next = { place: 5, reason: '电话无人接听' };
    expect((await act(first, await read(first, drawn), 'invite-next', next)).status).toBe(200);
    expect((await answer(six, 'accept')).status).toBe(200);
    expect(codeOf(await act(first, await read(first, drawn), 'invite-next', { ...next, place: 6 }))).toEqual([
      422,
      'no_place_left',
    ]);
    expect(codeOf(await send(`expert-invitations/${(await invitation(two)).id}/actions/accept`, {}, three, 2))).toEqual(
      [404, 'not_found'],
    );

    // Until the result nobody but those who appoint reads a name, and nobody the seed.
    const people = await everybody(app, bureau.id);
    const others = new Map<string, TestAccount | null>([
      ...people,
      ['another expert', ofAgent],
      ['officer elsewhere', (await makeBureau(app)).officer],
      ['finance of the place', bureau.finance],
    ]);
    // That somebody has an account says nothing of a draw: an auditor reads of every one.
    const listWithoutAccounts = (text: string): string => {
      const { items } = (text.startsWith('{') ? JSON.parse(text) : {}) as { items?: { aggregate?: string }[] };
      return items ? JSON.stringify(items.filter(({ aggregate }) => aggregate !== 'user')) : text;
    };
    const tellers = async (): Promise<string[]> => {
      await placed(app);
      const found: string[] = [];
      const paths = [
        drawsOf(first),
        `${drawsOf(first)}/${drawn.id}`,
        `tenders/${first.id}`,
        `tenders/${first.id}/review`,
        'expert-invitations',
        'audit/entries?limit=200',
        'tasks',
        ...[`expert_draw:${drawn.id}`, `tender:${first.id}`].map((subject) => `history?subject=${subject}`),
        ...(await app.dataSource.query<{ id: string }[]>(`SELECT id FROM expert_place`)).flatMap(({ id }) => [
          `history?subject=expert_place:${id}`,
          `audit/entries?subject=expert_place:${id}`,
        ]),
      ];
      for (const [role, by] of others) {
        const texts = [await feedOf(app, by)];
        for (const path of paths) texts.push(listWithoutAccounts((await get(path, by)).text));
        // The other bureau's authority keeps no pool of this place.
        if (free.some(({ id, login }) => texts.some((text) => text.includes(id) || text.includes(login))))
          found.push(role);
      }
      return found;
    };
    expect(await tellers()).toEqual(['bureau_officer']);
    expect((await get('metrics', null)).text).not.toContain(drawn.id);
    const [stored] = await app.dataSource.query<{ seed: Buffer; outbox: string }[]>(
      `SELECT d.seed, (SELECT string_agg(o.payload::text, ' ') FROM outbox o WHERE o.aggregate_type ~ '^(expert|review|lot|tender)') AS outbox FROM expert_draw d WHERE d.id = $1`,
      [drawn.id],
    );
    for (const { id } of [...free, ofAgent, ofBuyer]) expect(stored?.outbox.includes(`"${id}"`)).toBe(false);

    await setBusinessTime(app, '2025-11-25T09:00:00+08:00');
    const representative = await makeUser(app, 'panel_member');
    const review = Reviewing.of(app, first.draft, [two, three, four, six, representative], 1);
    await review.open(['180000.00', '190000.00', '200000.00']);
    await review.reported();
    const step = async (action: string, body: object, by: TestAccount) => {
      const version = await readVersion(app, 'tender', review.id);
      const sent = await send(`tenders/${review.id}/awards/actions/${action}`, { lot: 1, ...body }, by, version);
      expect([action, sent.status, sent.body.code]).toEqual([action, 200, undefined]);
    };
    const mandated = await makeUser(app, 'procurement_agent', agent);
    await step('deliver-report', {}, mandated);
    await setBusinessTime(app, '2025-11-26T09:00:00+08:00');
    await step('confirm', { bid: review.bids[0] }, bureau.approver);
    expect((await read(first, drawn, null)).opened).toBe(false);
    await step('publish-result', {}, mandated);

    const opened = await read(first, drawn, null);
    expect(opened).toMatchObject({ opened: true, seedHash: prepared.seedHash, poolHash: drawn.poolHash });
    const shown = opened.places ?? [];
    const pool = shown.map(({ user }) => user).toSorted();
    expect(sha256(opened.seed ?? '')).toBe(opened.seedHash);
    expect(sha256(pool.join('|'))).toBe(opened.poolHash);
    const urn = sha256([opened.seed, opened.lotId, ...pool].join('|'));
    const again = pool
      .map((user) => ({ user, hash: sha256(`${urn}|${user}`) }))
      .toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
    expect(shown.map(({ user, hash }) => ({ user, hash }))).toEqual(again);
    expect(shown.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', '出差'],
      ['accepted', null],
      ['accepted', null],
      ['accepted', null],
      ['replaced', '电话无人接听'],
      ['accepted', null],
    ]);
    expect(shown.every(({ name }) => name !== null)).toBe(true);
    expect(opened.excluded).toHaveLength(4);
  });

  it('are recorded as the library has drawn them, with its record and who refused', async () => {
    const [comes, refused] = [await makeUser(app, 'panel_member'), await makeUser(app, 'panel_member')];
    const review = await issued();
    const library = {
      ...{
        lot: 1,
        source: 'library',
        reviewOn: REVIEW_ON,
        reference: '专家抽取〔2025〕12号',
        drawnOn: '2025-11-21',
        document,
      },
      experts: [{ user: comes.id }, { user: refused.id, refusal: '有课' }],
    };
    const record = (more: object) => send(drawsOf(review), { ...library, ...more }, bureau.officer);
    await setBusinessTime(app, '2025-11-24T10:00:00+08:00');
    const early = await record({ drawnOn: '2025-11-20' });
    expect(codeOf(early)).toEqual([422, 'draw_too_early']);
    for (const [field, more] of [
      ['document', { document: undefined }],
      ['reference', { reference: undefined }],
      ['experts', { experts: undefined }],
      ['experts', { experts: [{ user: comes.id }, { user: comes.id.toUpperCase() }] }],
      ['drawnOn', { drawnOn: '2025-11-25' }],
      ['reviewOn', { reviewOn: '2025-11-23' }],
      ['experts/0/user', { experts: [{ user: bureau.approver.id }] }],
      ['document/0', { document: '2f1c9d0e-0000-4000-8000-000000000000' }],
    ] as const) {
      const answered = await record(more);
      const { errors } = answered.body as { errors?: { pointer: string }[] };
      expect([field, answered.status, errors?.[0]?.pointer]).toEqual([
        field,
        field.includes('/') ? 404 : 400,
        `/${field}`,
      ]);
    }
    expect((await get(drawsOf(review), bureau.officer)).body).toMatchObject({ items: [] });
    const made = await record({});
    expect([made.status, (made.body as DrawView).places?.map(({ state }) => state)]).toEqual([
      201,
      ['accepted', 'refused'],
    ]);
    expect(codeOf(await appoint(review, refused))).toEqual([422, 'expert_not_drawn']);
    expect((await appoint(review, comes)).status).toBe(200);
    // Who left the panel comes back by another draw alone.
    const [seat] = (await review.read()).members;
    await review.must(`members/${seat?.id}/actions/remove`, { ground: 'health', reason: '住院' }, bureau.officer);
    expect(codeOf(await appoint(review, comes))).toEqual([422, 'expert_not_drawn']);
    expect((await read(review, made.body as DrawView)).places?.[0]).toMatchObject({
      state: 'replaced',
      reason: '住院',
    });
    const [back, next] = [await record({ experts: [{ user: comes.id }] }), await makeUser(app, 'panel_member')];
    expect([back.status, (await appoint(review, comes)).status]).toEqual([201, 200]);
    const [again] = (await review.read()).members;
    const replace = async () => {
      const body = { lot: 1, ground: 'health', reason: '住院', user: next.id };
      const version = await readVersion(app, 'tender', review.id);
      return send(`tenders/${review.id}/review/members/${again?.id}/actions/replace`, body, bureau.officer, version);
    };
    expect(codeOf(await replace())).toEqual([422, 'expert_not_drawn']);
    expect((await record({ experts: [{ user: next.id }] })).status).toBe(201);
    expect((await replace()).status).toBe(200);
  });

  it('are picked by hand with the consent of the responsible budget unit alone, which the supervisor sees', async () => {
    const expert = await makeUser(app, 'panel_member');
    const review = await issued();
    const consent = {
      body: '示例市民政局',
      number: '同意〔2025〕3号',
      on: '2025-11-03',
      reason: '专业性强，难以随机抽取',
    };
    const picked = { lot: 1, source: 'picked', reviewOn: REVIEW_ON, document, experts: [{ user: expert.id }], consent };
    for (const missing of [{ consent: undefined }, { document: undefined }]) {
      const refused = await send(drawsOf(review), { ...picked, ...missing }, bureau.officer);
      expect(codeOf(refused)).toEqual([422, 'draw_consent_missing']);
      expect(refused.body).toMatchObject({ rule: 'EXPERT-DRAW' });
    }
    expect(codeOf(await appoint(review, expert))).toEqual([422, 'expert_not_drawn']);
    const made = (await send(drawsOf(review), picked, bureau.officer).expect(201)).body as DrawView;
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    expect(await read(review, made, supervisor)).toMatchObject({ source: 'picked', consent, places: null });
    expect(await read(review, made, await makeUser(app, 'agency_manager'))).toMatchObject({
      consent: null,
      places: null,
    });
    await placed(app);
    expect(await feedOf(app, supervisor)).toContain('expert_draw.recorded');
    expect((await appoint(review, expert)).status).toBe(200);
  });

  it('who were picked by hand are a fact for the supervisor, and a risk where as many could have been drawn', async () => {
    await emptyPool();
    const world = new RiskWorld(app, 'live');
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990000' }));
    const consent = { body: '示例市民政局', number: '同意〔2025〕4号', on: '2025-11-03', reason: '专业性强' };
    const pick = async (): Promise<[Reviewing, DrawView]> => {
      const [review, expert] = [await issued(), await makeUser(app, 'panel_member')];
      const picked = {
        lot: 1,
        source: 'picked',
        reviewOn: REVIEW_ON,
        document,
        experts: [{ user: expert.id }],
        consent,
      };
      return [review, (await send(drawsOf(review), picked, bureau.officer).expect(201)).body as DrawView];
    };
    const judge = async ({ id }: Reviewing): Promise<object[]> => {
      await world.settle();
      const path = `risk/assessments?indicator=M03&subject=tender:${id}`;
      return ((await get(path, supervisor).expect(200)).body as { items: object[] }).items;
    };
    const [alone, none] = await pick();
    expect(await read(alone, none, supervisor)).toMatchObject({ drawable: 0 });
    expect(await read(alone, none, await makeUser(app, 'agency_manager'))).toMatchObject({ drawable: null });
    expect(await judge(alone)).toMatchObject([
      {
        state: 'clear',
        evidence: expect.arrayContaining([
          { record: `expert_draw:${none.id}`, field: 'consent.number', value: consent.number },
        ]),
      },
    ]);
    await makeExpert();
    const [avoidable] = await pick();
    expect(await judge(avoidable)).toMatchObject([{ state: 'triggered', severity: 'risk', value: '1' }]);
    expect(await judge(alone)).toMatchObject([{ state: 'clear' }]);
    // As an older database may hold it: nobody was drawn for the seat.
    await app.dataSource.query(
      `WITH made AS (INSERT INTO review (id, tender_id, lot_id, created_at) SELECT gen_random_uuid(), $1, id, business_now() FROM lot WHERE tender_id = $1 RETURNING id)
       INSERT INTO review_member (review_id, user_id, kind, appointed_at) SELECT id, $2, 'expert', business_now() FROM made`,
      [avoidable.id, (await makeUser(app, 'panel_member')).id],
    );
    await world.reassess();
    expect(await judge(avoidable)).toMatchObject([{ state: 'triggered', severity: 'violation', value: '1' }]);
  });

  it('are not picked, nor of the library, as long as somebody whom the draw fell on waits to be asked', async () => {
    await emptyPool();
    const pool = [await makeExpert(), await makeExpert()];
    const review = await issued();
    const draw = (await prepare(review, { size: 1 }).expect(201)).body as DrawView;
    const friend = await makeUser(app, 'panel_member');
    const common = { lot: 1, reviewOn: REVIEW_ON, document, experts: [{ user: friend.id }] };
    const consent = { body: '示例市民政局', number: '同意〔2025〕4号', on: '2025-11-03', reason: '难以随机抽取' };
    const library = { ...common, source: 'library', reference: '专家抽取〔2025〕13号', drawnOn: '2025-11-21' };
    await setBusinessTime(app, '2025-11-21T09:00:00+08:00');
    const drawn = (await act(review, draw, 'draw')).body as DrawView;
    const record = (body: object) => send(drawsOf(review), body, bureau.officer);
    for (const body of [library, { ...common, source: 'picked', consent }])
      expect(codeOf(await record(body))).toEqual([409, 'draw_standing']);
    const [first, second] = (await orderOf(drawn)).map((user) => pool.find(({ id }) => id === user));
    for (const user of [first, second])
      expect((await answer(user as TestAccount, 'refuse', { reason: '出差' })).status).toBe(200);
    expect((await record(library)).status).toBe(201);
  });

  it('are prepared anew where a draw stands that the pool is too small for, and never once they are drawn', async () => {
    await emptyPool();
    await makeExpert();
    const review = await issued();
    const first = (await prepare(review, { size: 2 }).expect(201)).body as DrawView;
    await setBusinessTime(app, '2025-11-21T09:00:00+08:00');
    expect(codeOf(await act(review, first, 'draw'))).toEqual([422, 'pool_too_small']);
    expect(codeOf(await prepare(review, { size: 1 }))).toEqual([409, 'draw_standing']);
    expect(codeOf(await act(review, first, 'withdraw'))).toEqual([400, 'validation_failed']);
    const reason = { reason: '专家库人数不足' };
    expect(codeOf(await act(review, first, 'withdraw', reason, bureau.approver))).toEqual([403, 'not_permitted']);
    expect(await read(review, first)).toMatchObject({ state: 'prepared', version: first.version });
    expect((await act(review, first, 'withdraw', reason)).body).toMatchObject({ state: 'withdrawn', seed: null });
    expect(await read(review, first, null)).toMatchObject({ state: 'withdrawn', seedHash: first.seedHash, seed: null });
    const again = await read(review, first);
    expect(codeOf(await act(review, again, 'draw'))).toEqual([409, 'wrong_state']);
    const second = (await prepare(review, { size: 1 }).expect(201)).body as DrawView;
    const drawn = (await act(review, second, 'draw').expect(200)).body as DrawView;
    expect(codeOf(await act(review, drawn, 'withdraw', reason))).toEqual([409, 'wrong_state']);
  });

  it('stand in the pool of the authority of the region, which alone keeps and reads it', async () => {
    await emptyPool();
    const user = await makeUser(app, 'panel_member');
    const made = await addToPool(user);
    const { id } = made.body as { id: string };
    expect([made.status, made.headers.location]).toEqual([201, `/api/v1/experts/${id}`]);
    expect(codeOf(await addToPool(user))).toEqual([409, 'expert_listed']);
    expect(codeOf(await addToPool(bureau.approver))).toEqual([404, 'not_found']);
    const stranger = await makeUser(app, 'panel_member');
    expect(codeOf(await addToPool(stranger, { ties: [stranger.id] }))).toEqual([422, 'dataset_mismatch']);
    expect(codeOf(await addToPool(stranger, { fields: ['NONE'] }))).toEqual([400, 'validation_failed']);
    const elsewhere = (await makeBureau(app)).finance;
    expect(codeOf(await addToPool(stranger, {}, elsewhere))).toEqual([403, 'not_permitted']);
    expect(codeOf(await addToPool(stranger, {}, bureau.officer))).toEqual([403, 'not_permitted']);
    expect((await get(`experts/${id}`, elsewhere)).status).toBe(404);
    expect((await get('experts?field=ORG_INCUBATION', bureau.finance).expect(200)).body).toMatchObject({ items: [] });
    const listed = (await get('experts?field=ELDERLY_HOME_CARE&limit=200', bureau.finance).expect(200)).text;
    expect(listed).toContain(user.id);

    const review = await issued();
    const draw = (await prepare(review, { size: 1, reviewOn: '2025-11-24' }).expect(201)).body as DrawView;
    const change = (body: object, version: number, by = bureau.finance) =>
      app.http.patch(`/api/v1/experts/${id}`).set(by.auth).set('If-Match', `"${version}"`).send(body);
    expect(codeOf(await change({ active: false }, 1, elsewhere))).toEqual([404, 'not_found']);
    expect((await change({ active: false }, 1).expect(200)).body).toMatchObject({ version: 2, active: false });
    expect(codeOf(await change({ active: true }, 1))).toEqual([412, 'stale_version']);
    await setBusinessTime(app, '2025-11-20T09:00:00+08:00');
    const small = await act(review, draw, 'draw');
    expect(codeOf(small)).toEqual([422, 'pool_too_small']);
    expect(small.body).toMatchObject({ facts: { size: 1, left: 0 } });
    expect((await change({ active: true, ties: [], fields: ['ELDERLY_HOME_CARE', 'OTHER'] }, 2)).status).toBe(200);
    expect((await act(review, draw, 'draw')).status).toBe(200);
  });
});
