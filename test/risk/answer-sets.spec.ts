import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSql } from '../../migrations/files.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

interface Listed {
  id: string;
  indicator: string;
  state: string;
  title: string;
  explanation: string;
  evidence: unknown[];
  reason: object | null;
  inputsHash: string;
}

/** What readers find of each answer, without its words. */
const ANSWERS = `
  SELECT v.id, v.indicator, v.version, v.severity, v.subject_type, v.subject_id, v.state, v.region, v.programme_id, v.kept,
    v.reason -> 'code' AS code, v.reason -> 'missing' AS missing, s.answers
  FROM assessments v LEFT JOIN risk_subject s ON s.subject_type = v.subject_type AND s.subject_id = v.subject_id ORDER BY v.id`;

/** As if each answer had a row of its own, as before there were sets. */
const UNPACK = `
  INSERT INTO assessment (id, created_at, dataset, indicator, version, severity, subject_type, subject_id, subject_key, state, title,
    explanation, limitation, basis, evidence, reason, inputs_hash, root_type, root_id, region, programme_id, bodies, history, assessed_at)
  SELECT v.id, v.created_at, v.dataset, v.indicator, v.version, v.severity, v.subject_type, v.subject_id, 'key', v.state, '{}',
    '{}', '{}', '{}', '[]', v.reason, 'hash', 'tender', v.subject_id, v.region, v.programme_id, '{}', false, v.assessed_at
  FROM assessments v WHERE NOT v.kept`;

const FORGET_SETS = `
  DROP VIEW assessments;
  DROP TABLE answer_set;
  ALTER TABLE risk_subject DROP COLUMN created_at, DROP COLUMN region, DROP COLUMN programme_id, DROP COLUMN answers,
    DROP COLUMN digest, DROP COLUMN assessed_at, DROP COLUMN run_id`;

describe('answers that found nothing', () => {
  let app: TestApp;
  let world: RiskWorld;
  let supervisor: TestAccount;
  let tender: string;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-06-01');
    world = new RiskWorld(app, 'live');
    supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990000' }));
    const buyer = await makeBody(app, { region: '990203' });
    tender = await world.tender({ buyer, window: { start: '2018-01-01', end: '2018-05-31' } });
    const long = { start: '2017-01-01', end: '2018-12-31' };
    const [wrong] = await world.facts(tender, [
      { kind: 'contract', data: { window: { start: '2018-01-01', end: '2018-05-31' } } },
    ]);
    await world.reassess();
    // What triggered once keeps its row, which its flag cites.
    await world.facts(tender, [{ kind: 'contract', data: { window: long }, replaces: wrong ?? null }]);
    await world.reassess();
  });
  afterAll(() => app.close());

  const list = async (query: string) => {
    const { body } = await app.http.get(`/api/v1/risk/assessments?${query}`).set(supervisor.auth).expect(200);
    return (body as { items: Listed[] }).items;
  };

  it('have no row of their own and are told in full, as the facts give them', async () => {
    const items = await list(`subject=tender:${tender}`);
    expect(items.length).toBeGreaterThan(3);
    for (const item of items)
      expect(item).toMatchObject({
        title: expect.stringMatching(/./),
        explanation: expect.stringMatching(/./),
        inputsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    const kept = await app.dataSource.query<unknown[]>(
      `SELECT FROM assessment WHERE state <> 'triggered' AND NOT EXISTS (SELECT FROM flag_subject s WHERE s.assessment_id = assessment.id)`,
    );
    expect(kept).toEqual([]);
  });

  it('are told as they were given while their facts have changed and nobody has looked again', async () => {
    const [before] = (await list(`subject=tender:${tender}`)).filter(({ state }) => state === 'insufficient_data');
    expect(before).toBeDefined();
    // Its other answer, which the facts do not give.
    await app.dataSource.query(`UPDATE answer_set SET state = 'not_applicable' WHERE indicator = $1`, [
      before?.indicator,
    ]);
    const [said] = await list(`subject=tender:${tender}&indicator=${before?.indicator}`);
    expect(said).toMatchObject({ id: before?.id, state: 'not_applicable', evidence: [] });
    expect(said?.explanation).toMatch(/changed|变化/);
    await app.dataSource.query(`UPDATE answer_set SET state = 'insufficient_data' WHERE indicator = $1`, [
      before?.indicator,
    ]);
    expect(await list(`subject=tender:${tender}&indicator=${before?.indicator}`)).toEqual([before]);
  });

  it('are the same after what was stored a row an answer is made sets of, and a pass changes nothing', async () => {
    const before = await app.dataSource.query<{ kept: boolean; state: string }[]>(ANSWERS);
    // A cited row that triggers no more is among them.
    expect(before.filter(({ kept, state }) => kept && state !== 'triggered').length).toBeGreaterThan(0);
    expect(before.filter(({ kept }) => !kept).length).toBeGreaterThan(3);
    await app.dataSource.transaction(async (manager) => {
      await manager.query(UNPACK);
      await manager.query(FORGET_SETS);
      for (const file of ['answer-sets/tables.sql', 'answer-sets/watch.sql', 'group-answers/watch.sql'])
        await manager.query(readSql(file));
    });
    expect(await app.dataSource.query(ANSWERS)).toEqual(before);
    expect((await world.reassess()).changed).toBe(0);
    expect(await app.dataSource.query(ANSWERS)).toEqual(before);
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM risk_subject WHERE digest IS NULL`,
    );
    expect(row?.n).toBe(0);
  });
});
