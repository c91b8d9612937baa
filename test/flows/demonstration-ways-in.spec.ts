import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { todayInShanghai } from '../../src/kernel/clock/moment.js';
import { normalizeCreditCode } from '../../src/kernel/identity/credit-code.js';
import { ROLE_NAMES, type Role } from '../../src/people/accounts/roles.js';
import { DEMONSTRATION_BODIES } from '../../src/demonstration/bodies.js';
import { EVERYDAY_DRAFT } from '../../src/demonstration/everyday/everyday-draft.js';
import { demoId } from '../../src/demonstration/demo-id.js';
import { DemonstrationLoader, type Loaded } from '../../src/demonstration/demonstration-loader.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { startBusinessAt } from '../support/drafts.js';
import { bearer, signIn } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CONTENT, type ContractBody } from '../support/contracts.js';
import { readVersion } from '../support/version.js';

type WaysIn = Pick<Loaded, 'accounts' | 'key' | 'slip'>;

it.each(['2026-01-01', '2026-03-31', '2028-02-29', '2026-12-31'])(
  'what is at work in a demonstration that begins on %s raises no flag',
  async (day) => {
    const app = await startTestApp();
    try {
      await startBusinessAt(app, `${day}T09:00:00+08:00`);
      await app.running.app.get(DemonstrationLoader).loadEveryday(day);
      await app.running.app.get(Reassessment).reassessAll();
      expect(await app.dataSource.query(`SELECT indicator, dataset FROM flag`)).toEqual([]);
    } finally {
      await app.close();
    }
  },
);

it('what is at work in a demonstration is known day by day: when its contract has ended months later, its gap is told', async () => {
  const app = await startTestApp();
  try {
    const [first, later] = ['2026-03-31', '2027-06-30'];
    await startBusinessAt(app, `${first}T09:00:00+08:00`);
    await app.running.app.get(DemonstrationLoader).loadEveryday(first);
    const read = async (line: string) =>
      (await app.http.get(`/api/v1/service-lines/${demoId('live', line)}/coverage`).expect(200)).body as object;
    expect(await read('line-care')).toMatchObject({ asOf: first, knownUntil: null, gaps: [] });
    expect(await read('line-work')).toMatchObject({ next: { from: '2026-07-01' } });
    await startBusinessAt(app, `${later}T09:00:00+08:00`);
    expect(await read('line-care')).toMatchObject({ asOf: later, gaps: [{ from: '2026-07-01', open: true }] });
    await app.running.app.get(Reassessment).reassessAll();
    const flags = await app.dataSource.query<{ indicator: string }[]>(`SELECT DISTINCT indicator FROM flag`);
    expect(flags.map(({ indicator }) => indicator)).toContain('G01');
  } finally {
    await app.close();
  }
});

