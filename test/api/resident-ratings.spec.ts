import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { ANSWERS, Surveying } from '../support/surveys.js';

interface Offered {
  side: string;
  stage: string;
  name: string;
}
interface Told {
  side: string;
  stage: string;
  raters: string;
  answers: number;
  mean: string;
}
const refusal = ({ status, body }: { status: number; body: unknown }) => {
  const { code, errors } = body as { code?: string; errors?: { pointer: string; code: string }[] };
  return [status, code, errors?.[0]?.pointer ?? null];
};

describe('residents rate buyer and agent with the code of their slip', () => {
  let app: TestApp;
  let survey: Surveying;
  let codes: string[];
  beforeAll(async () => {
    app = await startTestApp();
    survey = await Surveying.among(app, [12]);
    await survey.opened(12);
    codes = await survey.codes();
  });
  afterAll(() => app.close());

  const buyer = (points: number, stage = 'contract') => ({ side: 'buyer', stage, points });
  const agent = (points: number, stage = 'contract') => ({ side: 'agent', stage, points });
  const rate = (code: string, ...ratings: object[]) => survey.answer(code, ANSWERS, { ratings });
  const next = (): string => codes.shift() ?? '';
  const asked = async (): Promise<Offered[]> =>
    ((await survey.ask(codes[0] ?? '').expect(200)).body as { ratings: Offered[] }).ratings;
  const told = async (query = ''): Promise<Told[]> =>
    (
      (await app.http.get(`/api/v1/ratings?rated=${survey.parties.bureau.id}${query}`).expect(200)).body as {
        items: Told[];
      }
    ).items;
  const stored = () =>
    app.dataSource.query<{ side: string; stage: string; points: number; raters: string; rater_id: string | null }[]>(
      `SELECT side, stage, points, raters, rater_id FROM rating ORDER BY no`,
    );
  const traces = async () =>
    (
      await app.dataSource.query<{ n: number }[]>(
        `SELECT (SELECT count(*) FROM audit_entry)::int + (SELECT count(*) FROM outbox)::int AS n`,
      )
    )[0]?.n;
  const agency = async () => {
    const body = await makeBody(app, { kind: 'procurement_agent' });
    await app.dataSource.query(
      `UPDATE tender SET agent_id = $2 WHERE id = (SELECT tender_id FROM contract WHERE id = $1)`,
      [survey.contract, body],
    );
    return body;
  };

  it('are asked for the stage that ended last, of the buyer, and of the agent where there was one', async () => {
    const [{ name } = { name: '' }] = await app.dataSource.query<{ name: string }[]>(
      `SELECT name FROM organisation WHERE id = $1`,
      [survey.parties.bureau.id],
    );
    expect(await asked()).toEqual([{ side: 'buyer', stage: 'contract', name }]);
    expect(refusal(await rate(codes[0] ?? '', agent(4)))).toEqual([400, 'validation_failed', '/ratings/0']);
    await agency();
    expect((await asked()).map(({ side, stage }) => [side, stage])).toEqual([
      ['buyer', 'contract'],
      ['agent', 'contract'],
    ]);
  });

  it.each<[string, object[], string]>([
    ['a stage that goes on', [buyer(4, 'implementation')], '/ratings/0'],
    ['one that is none', [buyer(4, 'life')], '/ratings/0/stage'],
    ['the agency itself', [{ ...buyer(4), side: 'agency' }], '/ratings/0/side'],
    ['six of five', [buyer(6)], '/ratings/0/points'],
    ['half a point', [buyer(2.5)], '/ratings/0/points'],
    ['the buyer twice', [buyer(4), buyer(5)], '/ratings'],
  ])('are refused for %s, and the code is not used up', async (_, ratings, pointer) => {
    expect(refusal(await rate(codes[0] ?? '', ...ratings))).toEqual([400, 'validation_failed', pointer]);
    expect(await stored()).toEqual([]);
    expect((await survey.read()).slips?.answered).toBe(0);
  });

  it('are stored with the answers once, name nobody and no slip, and leave no trace of when', async () => {
    const code = next();
    const before = await traces();
    const posts = await Promise.all(Array.from({ length: 10 }, () => rate(code, buyer(5), agent(3))));
    expect(posts.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    const given = { stage: 'contract', raters: 'residents', rater_id: null };
    expect(await stored()).toEqual([
      { ...given, side: 'buyer', points: 5 },
      { ...given, side: 'agent', points: 3 },
    ]);
    expect(await traces()).toBe(before);
    expect(refusal(await rate(code, buyer(1)))).toEqual([409, 'code_used', null]);
    const columns = await app.dataSource.query<{ name: string }[]>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'rating' AND table_schema = 'public'`,
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(
      'dataset id no points rated_id rater_id raters side stage tender_id'.split(' '),
    );
    await expect(app.dataSource.query(`UPDATE rating SET rater_id = rated_id`)).rejects.toThrow('never changed');
  });

  it('may be left out: answers alone are answers', async () => {
    expect((await survey.answer(next())).status).toBe(201);
    expect((await rate(next())).status).toBe(201);
    expect(await stored()).toHaveLength(2);
  });

  it('are told as a mean of five, beside what bodies say and never among it', async () => {
    for (const points of [4, 3, 3]) expect((await rate(next(), buyer(points))).status).toBe(201);
    expect(await told()).toEqual([]);
    expect((await rate(next(), buyer(2))).status).toBe(201);
    const mean = { side: 'buyer', stage: 'contract', raters: 'residents', answers: 5, mean: '3.40' };
    expect(await told()).toMatchObject([mean]);
    // Bodies that speak of the same stage are counted by themselves.
    const [row] = await app.dataSource.query<{ tender: string }[]>(
      `SELECT tender_id AS tender FROM contract WHERE id = $1`,
      [survey.contract],
    );
    const said = await app.http
      .post('/api/v1/ratings')
      .set(survey.parties.manager.auth)
      .send({ tender: row?.tender, ...buyer(1) });
    expect(said.status).toBe(200);
    expect(await told()).toMatchObject([mean]);
    expect(await told('&raters=bodies')).toEqual([]);
    expect(await told('&raters=residents')).toMatchObject([mean]);
  });

  it('of a page that was opened before another stage ended are still taken', async () => {
    await app.dataSource.query(
      `UPDATE contract SET state = 'delivered', delivered_on = business_today() WHERE id = $1`,
      [survey.contract],
    );
    expect((await asked()).map(({ stage }) => stage)).toEqual(['implementation', 'implementation']);
    expect((await rate(next(), buyer(4), agent(4, 'implementation'))).status).toBe(201);
    expect((await stored()).slice(-2).map(({ side, stage }) => [side, stage])).toEqual([
      ['buyer', 'contract'],
      ['agent', 'implementation'],
    ]);
  });
});
