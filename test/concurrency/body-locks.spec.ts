import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { creditCode } from '../support/contracts.js';
import { holding, type Holder } from '../support/holder.js';
import { given, Recorder } from '../support/purchases.js';
import { filing, Registrations } from '../support/registrations.js';

const RESIDENT = '11010519491231002X';

let app: TestApp;
let admin: TestAccount;
let officer: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  admin = await makeUser(app, 'admin');
  officer = await Recorder.of(app);
});
afterAll(() => app.close());

const read = (path: string) => app.http.get(`/api/v1${path}`).set(admin.auth).expect(200);
/** Sends a change of what stands at the address, as it stands. */
async function change(method: 'patch' | 'put', path: string, body: object, of = path): Promise<Response> {
  const { headers } = await read(of);
  return app.http[method](`/api/v1${path}`)
    .set({ ...admin.auth, 'If-Match': headers['etag'] ?? '' })
    .send(body);
}

describe('two recordings that give one body two codes', () => {
  it('each find the body of their own code: the body known by name is that of one, and the other is made', async () => {
    const name = `中心${randomUUID().slice(0, 8)}`;
    const known = await makeBody(app, { name, kind: 'agency' });
    const codes = [creditCode(), creditCode()];
    const tenders = (await Promise.all(codes.map(() => officer.tender({ lots: [{ no: 1 }] })))) as { id: string }[];
    const answers = await holding(app, async (holder) => {
      await holder.lock('organisation', [known]);
      const recorded: Promise<Response>[] = [];
      for (const [i, code] of codes.entries()) {
        const bid = given('bid', { bidder: { name, creditCode: code } }, { lot: 1 });
        recorded.push(officer.facts(tenders[i]?.id ?? '', [bid]).then((answer) => answer));
        await holder.waitUntilAwaited(i + 1);
      }
      await holder.commit();
      return Promise.all(recorded);
    });
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const rows = await app.dataSource.query<{ id: string; code: string }[]>(
      `SELECT id, credit_code AS code FROM organisation WHERE name = $1`,
      [name],
    );
    expect(rows.map(({ code }) => code).sort()).toEqual([...codes].sort());
    const bidders = answers.map(({ body }) => (body as Recorded).facts[0]?.data.bidder.organisation);
    expect(bidders.map((bidder) => rows.find(({ id }) => id === bidder)?.code)).toEqual(codes);
    const told = await app.dataSource.query<{ code: string }[]>(
      `SELECT payload->'data'->>'creditCode' AS code FROM outbox
       WHERE aggregate_type = 'organisation' AND aggregate_id = $1 AND action = 'identified'`,
      [known],
    );
    expect(told).toEqual([{ code: rows.find(({ id }) => id === known)?.code }]);
  });
});

interface Recorded {
  facts: { data: { bidder: { organisation: string } } }[];
}

/** The request waits for what is held first; whoever holds that takes the next then, and neither waits for the other. */
const meet = (
  start: (holder: Holder) => Promise<unknown>,
  request: () => Promise<Response>,
  next: (holder: Holder) => Promise<unknown>,
): Promise<Response> =>
  holding(app, async (holder) => {
    await start(holder);
    const answer = request();
    await holder.waitUntilAwaited();
    await next(holder);
    await holder.commit();
    return answer;
  });
const lockSeats = (holder: Holder, body: string) =>
  holder.query(`SELECT pg_advisory_xact_lock(hashtextextended('seats of ' || $1::uuid::text, 0))`, [body]);
const sign = (answer: Response): unknown[] => [answer.status, (answer.body as { code?: string }).code];

