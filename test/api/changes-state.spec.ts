import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { makeAccount, makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { Drafting, makeLine } from '../support/drafts.js';
import { placed } from '../support/feed.js';
import { given, Recorder } from '../support/purchases.js';
import { countQueries } from '../support/statements.js';

interface Item {
  position: number;
  event: string;
  aggregate: string;
  id: string;
  kind: string;
  state?: Record<string, unknown> | null;
  stateOmitted?: string | null;
}
interface Page {
  items: Item[];
  position: number;
  epoch: string;
}
type Auth = Record<string, string>;

describe('the feed with the state of its objects', () => {
  let app: TestApp;
  let parties: Parties;
  let officer: TestAccount;
  let contract: string;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    parties = await makeParties(app);
    ({ officer } = parties.bureau);
    ({ id: contract } = await begin());
  });
  afterAll(() => app.close());

  const begin = async (): Promise<Contracting> => {
    const made = await Contracting.signed(app, parties, {}, { window: { start: '2025-12-15', end: '2026-12-14' } });
    await made.must('start');
    return made;
  };
  const read = async (query: string, auth: Auth = officer.auth): Promise<Page> => {
    await placed(app);
    return (await app.http.get(`/api/v1/changes?${query}&limit=200`).set(auth).expect(200)).body as Page;
  };
  const get = async (path: string, auth: Auth): Promise<Record<string, unknown>> =>
    (await app.http.get(`/api/v1/${path}`).set(auth).expect(200)).body as Record<string, unknown>;
  /** As its address shows it, but for what stands in the way of each action, which is asked of the address alone. */
  const getContract = async (auth: Auth): Promise<Record<string, unknown>> => {
    const { allowedActions, here, ...shown } = (await get(`contracts/${contract}`, auth)) as {
      allowedActions: Record<string, unknown>[];
      here: Record<string, unknown> | null;
    };
    const without = (member: string, whole: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(whole).filter(([name]) => name !== member));
    return {
      ...shown,
      allowedActions: allowedActions.map((action) => without('needs', action)),
      here: here && without('lacks', here),
    };
  };
  const head = async () => (await read('include=state')).position;

  it('shows a contract that goes on here, with its payments, to each of its parties as their own address does', async () => {
    const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' }));
    for (const { auth } of [officer, parties.manager, supervisor]) {
      const { items } = await read('include=state', auth);
      const own = await getContract(auth);
      const payments = (await get(`contracts/${contract}/payments`, auth))['items'] as { id: string }[];
      const contracts = items.filter(({ aggregate }) => aggregate === 'contract');
      expect(contracts.length).toBeGreaterThan(1);
      for (const { state } of contracts) expect(state).toEqual(own);
      for (const { id, state } of items.filter(({ aggregate }) => aggregate === 'payment'))
        expect(state).toEqual(payments.find((payment) => payment.id === id));
      expect(items.filter(({ aggregate }) => aggregate === 'payment')).not.toEqual([]);
    }
  });

  it('shows needs, service lines and records of service to who may read them, as their addresses and lists do', async () => {
    const post = async (path: string, body: object, auth = officer.auth) => {
      const answer = await app.http.post(`/api/v1/${path}`).set(auth).send(body);
      expect([answer.status, answer.text]).toEqual([201, answer.text]);
      return (answer.body as { id: string }).id;
    };
    const line = await makeLine(app, officer, '虚构助餐');
    const need = await post('needs', { title: '助餐', serviceLine: line, headcount: 1, source: { kind: 'statement' } });
    const worker = await makeUser(app, 'agency_worker', parties.agency);
    const done = { servedOn: '2025-12-20', form: 'visit', minutes: 60, workers: {}, participants: 1 };
    const record = await post(`contracts/${contract}/service-records`, done, worker.auth);
    const records = (await get(`contracts/${contract}/service-records`, officer.auth))['items'] as { id: string }[];
    const { items } = await read('include=state');
    const stateOf = (id: string, from = items) => from.find((item) => item.id === id)?.state;
    expect(stateOf(need)).toEqual(await get(`needs/${need}`, officer.auth));
    expect(stateOf(line)).toEqual(await get(`service-lines/${line}`, officer.auth));
    expect(records.filter(({ id }) => id === record)).toEqual([stateOf(record)]);
    // A key without the scopes reads what is public alone.
    const { key } = (
      await app.http
        .post('/api/v1/api-keys')
        .set(officer.auth)
        .send({ name: '对接', scopes: ['changes.read'] })
        .expect(201)
    ).body as { key: string };
    const seen = (await read('include=state', { Authorization: `Bearer ${key}` })).items;
    expect([stateOf(need, seen), stateOf(record, seen)]).toEqual([null, null]);
    expect(stateOf(line, seen)).toMatchObject({ id: line });
  });

  it('comes in the language that is asked for, and without states where nobody asks', async () => {
    const find = async (language: string) => {
      const { items } = await read('include=state', { ...officer.auth, 'Accept-Language': language });
      return items.find(({ aggregate }) => aggregate === 'contract')?.state;
    };
    const own = await getContract({ ...officer.auth, 'Accept-Language': 'en' });
    expect(await find('en')).toEqual(own);
    expect(await find('zh')).not.toEqual(own);
    for (const item of (await read('')).items) expect(item).not.toHaveProperty('state');
  });

  it('shows a key no more than its scopes let it read', async () => {
    const recorder = await Recorder.of(app);
    const body = { name: '对接', scopes: ['changes.read'] };
    const { key } = (await recorder.post('/api-keys', body).expect(201)).body as { key: string };
    const agency = { name: `机构${String(Date.now())}`, kind: 'agency', region: '990203' };
    await recorder.post('/organisations', agency).expect(201);
    const tender = await recorder.tender();
    const { items } = await read('include=state', { Authorization: `Bearer ${key}` });
    const about = (kind: string) => items.find(({ aggregate }) => aggregate === kind);
    expect(about('organisation')).toMatchObject({ state: null, stateOmitted: 'not_readable' });
    expect(about('tender')).toMatchObject({ id: tender.id, state: { id: tender.id }, stateOmitted: null });
    expect(about('api_key')).toMatchObject({ state: null, stateOmitted: 'not_offered' });
    const seen = await read('include=state', recorder.account.auth);
    expect(seen.items.find(({ aggregate }) => aggregate === 'organisation')?.state).toMatchObject({
      name: agency.name,
    });
  });

  it('shows nothing of what is not to be seen any more', async () => {
    const recorder = await Recorder.of(app);
    const tender = await recorder.tender();
    const find = async () =>
      (await read('include=state', recorder.account.auth)).items.find(({ id }) => id === tender.id);
    expect(await find()).toMatchObject({ state: { id: tender.id } });
    await app.dataSource.query(`UPDATE tender SET buyer_id = $2 WHERE id = $1`, [tender.id, parties.bureau.id]);
    await app.http.get(`/api/v1/tenders/${tender.id}`).set(recorder.account.auth).expect(404);
    expect(await find()).toMatchObject({ state: null, stateOmitted: 'not_readable' });
  });

  it('says which change corrects what was said', async () => {
    const recorder = await Recorder.of(app);
    const tender = await recorder.tender();
    const { body } = await recorder.facts(tender.id, [given('notice', { publishedOn: '2017-11-24' })]).expect(200);
    const [{ id: replaces }] = body.facts as [{ id: string }];
    const again = given('notice', { publishedOn: '2017-11-25' }, { replaces, reason: '日期有误' });
    await recorder.facts(tender.id, [again]).expect(200);
    const { items } = await read('', recorder.account.auth);
    expect(items.filter(({ id }) => id === tender.id).map(({ event, kind }) => [event, kind])).toEqual([
      ['tender.recorded', 'change'],
      ['tender.facts_recorded', 'change'],
      ['tender.facts_recorded', 'correction'],
    ]);
  });

  it('costs as many statements for five purchases as for one', async () => {
    const before = await head();
    await begin();
    const between = await head();
    for (let n = 0; n < 5; n++) await begin();
    const kindsOf = ({ items }: Page) => [...new Set(items.map(({ aggregate }) => aggregate))].sort();
    const few = `after=${before}&include=state`;
    const many = `after=${between}&include=state`;
    const all = await read(few);
    const one = { ...all, items: all.items.filter(({ position }) => position <= between) };
    expect([kindsOf(await read(many)), one.items.length > 0]).toEqual([kindsOf(one), true]);
    const cost = (query: string, limit: number) =>
      countQueries(() => app.http.get(`/api/v1/changes?${query}&limit=${limit}`).set(officer.auth).expect(200));
    expect(await cost(many, 200)).toBe(await cost(few, one.items.length));
  });

  it('has another epoch once the database was restored, and the same until then', async () => {
    const first = await read('after=0');
    expect((await read(`after=${first.position}`)).epoch).toBe(first.epoch);
    const end = (await head()) + 1_000_000;
    await app.dataSource.query(`INSERT INTO feed_epoch (after, start) VALUES ($1, $2)`, [end, end + 1]);
    expect((await read(`after=${first.position}`)).epoch).not.toBe(first.epoch);
  });

  it('tells who waits nothing of what comes once the key is revoked, the seats are taken or the account is disabled', async () => {
    const admin = await makeAccount(app, { role: 'admin', organisation: null });
    const post = (path: string, body: object, by: Auth, version = 1) =>
      app.http.post(`/api/v1/${path}`).set(by).set('If-Match', `"${version}"`).send(body);
    const versionOf = async (id: string) => Number((await get(`users/${id}`, admin.auth))['version']);
    const endings: [number, (person: TestAccount, key: string) => Promise<unknown>][] = [
      [401, ({ auth }, key) => post(`api-keys/${key}/actions/revoke`, {}, auth).expect(200)],
      [
        403, // The key may do what its holder may: nothing.
        async ({ id }) =>
          app.http
            .put(`/api/v1/users/${id}/seats`)
            .set({ ...admin.auth, 'If-Match': `"${await versionOf(id)}"` })
            .send({ seats: [] })
            .expect(200),
      ],
      [
        401,
        async ({ id }) =>
          post(`users/${id}/actions/disable`, { reason: '离职' }, admin.auth, await versionOf(id)).expect(200),
      ],
    ];
    for (const [status, end] of [...endings, [200, () => Promise.resolve()] as const]) {
      const person = await makeUser(app, 'bureau_officer', parties.bureau.id);
      const scopes = ['changes.read', 'tender.read'];
      const made = (await post('api-keys', { name: '对接', scopes }, person.auth).expect(201)).body as Record<
        'id' | 'key',
        string
      >;
      const auth = { Authorization: `Bearer ${made.key}` };
      await placed(app);
      const [row] = await app.dataSource.query<{ head: string }[]>(`SELECT max(position) AS head FROM outbox`);
      const query = `after=${row?.head}&wait=20&include=state&dataset=live&limit=200`;
      const waiting = app.http
        .get(`/api/v1/changes?${query}`)
        .set(auth)
        .then(({ status, body }) => ({ status, body: body as Page }));
      await pause(500);
      await end(person, made.id);
      const draft = await Drafting.begin(app, parties.bureau, { title: '后来的草稿' });
      const answer = await waiting;
      expect(answer.status).toBe(status);
      const told = (answer.body.items ?? []).filter(({ id }) => id === draft.id);
      expect(told.length > 0).toBe(status === 200);
    }
  });

  it('has no position behind what a feed can hold', async () => {
    for (const after of ['1e30', '1000000000000000', '99999999999999999999999999999999', '-1', '0.5', 'x']) {
      const refused = await app.http.get(`/api/v1/changes?after=${after}`).set(officer.auth);
      expect([after, refused.status]).toEqual([after, 400]);
    }
    expect((await app.http.get('/api/v1/changes?after=999999999999999').set(officer.auth)).status).toBe(400);
    expect((await app.http.get('/api/v1/changes?include=all').set(officer.auth)).status).toBe(400);
  });
});