describe('everybody’s way into a demonstration', () => {
  let app: TestApp;
  let ways: WaysIn;
  const as = async (role: Role) => {
    const account = ways.accounts.find((a) => a.role === role);
    return signIn(app, account?.login ?? '', account?.password ?? '');
  };
  beforeAll(async () => {
    app = await startTestApp();
    const loader = app.running.app.get(DemonstrationLoader);
    await loader.loadEveryday();
    ways = await loader.openDoors();
  });
  afterAll(() => app.close());

  it('is an account for each role, which sees what waits for it', async () => {
    expect(ways.accounts.map(({ role }) => role).toSorted()).toEqual(ROLE_NAMES.toSorted());
    for (const role of ROLE_NAMES) {
      const { auth } = await as(role);
      const { body } = await app.http.get('/api/v1/me').set(auth).expect(200);
      expect((body as { seats: object[] }).seats).toMatchObject([{ role }]);
    }
  });

  it('leads into bodies that each have a valid credit code of their own', async () => {
    const { auth } = await as('bureau_officer');
    const codes = await Promise.all(
      Object.values(DEMONSTRATION_BODIES).map(async ({ id }) => {
        const { body } = await app.http.get(`/api/v1/organisations/${id}`).set(auth).expect(200);
        return (body as { creditCode: string }).creditCode;
      }),
    );
    expect(codes.map(normalizeCreditCode)).toEqual(codes);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('shows the officer a draft with a lot of each policy for small and medium enterprises, and whom a reservation excludes', async () => {
    const { auth } = await as('bureau_officer');
    for (const kind of ['reserved', 'deduction', 'none']) {
      const { body } = await app.http.get(`/api/v1/tenders?sme=${kind}`).set(auth).expect(200);
      expect((body as { items: object[] }).items).toMatchObject([{ id: EVERYDAY_DRAFT, state: 'draft' }]);
    }
    const { body } = await app.http.get(`/api/v1/tenders/${EVERYDAY_DRAFT}`).set(auth).expect(200);
    const { lots, title } = body as { title: string; lots: { terms: { sme: { kind: string; note: string } } }[] };
    expect(title).toContain('演示');
    expect(lots.map(({ terms: { sme } }) => sme.kind)).toEqual(['reserved', 'deduction', 'none']);
    expect(lots.every(({ terms: { sme } }) => sme.note.startsWith('演示'))).toBe(true);
    const preview = await app.http.post('/api/v1/risk/previews').set(auth).send({ tenderId: EVERYDAY_DRAFT });
    expect(preview.body).toMatchObject({ effects: [{ lot: 1, kind: 'reserved_excludes' }] });
  });

  it('lets a program read by its key', async () => {
    const { body } = await app.http
      .get('/api/v1/contracts')
      .set(bearer(ways.key ?? ''))
      .expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(1);
  });

  it('lets a resident answer once with the slip', async () => {
    const asked = await app.http.post('/api/v1/survey-answers/questions').send({ code: ways.slip }).expect(200);
    const { questions } = asked.body as { questions: unknown[] };
    expect(questions).toHaveLength(2);
    const answers = [
      { question: 1, value: true },
      { question: 2, value: 5 },
    ];
    await app.http.post('/api/v1/survey-answers').send({ code: ways.slip, answers }).expect(201);
    await app.http.post('/api/v1/survey-answers').send({ code: ways.slip, answers }).expect(409);
  });

  it('brings what a resident suggests to the community’s account, and then to the bureau’s', async () => {
    const suggestion = { community: demoId('live', 'community'), title: '周末也有人上门' };
    const { body } = await app.http.post('/api/v1/needs/suggestions').send(suggestion).expect(201);
    const { id } = body as { id: string };
    const worker = await as('community_worker');
    const listed = await app.http.get('/api/v1/me/tasks?kind=need').set(worker.auth).expect(200);
    const accept = `/api/v1/needs/${id}/actions/accept`;
    const officer = await as('bureau_officer');
    await app.http.get(`/api/v1/needs/${id}`).set(officer.auth).expect(404);
    expect((listed.body as { items: object[] }).items).toMatchObject([
      { id, action: { method: 'POST', href: accept } },
    ]);
    await app.http
      .post(accept)
      .set({ ...worker.auth, 'If-Match': '"1"' })
      .send({})
      .expect(200);
    const open = await app.http.get('/api/v1/me/tasks?kind=need').set(officer.auth).expect(200);
    expect((open.body as { items: object[] }).items).toMatchObject([{ id }]);
  });

  it('lets the worker record what was done today under the running contract', async () => {
    const { auth } = await as('agency_worker');
    const { body } = await app.http.get('/api/v1/contracts').set(auth).expect(200);
    const [contract] = (body as { items: { id: string }[] }).items;
    const line = demoId('live', 'line-care');
    const { body: list } = await app.http
      .get(`/api/v1/service-lines/${line}/recipients?contract=${contract?.id}`)
      .set(auth)
      .expect(200);
    const [recipient] = (list as { items: { id: string; displayName: string }[] }).items;
    expect(recipient?.displayName).toMatch(/^演示服务对象/);
    const kept = await app.http
      .post(`/api/v1/contracts/${contract?.id}/service-records`)
      .set({ ...auth, 'Idempotency-Key': randomUUID() })
      .send({
        clientToken: randomUUID(),
        servedOn: todayInShanghai(new Date()),
        form: 'visit',
        minutes: 60,
        workers: { licensed_social_worker: 1 },
        recipients: [recipient?.id],
      });
    expect([kept.status, kept.text]).toEqual([201, kept.text]);
  });

  it('lets both parties sign next year’s contract as it was drafted', async () => {
    const [officer, approver, manager] = [
      await as('bureau_officer'),
      await as('bureau_approver'),
      await as('agency_manager'),
    ];
    const { body: found } = await app.http
      .get(`/api/v1/tenders?buyer=${DEMONSTRATION_BODIES.bureau.id}`)
      .set(officer.auth)
      .expect(200);
    const tenders = await Promise.all(
      (found as { items: { id: string }[] }).items.map(async ({ id }) => {
        const { body } = await app.http.get(`/api/v1/tenders/${id}`).set(officer.auth).expect(200);
        return body as { lots: { award: { id: string; state: string } }[]; window: object };
      }),
    );
    const awarded = tenders.find(({ lots }) => lots[0]?.award.state === 'active');
    const made = await app.http
      .post('/api/v1/contracts')
      .set(officer.auth)
      .send({ award: awarded?.lots[0]?.award.id, ...CONTENT })
      .expect(201);
    const { id } = made.body as ContractBody;
    const sign = async (by: typeof officer): Promise<ContractBody> => {
      const { body } = await app.http.get(`/api/v1/contracts/${id}`).set(by.auth).expect(200);
      const { here } = body as ContractBody;
      const answer = await app.http
        .post(`/api/v1/contracts/${id}/actions/sign`)
        .set({ ...by.auth, 'Idempotency-Key': randomUUID(), 'If-Match': `"${await readVersion(app, 'contract', id)}"` })
        .send({ hash: here.contentHash });
      expect([answer.status, answer.text]).toEqual([200, answer.text]);
      return answer.body as ContractBody;
    };
    await sign(approver);
    expect((await sign(manager)).state).toBe('signed');
  });
});