describe('nobody waits in a ring', () => {
  /** An erasure of who stands behind the body, as it is asked for; answers how another person carries it out. */
  const askErasure = async (body: string, residentId: string): Promise<() => Promise<Response>> => {
    const persons = [{ relation: 'head', name: '虚构负责人', residentId, until: '2016-01-31' }];
    const stated = { persons, holdings: [], complete: true };
    const relations = await change('put', `/organisations/${body}/relations`, stated, `/organisations/${body}`);
    expect(relations.status).toBe(200);
    const asked = await app.http
      .post('/api/v1/personal-data/requests')
      .set(admin.auth)
      .send({ wants: 'erasure', kind: 'behind_body', residentId })
      .expect(201);
    const { id, version } = asked.body as { id: string; version: number };
    const other = await makeUser(app, 'admin');
    return async () =>
      app.http
        .post(`/api/v1/personal-data/requests/${id}/actions/erase`)
        .set({ ...other.auth, 'If-Match': `"${version}"`, 'Idempotency-Key': randomUUID() })
        .send({ ground: 'consent_withdrawn' });
  };

  it('an erasure of who stands behind a body, and that body’s relations that are stated anew: both pass', async () => {
    const body = await makeBody(app, { kind: 'agency' });
    const erased = await meet(
      (holder) => holder.lock('organisation', [body]),
      await askErasure(body, RESIDENT),
      (holder) => holder.lock('organisation_person', [body], 'FOR UPDATE', 'organisation_id'),
    );
    expect(sign(erased)).toEqual([200, undefined]);
    const rows = await app.dataSource.query(`SELECT FROM organisation_person WHERE organisation_id = $1`, [body]);
    expect(rows).toEqual([]);
  });

  it('an erasure that waits for a body while the person comes to stand behind a smaller one, and whoever holds that first: both pass, nothing stays', async () => {
    const bodies = (await Promise.all([makeBody(app, { kind: 'agency' }), makeBody(app, { kind: 'agency' })])).sort();
    const [joining = '', body = ''] = bodies;
    const erase = await askErasure(body, '110105194912310046');
    const erased = await holding(app, (holder) =>
      holding(app, async (writer) => {
        await holder.lock('organisation', [body]);
        await writer.lock('organisation', [joining]);
        const erasing = erase();
        await holder.waitUntilAwaited();
        await app.dataSource.query(
          `INSERT INTO organisation_person (organisation_id, relation, person_key, name, until)
           SELECT $1, relation, person_key, name, until FROM organisation_person WHERE organisation_id = $2`,
          bodies,
        );
        await holder.commit();
        await writer.waitUntilAwaited();
        await writer.lock('organisation', [body]);
        await writer.commit();
        return erasing;
      }),
    );
    expect(sign(erased)).toEqual([200, undefined]);
    const rows = await app.dataSource.query(`SELECT FROM organisation_person WHERE organisation_id = ANY ($1)`, [
      bodies,
    ]);
    expect(rows).toEqual([]);
  });

  it('a registration that is confirmed, and another kind of its body, which looks at the seats: both pass', async () => {
    const name = `中心${randomUUID().slice(0, 8)}`;
    const body = await makeBody(app, { name, kind: 'agency' });
    const desk = new Registrations(app, admin);
    const { id } = await desk.file(filing({ agencyName: name }));
    const confirmed = await meet(
      (holder) => holder.lock('organisation', [body]),
      () => desk.decide(id, 'confirm'),
      (holder) => lockSeats(holder, body),
    );
    expect([...sign(confirmed), (confirmed.body as { organisation: string }).organisation]).toEqual([
      200,
      undefined,
      body,
    ]);
  });

  it('a registration whose body gets another code meanwhile is one of a body of its own', async () => {
    const name = `中心${randomUUID().slice(0, 8)}`;
    const known = await makeBody(app, { name, kind: 'agency' });
    const desk = new Registrations(app, admin);
    const [own, other] = [creditCode(), creditCode()];
    const { id } = await desk.file(filing({ agencyName: name, creditCode: own }));
    const confirmed = await meet(
      (holder) => holder.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [known, other]),
      () => desk.decide(id, 'confirm'),
      () => Promise.resolve(),
    );
    expect(sign(confirmed)).toEqual([200, undefined]);
    const rows = await app.dataSource.query<{ id: string; code: string }[]>(
      `SELECT id, credit_code AS code FROM organisation WHERE name = $1`,
      [name],
    );
    const { organisation } = confirmed.body as { organisation: string };
    expect(rows.find(({ id: body }) => body === organisation)?.code).toBe(own);
    expect(rows.find(({ id: body }) => body === known)?.code).toBe(other);
  });

  type Give = (seat: object) => Promise<Response>;
  it.each<[string, number, Give]>([
    [
      'with a new account',
      201,
      async (seat) =>
        app.http
          .post('/api/v1/users')
          .set(admin.auth)
          .send({ login: `u${randomUUID().slice(0, 8)}`, name: '王丽', seats: [seat] }),
    ],
    [
      'beside another',
      200,
      async (seat) => {
        const { id } = await makeUser(app, 'bureau_officer');
        const { body } = await read(`/users/${id}`);
        const [{ organisation, role } = {}] = (body as { seats: Partial<Record<string, string>>[] }).seats;
        return change('put', `/users/${id}/seats`, { seats: [{ organisation, role }, seat] }, `/users/${id}`);
      },
    ],
  ])('a seat that is given %s, and a new name and kind of its body: both pass', async (_, status, give) => {
    const body = await makeBody(app);
    const answer = await meet(
      async (holder) => {
        await holder.lock('organisation', [body]);
        await lockSeats(holder, body);
      },
      () => give({ organisation: body, role: 'bureau_officer' }),
      (holder) => holder.lock('organisation', [body], 'FOR UPDATE'),
    );
    expect(sign(answer)).toEqual([status, undefined]);
  });

  it('a community that gets a committee, and a merge of that body, which moves the community: both pass', async () => {
    const body = await makeBody(app, { kind: 'community_committee' });
    const made = await officer.post('/communities', { name: `社区${randomUUID()}`, region: '990203' }).expect(201);
    const { id } = made.body as { id: string };
    const changed = await meet(
      (holder) => holder.lock('organisation', [body], 'FOR UPDATE'),
      async () => officer.change('patch', `/communities/${id}`, 1, { committee: body }),
      (holder) => holder.lock('community', [id]),
    );
    expect([...sign(changed), (changed.body as { committee: string }).committee]).toEqual([200, undefined, body]);
  });

  it('relations that name a holder, and a merge of both bodies: both pass', async () => {
    const [smaller = '', held = ''] = (await Promise.all([makeBody(app), makeBody(app)])).sort();
    const holdings = [{ organisation: smaller, relation: 'holding' }];
    const stated = { persons: [], holdings, complete: false };
    const changed = await meet(
      (holder) => holder.lock('organisation', [smaller], 'FOR UPDATE'),
      () => change('put', `/organisations/${held}/relations`, stated, `/organisations/${held}`),
      (holder) => holder.lock('organisation', [held], 'FOR UPDATE'),
    );
    expect(sign(changed)).toEqual([200, undefined]);
  });
});
