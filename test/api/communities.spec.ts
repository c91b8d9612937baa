import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const COMMUNITIES = '/api/v1/communities';
const LINES = '/api/v1/service-lines';
const NEEDS = '/api/v1/needs';
const SOURCE = { kind: 'statement', url: null, publishedOn: '2019-03', reference: '座谈会' };

type Body = Record<string, unknown> & { id: string };

describe('communities, service lines and needs', () => {
  let app: TestApp;
  let bureau: string;
  let officer: TestAccount;
  let stranger: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    officer = await makeUser(app, 'bureau_officer', bureau);
    stranger = await makeUser(app, 'bureau_officer');
  });
  afterAll(() => app.close());

  const post = async (path: string, body: object, by = officer): Promise<Body> => {
    const answer = await app.http.post(path).set(by.auth).send(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as Body;
  };
  let count = 0;
  const community = (more: object = {}) =>
    post(COMMUNITIES, { name: `社区 ${(count += 1)}`, region: '990203', ...more });
  const line = (more: object = {}) =>
    post(LINES, { name: '居家养老', category: 'ELDERLY_HOME_CARE', since: '2018-01-01', ...more });

  describe('a community', () => {
    it('is kept by a body and read by everybody', async () => {
      const committee = await makeBody(app, { kind: 'community_committee' });
      const body = {
        name: '团结社区',
        region: '990203',
        kind: 'urban',
        households: 2100,
        residents60: 900,
        children: 310,
        disabled: 0,
        committee,
        externalIds: [{ system: 'civil', id: '990203001' }],
      };
      const made = await post(COMMUNITIES, body);
      const read = await app.http.get(`${COMMUNITIES}/${made.id}`).expect(200);
      expect(read.body).toMatchObject({ ...body, dataset: 'live', version: 1, owner: bureau });
      expect(read.headers.etag).toBe('"1"');
      const again = await app.http.post(COMMUNITIES).set(officer.auth).send(body);
      expect([again.status, again.body.code]).toEqual([409, 'conflict']);
    });

    it('is changed by the body that keeps it, seen by others, unknown by a guessed id', async () => {
      const { id } = await community({ households: 10 });
      const patch = (by: TestAccount, target = id) =>
        app.http.patch(`${COMMUNITIES}/${target}`).set(by.auth).set('If-Match', '"1"').send({ households: 11 });
      expect((await patch(stranger)).body.code).toBe('not_permitted');
      expect((await patch(officer, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
      expect((await patch(officer, 'guessed')).status).toBe(404);
      const changed = await patch(officer);
      expect([changed.status, changed.headers.etag, changed.body.households]).toEqual([200, '"2"', 11]);
      expect((await patch(officer)).status).toBe(412);
      await app.http.patch(`${COMMUNITIES}/${id}`).set(officer.auth).send({ households: 1 }).expect(428);
      await app.http.patch(`${COMMUNITIES}/${id}`).set('If-Match', '"2"').send({ households: 1 }).expect(401);
    });

    it('is filtered by region with what lies below it, and by kind', async () => {
      await community({ region: '990299', kind: 'rural', name: 'in a county' });
      await community({ region: '990299001', kind: 'rural', name: 'in a township' });
      await community({ region: '990300', name: 'in another city' });
      const names = async (query: string) =>
        ((await app.http.get(`${COMMUNITIES}?${query}`).expect(200)).body as { items: Body[] }).items.map(
          (i) => i.name,
        );
      expect(await names('region=990299')).toEqual(['in a county', 'in a township']);
      expect(await names('region=990299001')).toEqual(['in a township']);
      expect(await names('region=990200&kind=rural')).toEqual(['in a county', 'in a township']);
      expect(await names('dataset=fiction')).toEqual([]);
    });

    it('names a committee of its own dataset', async () => {
      const foreign = await makeBody(app, { dataset: 'fiction' });
      const refused = await app.http
        .post(COMMUNITIES)
        .set(officer.auth)
        .send({ name: 'x', region: '990203', committee: foreign });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/committee']);
    });
  });

  describe('a service line', () => {
    it('lasts across projects: place, category, target group, from when until when', async () => {
      const place = await community({ dataset: 'fiction' });
      const body = {
        name: '团结社区居家养老',
        dataset: 'fiction',
        category: 'ELDERLY_HOME_CARE',
        targetGroup: 'ELDERLY',
        region: '990203',
        since: '2018-01-01',
        until: null,
        knownUntil: '2019-12-31',
        assumption: { en: 'paired by order', zh: '按顺序配对' },
        externalIds: [],
      };
      const made = await post(LINES, { ...body, communities: [place.id] });
      const read = await app.http.get(`${LINES}/${made.id}`).expect(200);
      expect(read.body).toMatchObject({
        ...body,
        communities: [{ id: place.id, name: place.name }],
        responsible: bureau,
        state: 'active',
        version: 1,
      });
    });

    it('ends the day after its last day', async () => {
      const { id } = await line({ until: '2018-12-31' });
      // among what was recorded of elsewhere: here a line would end by decision
      const running = await line({ until: '9999-12-31', dataset: 'fiction' });
      const [ended, active] = await Promise.all([id, running.id].map((i) => app.http.get(`${LINES}/${i}`)));
      expect([ended?.body.state, active?.body.state]).toEqual(['ended', 'active']);
      const list = await app.http.get(`${LINES}?state=ended`);
      expect((list.body as { items: Body[] }).items.map((i) => i.id)).toEqual([id]);
    });

    it('does not end before it starts, neither at once nor by a change', async () => {
      const refused = await app.http
        .post(LINES)
        .set(officer.auth)
        .send({ name: 'x', category: 'OTHER', since: '2018-01-02', until: '2018-01-01' });
      expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([
        422,
        'end_before_start',
        '/until',
      ]);
      const { id } = await line({ since: '2018-01-01', until: '2018-05-31', dataset: 'fiction' });
      const patch = (body: object, version = 1) =>
        app.http.patch(`${LINES}/${id}`).set(officer.auth).set('If-Match', `"${version}"`).send(body);
      expect((await patch({ since: '2018-06-01' })).body.code).toBe('end_before_start');
      expect((await patch({ knownUntil: '2017-12-31' })).body.errors[0].pointer).toBe('/knownUntil');
      const moved = await patch({ since: '2018-06-01', until: null });
      expect(moved.body).toMatchObject({ since: '2018-06-01', until: null, version: 2, state: 'active' });
      expect((await patch({ since: '2018-06-01' }, 2)).body.version).toBe(2);
    });

    it('is filtered by category, target group, region, community, dataset and what changed', async () => {
      const place = await community({ region: '990210' });
      const given = { dataset: 'live', category: 'DISABILITY', targetGroup: 'DISABLED', communities: [place.id] };
      const { id } = await line(given);
      await line({ category: 'CHILD_PROTECTION' });
      const ids = async (query: Record<string, string>) =>
        ((await app.http.get(LINES).query(query).expect(200)).body as { items: Body[] }).items.map((i) => i.id);
      const queries: Record<string, string>[] = [
        { category: 'DISABILITY' },
        { targetGroup: 'DISABLED' },
        { region: '990210' },
        { community: place.id },
      ];
      for (const query of queries) expect(await ids(query)).toEqual([id]);
      const { body } = await app.http.get(`${LINES}/${id}`);
      expect(await ids({ category: 'DISABILITY', updatedSince: body.updatedAt as string })).toEqual([id]);
      expect(await ids({ category: 'DISABILITY', updatedSince: '9999-01-01T00:00:00Z' })).toEqual([]);
      await app.http.get(LINES).query({ updatedSince: '2018-01-01' }).expect(400);
      // No offset on earth, and none that PostgreSQL reads.
      await app.http.get(LINES).query({ updatedSince: '2018-01-01T00:00:00+16:00' }).expect(400);
      await app.http.get(LINES).query({ updatedSince: '2018-01-01T00:00:00+15:59' }).expect(200);
      await app.http.get(LINES).query({ colour: 'red' }).expect(400);
    });

    it('serves communities of its own dataset', async () => {
      const place = await community({ dataset: 'fiction' });
      const refused = await app.http
        .post(LINES)
        .set(officer.auth)
        .send({ name: 'x', category: 'OTHER', since: '2018-01-01', communities: [place.id] });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/communities/0']);
    });

    it('has a history that everybody signed in sees, with its reasons for whom it concerns', async () => {
      const { id } = await line();
      await app.running.app.get(Transactions).run(SYSTEM, (tx) =>
        tx.record({
          aggregate: 'service_line',
          id,
          action: 'noted',
          reason: '居民意见',
          tenants: [bureau],
          region: '990203',
          public: true,
        }),
      );
      const supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
      const seen = async (by: TestAccount) => {
        const { body } = await app.http.get(`/api/v1/history?subject=service_line:${id}`).set(by.auth).expect(200);
        return (body as { items: { seq: number; action: string; reason: string | null }[] }).items.map((i) => [
          i.seq,
          i.action,
          i.reason,
        ]);
      };
      for (const [by, reason] of [
        [officer, '居民意见'],
        [supervisor, '居民意见'],
        [stranger, null],
      ] as const)
        expect(await seen(by)).toEqual([
          [1, 'created', null],
          [2, 'noted', reason],
        ]);
      await app.http.get(`/api/v1/history?subject=service_line:${bureau}`).set(officer.auth).expect(404);
    });

    it('is changed by the body that answers for it alone', async () => {
      const { id } = await line();
      const patch = await app.http
        .patch(`${LINES}/${id}`)
        .set(stranger.auth)
        .set('If-Match', '"1"')
        .send({ name: 'x' });
      expect(patch.status).toBe(403);
      const refused = await app.http
        .post(LINES)
        .set(stranger.auth)
        .send({ name: 'x', category: 'OTHER', since: '2018-01-01', responsible: bureau });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([400, '/responsible']);
    });
  });

  describe('a need', () => {
    it('is recorded with its source and seen by who is concerned, by nobody else', async () => {
      const committee = await makeBody(app, { kind: 'community_committee' });
      const worker = await makeUser(app, 'community_worker', committee);
      const otherWorker = await makeUser(app, 'community_worker');
      const near = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
      const far = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
      const place = await community({ committee });
      const { id: serviceLine } = await line({ communities: [place.id] });
      const body = {
        title: '独居老人助餐',
        description: '每天一顿热饭',
        category: 'ELDERLY_HOME_CARE',
        targetGroup: 'ELDERLY',
        headcount: 46,
        evidence: '入户登记',
        community: place.id,
        serviceLine,
        recordedOn: '2019-03',
        source: SOURCE,
      };
      const made = await post(NEEDS, body, worker);
      expect(made).toMatchObject({ ...body, state: 'recorded', owner: committee, version: 1, documents: [] });
      const statuses = await Promise.all(
        [worker, officer, near, otherWorker, stranger, far].map(
          async (by) => (await app.http.get(`${NEEDS}/${made.id}`).set(by.auth)).status,
        ),
      );
      expect(statuses).toEqual([200, 200, 200, 404, 404, 404]);
      const lists = await Promise.all(
        [officer, stranger].map(async (by) => (await app.http.get(NEEDS).set(by.auth)).body.items.length as number),
      );
      expect(lists).toEqual([1, 0]);
      await app.http.get(NEEDS).expect(401);
      const agency = await makeUser(app, 'agency_manager');
      await app.http.get(NEEDS).set(agency.auth).expect(403);
    });

    it('is filtered by category, community and line', async () => {
      const place = await community();
      const { id } = await post(NEEDS, { title: 'x', category: 'DISABILITY', community: place.id, source: SOURCE });
      for (const query of [{ category: 'DISABILITY' }, { community: place.id }]) {
        const { body } = await app.http.get(NEEDS).query(query).set(officer.auth).expect(200);
        expect((body as { items: Body[] }).items.map((i) => i.id)).toEqual([id]);
      }
    });

    it.each([
      [{}, '/title'],
      [{ title: 'x' }, '/source'],
      [{ title: 'x', source: { kind: 'rumour' } }, '/source/kind'],
      [{ title: 'x', source: { kind: 'notice', url: 'javascript:alert(1)' } }, '/source/url'],
      [{ title: 'x', source: { kind: 'notice', publishedOn: '2019-02-29' } }, '/source/publishedOn'],
      [{ title: 'x', source: { kind: 'notice', by: 'me' } }, '/source/by'],
      [{ title: 'x', source: SOURCE, headcount: 1.5 }, '/headcount'],
      [{ title: 'x', source: SOURCE, headcount: -1 }, '/headcount'],
      [{ title: 'x', source: SOURCE, community: 'here' }, '/community'],
      [{ title: 'x', source: SOURCE, description: 'x'.repeat(10_001) }, '/description'],
    ])('is refused where it is wrong: %#', async (body, pointer) => {
      const answer = await app.http.post(NEEDS).set(officer.auth).send(body);
      expect(answer.status).toBe(400);
      expect((answer.body.errors as { pointer: string }[]).map((e) => e.pointer)).toContain(pointer);
    });
  });
});
