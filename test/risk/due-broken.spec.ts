import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { recordFailure } from '../../src/kernel/queue/failure-ledger.js';
import { markSubjects, SET_APART } from '../../src/kernel/queue/subject-ledger.js';
import { runSubject } from '../../src/kernel/queue/subject-runner.js';
import { findIndicator } from '../../src/watch/rules/registry.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessSubject } from '../../src/watch/runs/risk-jobs.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

type Rule = NonNullable<ReturnType<typeof findIndicator>>;
/** More than one page of what is due. */
const LINES = 203;

describe('a subject that is due and cannot be judged', () => {
  let app: TestApp;
  let world: RiskWorld;
  let administrator: TestAccount;
  let broken: string;
  const rule = findIndicator('G01') as Rule;
  const { evaluate } = rule;

  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-02-01');
    administrator = await makeUser(app, 'admin', await makeBody(app, { region: '990000' }));
    world = new RiskWorld(app, 'live');
    const lines: string[] = [];
    for (let n = 0; n < LINES; n++) lines.push(await world.line({ since: '2018-01-01' }));
    broken = lines.toSorted()[0] as string;
    await world.touchTogether(await world.dirty());
  });
  afterEach(() => {
    Object.assign(rule, { evaluate });
  });
  afterAll(() => app.close());

  const breakRule = (error: Error): void => {
    Object.assign(rule, {
      evaluate: (facts: { subject: { id: string } }, seed: string) => {
        if (facts.subject.id === broken) throw error;
        return evaluate(facts as never, seed);
      },
    });
  };
  const makeDue = () =>
    app.dataSource.query(`UPDATE risk_subject SET due_on = '2018-01-31' WHERE subject_type = 'service_line'`);
  const sweep = () => app.running.app.get(Assessor).due();
  const listDue = async (): Promise<string[]> => {
    const rows = await app.dataSource.query<{ id: string }[]>(
      `SELECT subject_id AS id FROM risk_subject WHERE due_on <= '2018-02-01' ORDER BY 1`,
    );
    return rows.map(({ id }) => id);
  };
  const listFailed = async () => {
    const { body } = await app.http.get('/api/v1/jobs/failed').set(administrator.auth).expect(200);
    return (body as { items: { job: string; subject: string; reason: string }[] }).items;
  };
  /** How often the job of the subject was asked for since it was done last. */
  const readOwed = async (): Promise<{ wanted: number; alone: boolean }[]> =>
    app.dataSource.query(
      `SELECT (wanted - done)::integer AS wanted, apart = wanted AS alone FROM job_subject
       WHERE job = 'assess-subject' AND subject = $1 AND done < wanted`,
      [`service_line:${broken}`],
    );
  const failForGood = () =>
    recordFailure(
      app.dataSource,
      'risk',
      { name: 'assess-subject', data: { subject: `service_line:${broken}` }, timestamp: Date.now() } as never,
      5,
      new Error('no such day'),
    );

  it('is passed over by the sweep, becomes a job of its own, and keeps no page behind it waiting', async () => {
    await makeDue();
    breakRule(new Error('no such day'));
    expect((await sweep()).subjects).toBe(LINES - 1);
    expect(await listDue()).toEqual([broken]);
    expect(await readOwed()).toEqual([{ wanted: 1, alone: true }]);
    // Its job has it now: the next sweep does not try it again beside that.
    expect((await sweep()).subjects).toBe(0);
    expect(await readOwed()).toEqual([{ wanted: 1, alone: true }]);
  });

  it('is listed by name among the failed jobs when its attempts ran out, and taken up again later and later', async () => {
    breakRule(new Error('no such day'));
    const later = (hours: number) =>
      app.dataSource.query(`UPDATE job_subject SET wanted_at = wanted_at - $1 * interval '1 hour'`, [hours]);
    await failForGood();
    expect(await listFailed()).toMatchObject([
      { job: 'assess-subject', subject: `service_line:${broken}`, reason: 'no such day' },
    ]);
    await sweep();
    expect(await readOwed()).toMatchObject([{ wanted: 1 }]);
    await later(1.1);
    await sweep();
    expect(await readOwed()).toEqual([{ wanted: 2, alone: true }]);
    expect(await listFailed()).toEqual([]);
    await failForGood();
    await later(1.1);
    await sweep();
    expect(await readOwed()).toMatchObject([{ wanted: 2 }]);
    await later(1);
    await sweep();
    expect(await readOwed()).toMatchObject([{ wanted: 3 }]);
  });

  it('waits by its failures alone: one that was touched many times before its first is taken up after an hour', async () => {
    const owing = `job = 'assess-subject' AND subject = $1`;
    const change = (sql: string) =>
      app.dataSource.query(`UPDATE job_subject SET ${sql} WHERE ${owing}`, [`service_line:${broken}`]);
    breakRule(new Error('no such day'));
    await change(`done = wanted, failed = NULL`);
    const touch = () =>
      app.running.app
        .get(Transactions)
        .run(SYSTEM, (tx) => markSubjects(tx, [{ job: 'assess-subject', subject: `service_line:${broken}` }]));
    /** A work on many breaks with it: it is worked on by itself from now on. */
    const setApart = () => app.dataSource.query(SET_APART, ['assess-subject', [`service_line:${broken}`]]);
    for (let n = 0; n < 5; n++) await touch();
    await setApart();
    expect(await readOwed()).toEqual([{ wanted: 5, alone: true }]);
    await failForGood();
    await failForGood();
    await change(`wanted_at = clock_timestamp() - interval '50 minutes'`);
    await sweep();
    expect(await listFailed()).toHaveLength(1);
    await change(`wanted_at = clock_timestamp() - interval '70 minutes'`);
    await sweep();
    expect(await listFailed()).toEqual([]);
    // Touched twice more, it fails a second time: two hours.
    await touch();
    await touch();
    await setApart();
    await failForGood();
    await change(`wanted_at = clock_timestamp() - interval '110 minutes'`);
    await sweep();
    expect(await listFailed()).toHaveLength(1);
    await change(`wanted_at = clock_timestamp() - interval '130 minutes'`);
    await sweep();
    expect(await listFailed()).toEqual([]);
  });

  it('is judged by its job once its rule is mended, and owes nothing any more', async () => {
    const assessor = app.running.app.get(Assessor);
    await runSubject(
      app.running.app.get(Transactions),
      assessSubject,
      (tx, subject) => assessor.some(tx, [subject], assessSubject),
      `service_line:${broken}`,
    );
    expect(await listDue()).toEqual([]);
    expect(await readOwed()).toEqual([]);
    expect((await sweep()).subjects).toBe(0);
  });

  it('is nothing of a database that is away: the sweep ends, and what is due stays due', async () => {
    await makeDue();
    breakRule(Object.assign(new Error('terminating connection'), { code: '57P01' }));
    await expect(sweep()).rejects.toThrow('terminating connection');
    expect(await readOwed()).toEqual([]);
    expect(await listDue()).toContain(broken);
    Object.assign(rule, { evaluate });
    expect((await sweep()).subjects).toBeGreaterThan(0);
    expect(await listDue()).toEqual([]);
  });
});
