import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countQueries, startTestApp, type TestApp } from '../support/app.js';
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
          contractedDays: 151,
          evidencedDays: null,
          handover: false,
        },
        {
          from: '2019-01-01',
          to: '2019-05-31',
          contract: contracts[1],
          agency: expect.any(String),
          contractedDays: 151,
          evidencedDays: null,
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
