import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { countQueries } from '../support/statements.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

describe('GET /service-lines/{id}/coverage', () => {
  let app: TestApp;
  let world: RiskWorld;
  let line: string;
  let contracts: string[];
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2021-03-01');
    world = new RiskWorld(app, 'study');
    line = await world.line({ since: '2018-01-01', knownUntil: '2019-12-31', name: '学习线' });
    contracts = [await serve(line, '2018-01-01', '2018-05-31'), await serve(line, '2019-01-01', '2019-05-31')];
  });
  afterAll(() => app.close());

  async function serve(on: string, start: string, end: string): Promise<string> {
    const tender = await world.tender({ serviceLines: [on] });
    await world.facts(tender, [{ kind: 'contract', data: { window: { start, end }, supplier: { name: '示例机构' } } }]);
    return (await world.contractsOf(tender))[0] as string;
  }
  const read = async (id: string, asOf?: string) =>
    (await app.http.get(`/api/v1/service-lines/${id}/coverage${asOf ? `?asOf=${asOf}` : ''}`).expect(200))
      .body as Record<string, unknown>;

  it('answers the study’s line to the letter, without an account', async () => {
    const found = await read(line, '2019-12-31');
    expect(found).toEqual({
      serviceLine: line,
      dataset: 'study',
      since: '2018-01-01',
      until: null,
      asOf: '2019-12-31',
      knownUntil: '2019-12-31',
      spells: [
        {
          from: '2018-01-01',
          to: '2018-05-31',
          contract: contracts[0],
          agency: expect.any(String),
          agencyName: expect.stringMatching(/\S/),
          contractedDays: 151,
          evidencedDays: null,
          evidencedMonths: null,
          promisedDays: null,
          evidencedShare: null,
          promise: null,
          handover: false,
        },
        {
          from: '2019-01-01',
          to: '2019-05-31',
          contract: contracts[1],
          agency: expect.any(String),
          agencyName: expect.stringMatching(/\S/),
          contractedDays: 151,
          evidencedDays: null,
          evidencedMonths: null,
          promisedDays: null,
          evidencedShare: null,
          promise: null,
          handover: false,
        },
      ],
      gaps: [
        { from: '2018-06-01', to: '2018-12-31', days: 214, open: false, recipientsAffected: null },
        { from: '2019-06-01', to: '2019-12-31', days: 214, open: true, recipientsAffected: null },
      ],
      years: [
        { year: 2018, days: 365, contractedDays: 151, ratio: '41.4' },
        { year: 2019, days: 365, contractedDays: 151, ratio: '41.4' },
      ],
      overlaps: [],
      successor: null,
      next: expect.objectContaining({ kind: 'none', from: '2019-06-01' }),
      excluded: [],
    });
  });

  it('a dataset that ends says nothing about later years', async () => {
    expect((await read(line))['asOf']).toBe('2019-12-31');
    expect((await read(line, '2025-01-01'))['asOf']).toBe('2019-12-31');
  });

  it('looks back: what began later is the successor', async () => {
    const found = await read(line, '2018-10-01');
    expect(found).toMatchObject({ asOf: '2018-10-01', successor: { contract: contracts[1], from: '2019-01-01' } });
    expect(found['gaps']).toEqual([
      { from: '2018-06-01', to: '2018-10-01', days: 123, open: true, recipientsAffected: null },
    ]);
  });

  it('a live line is judged today', async () => {
    const live = new RiskWorld(app, 'live');
    expect(await read(await live.line({ since: '2021-01-01', name: '现行线' }))).toMatchObject({
      dataset: 'live',
      asOf: '2021-03-01',
      knownUntil: null,
      spells: [],
    });
  });

  it('says what is signed next, else which tender is on its way, as far as the caller may see it', async () => {
    const next = async (id: string, asOf?: string, auth = {}) =>
      (
        await app.http
          .get(`/api/v1/service-lines/${id}/coverage${asOf ? `?asOf=${asOf}` : ''}`)
          .set(auth)
          .expect(200)
      ).body.next as {
        kind: string;
        from: string;
        contract: string | null;
        tender: { id: string } | null;
        paths: unknown[];
      };
    expect(await next(line, '2018-03-01')).toMatchObject({
      kind: 'signed',
      from: '2018-06-01',
      contract: contracts[1],
    });
    const live = new RiskWorld(app, 'live');
    const here = await live.line({ since: '2021-01-01', name: '有下文的服务线' });
    expect(await next(here)).toMatchObject({ kind: 'none', from: '2021-01-01', tender: null });
    const buyer = await makeBody(app);
    const officer = await makeUser(app, 'bureau_officer', buyer);
    const drafted = await app.http
      .post('/api/v1/tenders')
      .set(officer.auth)
      .send({
        buyer,
        title: '拟采购',
        method: 'COMPETITIVE_CONSULTATION',
        category: 'ELDERLY_HOME_CARE',
        region: '990203',
        window: { start: '2021-07-01', end: '2021-12-31' },
        serviceLines: [here],
      })
      .expect(201);
    const { id } = drafted.body as { id: string };
    // A draft is nobody's business but the buyer's.
    expect(await next(here)).toMatchObject({ kind: 'none', tender: null });
    expect(await next(here, undefined, officer.auth)).toMatchObject({
      kind: 'tender',
      tender: { id, state: null, start: '2021-07-01' },
    });
    await app.dataSource.query(`UPDATE tender SET published = true WHERE id = $1`, [id]);
    expect(await next(here)).toMatchObject({ kind: 'tender', tender: { id } });
    await app.dataSource.query(
      `UPDATE tender SET window_start = '2020-01-01', window_end = '2020-12-31' WHERE id = $1`,
      [id],
    );
    expect(await next(here)).toMatchObject({ kind: 'none' });
    expect((await next(here)).paths).toHaveLength(5);
  });

  it('says of a line that has not begun yet what there is from its first day on, and never that it has ended', async () => {
    const live = new RiskWorld(app, 'live');
    const ahead = await live.line({ since: '2021-07-01', name: '将开始的服务线' });
    const none = await read(ahead);
    expect(none).toMatchObject({ asOf: '2021-03-01', spells: [], gaps: [], years: [], successor: null });
    expect(none['next']).toMatchObject({ kind: 'none', from: '2021-07-01', starts: null });
    const tender = await live.tender({ serviceLines: [ahead] });
    expect((await read(ahead))['next']).toMatchObject({ kind: 'none', from: '2021-07-01' });
    await app.dataSource.query(
      `UPDATE tender SET published = true, window_start = '2021-07-01', window_end = '2022-06-30' WHERE id = $1`,
      [tender],
    );
    expect((await read(ahead))['next']).toMatchObject({
      ...{ kind: 'tender', from: '2021-07-01', starts: '2021-07-01' },
      tender: { id: tender },
    });
    const window = { start: '2021-07-01', end: '2022-06-30' };
    await live.facts(tender, [{ kind: 'contract', data: { window, supplier: { name: '示例机构' } } }]);
    const [contract] = await live.contractsOf(tender);
    const found = await read(ahead);
    expect(found['successor']).toEqual({ contract, from: '2021-07-01' });
    expect(found['next']).toMatchObject({ kind: 'signed', from: '2021-07-01', contract, starts: '2021-07-01' });
  });

  it('costs as many statements for many contracts as for one', async () => {
    const busy = await world.line({ since: '2010-01-01', name: '忙线' });
    await serve(busy, '2010-01-01', '2010-12-31');
    const few = await countQueries(() => read(busy));
    for (const year of [2011, 2012, 2013]) await serve(busy, `${year}-01-01`, `${year}-12-31`);
    expect(await countQueries(() => read(busy))).toBeLessThanOrEqual(few);
  });

  it('refuses a day that does not exist and a line that is not there', async () => {
    const bad = await app.http.get(`/api/v1/service-lines/${line}/coverage?asOf=2019-02-30`).expect(400);
    expect(bad.body).toMatchObject({ code: 'validation_failed' });
    await app.http.get(`/api/v1/service-lines/${contracts[0]}/coverage`).expect(404);
    await app.http.get(`/api/v1/service-lines/nothing/coverage`).expect(404);
  });
});
