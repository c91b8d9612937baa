import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { CEILING, plantLot, plantMarket, type PlantedMarket } from '../support/markets.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const SEED = '5c'.repeat(32);
const DATASET = 'import:market';
const RING = '示例机构0、示例机构1、示例机构2';
const HONEST = '示例机构3、示例机构4、示例机构5';

interface Assessment {
  indicator: string;
  subject: { type: string; id: string; label: string };
  state: string;
  pValue: string | null;
  reason: { code?: string } | null;
  run: string | null;
  baseline: string | null;
  explanation: string;
  limitation: string;
  evidence: { record: string; field: string; value: string }[];
}
interface Flag {
  id: string;
  indicator: string;
  state: string;
  rootCause: { type: string; id: string; label: string };
  explanation: string;
  history: { action: string; data: Record<string, unknown> }[];
}

describe('the screening of a market', () => {
  let app: TestApp;
  let world: RiskWorld;
  let market: PlantedMarket;
  let buyer: string;
  let supervisor: TestAccount;
  let stranger: TestAccount;
  let officer: TestAccount;
  let agency: TestAccount;
  let admin: TestAccount;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2024-03-01');
    world = new RiskWorld(app, DATASET);
    buyer = await makeBody(app, { region: '990203', dataset: DATASET });
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    stranger = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
    officer = await makeUser(app, 'bureau_officer', buyer);
    admin = await makeUser(app, 'admin');
    market = await plantMarket(world, buyer, SEED);
    agency = await makeUser(app, 'agency_manager', market.ring[0] ?? '');
    await work();
  });
  afterAll(() => app.close());

  const work = async (): Promise<void> => world.touchTogether(await world.dirty());
  async function list<T>(path: string, by: TestAccount, lang = 'en'): Promise<T[]> {
    const { body } = await app.http.get(path).set(by.auth).set('Accept-Language', lang).expect(200);
    return (body as { items: T[] }).items;
  }
  const assessments = (query: string, by = supervisor, lang = 'en'): Promise<Assessment[]> =>
    list(`/api/v1/risk/assessments?dataset=${DATASET}&limit=200&${query}`, by, lang);
  async function answer(indicator: string, label: string, lang = 'en'): Promise<Assessment> {
    const found = (await assessments(`indicator=${indicator}`, supervisor, lang)).find(
      (a) => a.subject.label === label,
    );
    if (found === undefined) throw new Error(`${indicator} says nothing of ${label}`);
    return found;
  }
  const flags = (by = supervisor): Promise<Flag[]> => list(`/api/v1/risk/flags?dataset=${DATASET}&indicator=N12`, by);
  async function screen(): Promise<string> {
    const { body } = await app.http
      .post('/api/v1/risk/runs')
      .set(admin.auth)
      .send({ kind: 'screen', dataset: DATASET })
      .expect(202);
    const { id, kind } = body as { id: string; kind: string };
    expect(kind).toBe('screen');
    await app.running.app.get(Reassessment).perform(id);
    return id;
  }
  async function readRun(id: string): Promise<{ state: string; subjects: number; changed: number }> {
    const runs = await list<{ id: string; state: string; subjects: number; changed: number }>(
      '/api/v1/risk/runs',
      admin,
    );
    const run = runs.find((each) => each.id === id);
    if (run === undefined) throw new Error('no such run');
    return run;
  }

  it('is awaited by every rule over many lots after an import; its p-value stands already', async () => {
    const found = await answer('N12', RING);
    expect(found).toMatchObject({
      state: 'insufficient_data',
      reason: { code: 'not_screened' },
      run: null,
      baseline: null,
    });
    expect(Number(found.pValue)).toBeLessThan(0.001);
    const all = await assessments('indicator=N12');
    expect(all.filter(({ state }) => state === 'triggered')).toEqual([]);
    expect(await flags()).toEqual([]);
  });

  it('is asked for by an administrator alone', async () => {
    await app.http.post('/api/v1/risk/runs').set(supervisor.auth).send({ kind: 'screen' }).expect(403);
    await app.http.post('/api/v1/risk/runs').set(admin.auth).send({ kind: 'sieve' }).expect(400);
  });

  it('finds the planted group and leaves the honest one that meets as often clear', async () => {
    const request = await screen();
    expect(await readRun(request)).toMatchObject({ state: 'finished', subjects: 1 });
    const found = await answer('N12', RING);
    expect(found.state).toBe('triggered');
    const [row] = await app.dataSource.query<{ id: string; baseline_id: string; run_id: string; screened: number }[]>(
      `SELECT id, baseline_id, run_id, (screened_by_rule ->> 'N12')::integer AS screened FROM screening_run WHERE current`,
    );
    expect(found).toMatchObject({ run: row?.id, baseline: row?.baseline_id });
    expect(row?.run_id).toBe(request);
    expect(found.explanation).toMatch(/^Where .+ bid together, all losing members stood at the ceiling in 8 of 8 lots/);
    expect(found.explanation).toContain('At most one in');
    expect(found.explanation).toContain(`${row?.screened} groups were screened by this rule in this run`);
    expect(found.explanation).toContain('would look so by chance');
    expect((await answer('N12', RING, 'zh')).explanation).toMatch(/正常情形下.+本规则共判断/);
    expect(found.limitation).toContain('would settle it');
    const lots = new Set(found.evidence.filter(({ field }) => field === 'bids').map(({ record }) => record));
    expect([...lots].sort()).toEqual(market.ringLots.map(({ lot }) => `lot:${lot}`).sort());
    expect((await answer('N12', HONEST)).state).toBe('clear');
  });

  it('never triggers figures', async () => {
    const figures = [...(await assessments('indicator=N03')), ...(await assessments('indicator=N04'))];
    expect(figures.length).toBeGreaterThan(0);
    expect(new Set(figures.map(({ state }) => state))).toEqual(new Set(['clear']));
  });

  it('opens one flag for the group, with the indicator’s answer', async () => {
    const all = await flags();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ state: 'open', rootCause: { type: 'bidder_group', label: RING } });
    expect(
      (
        await list<{ id: string; coverage: { dataset: string; triggered: number }[] }>('/api/v1/risk/indicators', admin)
      ).find(({ id }) => id === 'N12')?.coverage,
    ).toContainEqual(expect.objectContaining({ dataset: DATASET, triggered: 1 }));
  });

  it('shows nothing to supervisors of another region, to the bodies it names, or to the public', async () => {
    expect(await assessments('indicator=N12', stranger)).toEqual([]);
    expect(await flags(stranger)).toEqual([]);
    await app.http.get('/api/v1/risk/assessments').set(agency.auth).expect(403);
    await app.http.get('/api/v1/risk/assessments').expect(401);
    const [flag] = await flags();
    await app.http.get(`/api/v1/risk/flags/${flag?.id}`).set(stranger.auth).expect(404);
    await app.http.get(`/api/v1/risk/flags/${flag?.id}`).set(agency.auth).expect(404);
  });

  it('changes nothing a second time, nor does a full pass', async () => {
    const before = await world.stored();
    const runs = await countRows('screening_run');
    expect(await readRun(await screen())).toMatchObject({ changed: 0 });
    expect((await world.reassess()).changed).toBe(0);
    expect(await world.stored()).toEqual(before);
    expect(await countRows('screening_run')).toBe(runs);
    expect(await countRows('baseline')).toBe(1);
  });

  const countRows = async (table: 'screening_run' | 'baseline'): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(`SELECT count(*)::integer AS n FROM ${table}`);
    return row?.n ?? 0;
  };

  it('rests on baselines that the database refuses to change', async () => {
    await expect(app.dataSource.query(`UPDATE baseline SET version = 2`)).rejects.toThrow('baseline is append-only');
    await expect(app.dataSource.query(`DELETE FROM baseline`)).rejects.toThrow('baseline is append-only');
  });

  it('awaits a new screening after a correction, keeps the flag until then, and clears it with the correction', async () => {
    for (const [n, { tender, facts }] of market.ringLots.entries())
      for (const [i, bidder] of market.ring.entries()) {
        const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth).expect(200);
        const stored = (body as { facts: { id: string; data: { price?: string } }[] }).facts;
        const old = stored.find(({ id }) => id === facts[bidder]);
        if (old?.data.price !== CEILING) continue;
        const corrected = {
          bidder: { organisation: bidder },
          price: `${191_003 + 211 * n + 17 * i}.00`,
          status: 'valid',
        };
        const source = { kind: 'notice', url: 'https://example.org/n/2', publishedOn: null, reference: null };
        await app.http
          .post(`/api/v1/tenders/${tender}/facts`)
          .set(officer.auth)
          .set('Idempotency-Key', randomUUID())
          .send({
            facts: [{ kind: 'bid', lot: 1, data: corrected, source, replaces: old.id, reason: '公告更正了报价' }],
          })
          .expect(200);
      }
    await work();
    expect(await answer('N12', RING)).toMatchObject({ state: 'insufficient_data', reason: { code: 'not_screened' } });
    expect((await flags())[0]).toMatchObject({ state: 'open' });
    await screen();
    expect((await answer('N12', RING)).state).toBe('clear');
    const [flag] = await flags();
    expect(flag?.state).toBe('cleared');
    expect(flag?.history.at(-1)).toMatchObject({
      action: 'cleared',
      data: { correction: { fact: expect.any(String), audit: expect.any(String) } },
    });
    // The period before is as it was: the same baseline.
    expect(await countRows('baseline')).toBe(1);
  });

  it('makes a new version of the baseline after a fact of the period before', async () => {
    const bids = market.ring.map((bidder, i) => ({ bidder, price: `${170_000 + i}.00`, won: i === 0 }));
    await plantLot(world, buyer, '2019-05-15', bids);
    await work();
    await screen();
    const versions = await app.dataSource.query<{ version: number; cut_off: string | null }[]>(
      `SELECT b.version, b.cut_off::text FROM baseline b JOIN market m ON m.id = b.market_id WHERE m.first_year = 2021 ORDER BY 1`,
    );
    expect(versions).toEqual([
      { version: 1, cut_off: null },
      { version: 2, cut_off: '2021-01-01' },
    ]);
  });

  it('ends in one result where two runs meet on one market', async () => {
    await world.facts(market.honestLots[0]?.tender ?? '', [
      { kind: 'bid', lot: 1, data: { bidder: { organisation: market.ring[0] }, price: '188001.00', status: 'valid' } },
    ]);
    await work();
    const reassessment = app.running.app.get(Reassessment);
    const requests = await Promise.all(
      [1, 2].map(() => reassessment.request(SYSTEM, { kind: 'screen', dataset: DATASET })),
    );
    await Promise.all(requests.map((id) => reassessment.perform(id)));
    const made = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM screening_run WHERE run_id = ANY ($1::uuid[])`,
      [requests],
    );
    expect(made[0]?.n).toBe(1);
    const [one, two] = await Promise.all(requests.map(readRun));
    expect(Math.min(one?.changed ?? -1, two?.changed ?? -1)).toBe(0);
    const before = await world.stored();
    expect((await world.screen()).changed).toBe(0);
    expect(await world.stored()).toEqual(before);
  });

  describe('with others in one dataset', () => {
    const dataset = 'import:several';
    const SECOND = '乙机构0、乙机构1、乙机构2';
    let several: RiskWorld;
    let second: PlantedMarket;

    const screenSeveral = async (): Promise<void> => {
      await several.touchTogether(await several.dirty());
      await several.screen();
    };
    const plant = async (region: string, called?: string): Promise<PlantedMarket> => {
      const of = await makeBody(app, { region, dataset });
      const planted = await plantMarket(several, of, SEED, { pricing: null, region, ...(called && { called }) });
      const bids = planted.ring.map((bidder) => ({ bidder, price: CEILING }));
      await plantLot(several, of, '2023-05-16', bids, { pricing: null, region });
      return planted;
    };
    const readAnswer = async (label: string): Promise<Assessment> => {
      const all = await list<Assessment>(
        `/api/v1/risk/assessments?dataset=${dataset}&indicator=N12&limit=200`,
        supervisor,
      );
      const found = all.find(({ subject }) => subject.label === label);
      if (found === undefined) throw new Error(`nothing is said of ${label}`);
      return found;
    };
    async function readFlag(label: string): Promise<Flag & { version: number; evidence: { explanation: string }[] }> {
      const all = await list<Flag>(`/api/v1/risk/flags?dataset=${dataset}&indicator=N12`, supervisor);
      const listed = all.find(({ rootCause }) => rootCause.label === label);
      const { body } = await app.http
        .get(`/api/v1/risk/flags/${listed?.id}`)
        .set(supervisor.auth)
        .set('Accept-Language', 'en')
        .expect(200);
      const flag = body as Flag & { version: number; evidence: { explanation: string }[] };
      expect([flag.explanation, flag.evidence[0]?.explanation]).toEqual([listed?.explanation, listed?.explanation]);
      return flag;
    }
    /** How many groups the rule screened in each market, as its run says. */
    const readCounts = async (): Promise<number[]> => {
      const rows = await app.dataSource.query<{ n: number }[]>(
        `SELECT (r.screened_by_rule ->> 'N12')::integer AS n FROM screening_run r JOIN market m ON m.id = r.market_id
         WHERE r.current AND m.dataset = $1`,
        [dataset],
      );
      return rows.map(({ n }) => n);
    };
    const add = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
    const say = (n: number): string => ` ${n} groups were screened by this rule in this run, so `;

    beforeAll(async () => {
      several = new RiskWorld(app, dataset);
      await plant('990204');
      second = await plant('990205', '乙机构');
      await screenSeveral();
    });

    it('judges prices also where nobody said that they compete and the bids show it, and says so', async () => {
      const found = await readAnswer(RING);
      expect(found.state).toBe('triggered');
      expect(found.explanation).toContain('in 8 of 8 lots');
      expect(found.explanation).toContain('In 8 of these lots nobody said whether prices compete');
    });

    it('says beside flags and answers how many groups its rule screened in all of them', async () => {
      const counts = await readCounts();
      expect(counts.map((n) => n > 0)).toEqual([true, true]);
      for (const label of [RING, SECOND]) {
        expect((await readFlag(label)).explanation).toContain(say(add(counts)));
        expect((await readAnswer(label)).explanation).toContain(say(add(counts)));
      }
    });

    it('says the new number once a further market was screened, but in words about which a body was asked', async () => {
      const asked = await readFlag(SECOND);
      await app.http
        .post(`/api/v1/risk/flags/${asked.id}/actions/assign`)
        .set(supervisor.auth)
        .set('If-Match', `"${asked.version}"`)
        .send({ askOrganisations: [second.ring[0]] })
        .expect(200);
      const [before, told, stored] = [await readFlag(RING), await readFlag(SECOND), await several.stored()];
      expect(told.explanation).toBe(asked.explanation);
      await plant('990206', '丙机构');
      await screenSeveral();
      const counts = await readCounts();
      expect(counts).toHaveLength(3);
      const after = await readFlag(RING);
      expect(after.explanation).toContain(say(add(counts)));
      expect(after.explanation).not.toBe(before.explanation);
      expect((await readFlag(SECOND)).explanation).toBe(told.explanation);
      // Of the markets before nothing was written anew.
      expect(after.version).toBe(before.version);
      const kept = new Set((await several.stored()).map((row) => JSON.stringify(row)));
      expect(stored.filter((row) => !kept.has(JSON.stringify(row)))).toEqual([]);
    });

    it('says the new number of a flag that is opened again', async () => {
      const counts = await readCounts();
      for (const [action, reason] of [
        ['dismiss', '各包报价均有成本测算'],
        ['reopen', '另有材料待核实'],
      ] as const) {
        const { id, version, explanation } = await readFlag(SECOND);
        expect(explanation).not.toContain(say(add(counts)));
        await app.http
          .post(`/api/v1/risk/flags/${id}/actions/${action}`)
          .set(supervisor.auth)
          .set('If-Match', `"${version}"`)
          .send({ reason })
          .expect(200);
      }
      expect((await readFlag(SECOND)).explanation).toContain(say(add(counts)));
    });

    it('says no number where the last run ended before such counts were kept; the next one counts', async () => {
      const [flag, held] = [await readFlag(RING), await readFlag(SECOND)];
      await app.dataSource.query(
        `UPDATE screening_run r SET screened_by_rule = NULL FROM market m WHERE m.id = r.market_id AND m.dataset = $1`,
        [dataset],
      );
      await app.dataSource.query(`UPDATE risk_run SET screened = NULL WHERE dataset = $1`, [dataset]);
      const uncounted = (await readFlag(RING)).explanation;
      expect(uncounted).toMatch(/At most one in .+ honest groups looks so\.$/);
      expect((await readFlag(SECOND)).explanation).toBe(held.explanation);
      expect((await several.screen()).changed).toBe(0);
      expect((await readFlag(RING)).explanation).toBe(flag.explanation);
    });
  });
});
