import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing, makeOnlookers, refusal } from '../support/implementing.js';

interface Coverage {
  spells: { contract: string | null; contractedDays: number; evidencedDays: number | null }[];
  gaps: { from: string; to: string; open: boolean; recipientsAffected: number | null }[];
}
interface Uncovered {
  uncoveredDays: number | null;
  recipientsAffected: number | null;
  suppressed: boolean;
  expected: boolean;
  recipients: { number: string; displayName: string | null; servedBy: string }[] | null;
}

describe('what a line’s records and recipients say of its coverage', () => {
  let app: TestApp;
  let parties: Parties;
  let work: Implementing;
  let people: Awaited<ReturnType<typeof makeOnlookers>>;
  let line: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    line = parties.bureau.line;
    const window = { start: '2026-01-01', end: '2026-05-20' };
    const contract = await Contracting.signed(app, parties, { window }, { window });
    await setBusinessTime(app, '2026-01-05T09:00:00+08:00');
    await contract.must('start');
    work = new Implementing(app, parties, contract);
    people = await makeOnlookers(app, parties);
  });
  afterAll(() => app.close());

  const register = (displayName: string, more: object = {}) =>
    app.http
      .post(`/api/v1/service-lines/${line}/recipients`)
      .set(parties.manager.auth)
      .send({ contract: work.contract.id, displayName, ...more })
      .expect(201);
  const coverage = async (by?: TestAccount, query = '') =>
    (
      await app.http
        .get(`/api/v1/service-lines/${line}/coverage${query}`)
        .set(by?.auth ?? {})
        .expect(200)
    ).body as Coverage;
  const uncovered = async (month: string, by?: TestAccount) =>
    (
      await app.http
        .get(`/api/v1/service-lines/${line}/uncovered?month=${month}`)
        .set(by?.auth ?? {})
        .expect(200)
    ).body as Uncovered;

  it('evidence is unknown without a record, and then the days that hold one', async () => {
    await setBusinessTime(app, '2026-03-10T09:00:00+08:00');
    expect((await coverage()).spells).toMatchObject([{ contractedDays: 69, evidencedDays: null }]);
    // Outside the contract is no evidence of it.
    await work.record('2026-01-08', { withinContract: false });
    expect((await coverage()).spells).toMatchObject([{ evidencedDays: null }]);
    const first = await work.record('2026-02-03');
    expect((await coverage()).spells).toMatchObject([{ contractedDays: 69, evidencedDays: 1 }]);
    await work.record('2026-03-09');
    expect((await coverage()).spells).toMatchObject([{ evidencedDays: 2 }]);
    const withdrawn = await app.http
      .post(`${work.path('service-records')}/${first}/corrections`)
      .set(parties.manager.auth)
      .send({ record: null, reason: '重复登记' });
    expect(withdrawn.status).toBe(201);
    expect((await coverage()).spells).toMatchObject([{ evidencedDays: 1 }]);
  });

  it('nobody registered is not known, and never zero', async () => {
    await setBusinessTime(app, '2026-06-15T09:00:00+08:00');
    expect((await coverage(parties.bureau.officer)).gaps.at(-1)).toMatchObject({
      from: '2026-05-21',
      open: true,
      recipientsAffected: null,
    });
    expect(await uncovered('2026-06', parties.bureau.officer)).toMatchObject({
      uncoveredDays: 30,
      recipientsAffected: null,
      suppressed: false,
      recipients: [],
    });
  });

  it('few are told to those whom the line concerns alone', async () => {
    await setBusinessTime(app, '2026-03-11T09:00:00+08:00');
    for (const name of ['示例对象甲', '示例对象乙', '示例对象丙', '示例对象丁']) await register(name);
    await setBusinessTime(app, '2026-06-15T09:00:00+08:00');
    for (const by of [undefined, people.rival, people.otherBureau, people.elsewhere, people.otherNeighbour]) {
      expect((await coverage(by)).gaps.at(-1)).toMatchObject({ recipientsAffected: null });
      expect(await uncovered('2026-06', by)).toMatchObject({
        uncoveredDays: 30,
        recipientsAffected: null,
        suppressed: true,
        recipients: null,
      });
    }
    // Who buys together with the buyer is told what that one is told.
    const body = await makeBody(app);
    const together = await makeUser(app, 'bureau_officer', body);
    expect(await uncovered('2026-06', together)).toMatchObject({ recipientsAffected: null, suppressed: true });
    await app.dataSource.query(
      `UPDATE tender SET terms = coalesce(terms, '{}') || $2 WHERE id = (SELECT tender_id FROM contract WHERE id = $1)`,
      [work.contract.id, { jointBuyers: [body] }],
    );
    const told = await uncovered('2026-06', together);
    expect(told.recipients).toEqual((await uncovered('2026-06', parties.bureau.officer)).recipients);
    for (const by of [together, parties.bureau.officer, parties.manager, people.watcher, people.neighbour]) {
      expect((await coverage(by)).gaps.at(-1)).toMatchObject({ recipientsAffected: 4 });
      expect(await uncovered('2026-06', by)).toMatchObject({ recipientsAffected: 4, suppressed: false });
    }
  });

  it('from five on everybody is told how many, and nobody but who holds them is told a name', async () => {
    await setBusinessTime(app, '2026-03-12T09:00:00+08:00');
    await register('示例对象戊');
    await setBusinessTime(app, '2026-06-15T09:00:00+08:00');
    expect(await uncovered('2026-06')).toMatchObject({ recipientsAffected: 5, suppressed: false, recipients: null });
    expect((await coverage()).gaps.at(-1)).toMatchObject({ recipientsAffected: 5 });
    const numbers = ['R000001', 'R000002', 'R000003', 'R000004', 'R000005'];
    for (const by of [parties.bureau.officer, people.watcher]) {
      const { recipients } = await uncovered('2026-06', by);
      expect(recipients?.map(({ number }) => number)).toEqual(numbers);
      expect(recipients?.map(({ displayName }) => displayName)).toEqual(numbers.map(() => null));
    }
    // The community is told how many; who they are is not its to see.
    expect((await uncovered('2026-06', people.neighbour)).recipients).toEqual([]);
    const { recipients } = await uncovered('2026-06', parties.manager);
    expect(recipients?.map(({ displayName }) => displayName)).toEqual([
      '示例对象甲',
      '示例对象乙',
      '示例对象丙',
      '示例对象丁',
      '示例对象戊',
    ]);
    const worker = await makeUser(app, 'agency_worker', parties.agency);
    expect((await uncovered('2026-06', worker)).recipients?.[0]?.displayName).toBe('示例对象甲');
  });

  it('a month ahead is told as things stand, a covered one has nobody', async () => {
    await setBusinessTime(app, '2026-03-12T10:00:00+08:00');
    expect(await uncovered('2026-04')).toMatchObject({ expected: true, uncoveredDays: 0, recipientsAffected: 0 });
    expect(await uncovered('2026-05')).toMatchObject({ expected: true, uncoveredDays: 11, recipientsAffected: 5 });
    expect(await uncovered('2017-12')).toMatchObject({ uncoveredDays: null, recipientsAffected: null });
  });

  it('costs as many statements however many they are', async () => {
    await setBusinessTime(app, '2026-03-13T09:00:00+08:00');
    const read = () => uncovered('2026-05', parties.manager);
    const few = await countQueries(read);
    for (let i = 0; i < 12; i++) await register(`示例对象${i}`);
    expect(await countQueries(read)).toBe(few);
    expect((await read()).recipients).toHaveLength(17);
  });

  it('lists them page by page, each once', async () => {
    const seen: string[] = [];
    const left: number[] = [];
    let url: string | null = `/api/v1/service-lines/${line}/uncovered?month=2026-05&limit=7`;
    while (url !== null) {
      const answer = await app.http.get(url).set(parties.bureau.officer.auth).expect(200);
      const page = answer.body as Uncovered & { recipientsLeftOut: number; next: string | null };
      expect(page).toMatchObject({ recipientsAffected: 17, uncoveredDays: 11 });
      seen.push(...(page.recipients ?? []).map(({ number }) => number));
      left.push(page.recipientsLeftOut);
      url = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 17 }, (_, i) => `R${String(i + 1).padStart(6, '0')}`));
    expect(left).toEqual([10, 3, 0]);
    // Nobody is told more of them by asking for pages, and a place in one month means nothing in another.
    const told = await app.http.get(`/api/v1/service-lines/${line}/uncovered?month=2026-05&limit=7`).expect(200);
    expect(told.body).toMatchObject({ recipientsAffected: 17, recipients: null, recipientsLeftOut: 0, next: null });
    const first = await app.http
      .get(`/api/v1/service-lines/${line}/uncovered?month=2026-05&limit=7`)
      .set(parties.bureau.officer.auth);
    const other = (first.body as { next: string }).next.replace('2026-05', '2026-06');
    expect(refusal(await app.http.get(other).set(parties.bureau.officer.auth))).toEqual([400, 'bad_cursor', null]);
  });

  it('a line is looked at for ten years ahead at most', async () => {
    await setBusinessTime(app, '2026-03-13T10:00:00+08:00');
    const asked = (day: string, picture = '') =>
      app.http.get(`/api/v1/service-lines/${line}/coverage${picture}?asOf=${day}`);
    await asked('2036-03-13').expect(200);
    await asked('2036-03-13', '.svg').expect(200);
    for (const picture of ['', '.svg', '.png'])
      for (const day of ['2036-03-14', '9999-12-31'])
        expect(refusal(await asked(day, picture))).toEqual([400, 'validation_failed', '/asOf']);
    await asked('1000-01-01').expect(200);
  });

  it('refuses what is no month, and a line that is not there', async () => {
    for (const month of ['2026-13', '2026', '0999-01', '2026-06-01', ''])
      await app.http.get(`/api/v1/service-lines/${line}/uncovered?month=${month}`).expect(400);
    await app.http.get(`/api/v1/service-lines/${line}/uncovered`).expect(400);
    await app.http.get(`/api/v1/service-lines/${work.contract.id}/uncovered?month=2026-06`).expect(404);
  });
});
