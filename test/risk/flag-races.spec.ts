import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { markSubjects } from '../../src/kernel/queue/subject-ledger.js';
import { runTogether } from '../../src/kernel/queue/subject-runner.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessHub, assessSubject } from '../../src/watch/runs/risk-jobs.js';
import { makeBody } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { connect, untilWaiting } from '../support/faults.js';
import { FlagDesk, SHORT } from '../support/flag-desk.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

describe('flags and their jobs that meet', () => {
  let app: TestApp;
  /** In no transaction: one sees who waits as it was at its first look. */
  let watcher: pg.Client;
  beforeAll(async () => {
    app = await startTestApp();
    watcher = await connect(app);
  });
  afterAll(async () => {
    await watcher.end();
    await app.close();
  });

  /** A connection in a transaction that somebody else will wait for. */
  async function begin(): Promise<pg.Client> {
    const client = await connect(app);
    await client.query('BEGIN');
    return client;
  }
  async function end(client: pg.Client): Promise<void> {
    await client.query('COMMIT');
    await client.end();
  }

  it('tells a body that is asked while its facts are corrected that they were', async () => {
    const desk = await FlagDesk.open(app);
    const programme = await desk.world.programme(desk.buyer, 2018, {
      code: 'x',
      name: { en: 'x', zh: 'x' },
      steps: [],
    });
    const { tender, fact, number } = await desk.serve(programme);
    const [found] = await desk.parts(programme);
    const window = { start: '2018-01-01', end: '2018-05-20' };
    const data = { window, number, supplier: { organisation: desk.supplier } };
    await desk.world.facts(tender, [{ kind: 'contract', replaces: fact, data }]);
    // The question stops where it is written, with the flag locked; the job of the correction comes to the flag meanwhile.
    const holder = await begin();
    await holder.query(`LOCK TABLE flag_ask IN SHARE MODE`);
    const asked = desk.act(found!, 'assign', { askOrganisations: [desk.supplier] }).then((answer) => answer);
    await untilWaiting(watcher);
    const settled = desk.world.settle();
    const early = settled.then(() => Promise.reject(new Error('the job of the correction was not held up')));
    await Promise.race([untilWaiting(watcher, 2), early]);
    await end(holder);
    expect((await asked).status).toBe(200);
    await settled;
    const after = await desk.read(found!.id);
    expect(after.history.map(({ action }) => action)).toEqual(['opened', 'assign', 'restated']);
    expect(after.history.at(-1)?.data).toMatchObject({ asked: [desk.supplier] });
  });

  it('take the marks of what they owe in one order: a change and the job of a line of its programme', async () => {
    await setBusinessDay(app, '2019-03-01');
    const world = new RiskWorld(app, 'import:marks');
    const buyer = await makeBody(app, { region: '990203', dataset: world.dataset });
    const programme = await world.insert('programme', {
      buyer_id: buyer,
      name: '2018 年购买计划',
      year: 2018,
      region: '990203',
      source: JSON.stringify({ kind: 'notice', url: 'https://example.org/n', publishedOn: null, reference: null }),
    });
    const lines: string[] = [];
    const buy = (window: typeof SHORT | null, line?: string) =>
      world.tender({ buyer, programme, ...(window && { window }), serviceLines: line === undefined ? [] : [line] });
    for (let n = 0; n < 5; n++) {
      const line = await world.line({ since: '2016-01-01', knownUntil: '2018-12-31' });
      for (const window of [
        { start: '2016-01-01', end: '2017-06-30' },
        { start: '2018-01-01', end: '2018-12-31' },
      ])
        await world.facts(await buy(null, line), [{ kind: 'contract', data: { signedOn: window.start, window } }]);
      lines.push(line);
    }
    await world.settle();
    expect(await world.flags('G01')).toContainEqual(expect.objectContaining({ root_type: 'programme' }));

    // A contract fills the hole of one line, which is then looked at by itself; two more purchases of the programme serve it.
    const [line = ''] = lines;
    const filling = { start: '2017-07-01', end: '2017-12-31' };
    await world.facts(await buy(null, line), [{ kind: 'contract', data: { signedOn: '2017-07-01', window: filling } }]);
    const roots = [`tender:${await buy(SHORT, line)}`, `tender:${await buy(SHORT, line)}`];
    await app.dataSource.query(`UPDATE job_subject SET done = wanted`);
    const whole = { job: assessHub.name, subject: `programme:${programme}` };
    await markSubjects(app.dataSource, [whole, { job: assessSubject.name, subject: `service_line:${line}` }]);

    const [transactions, assessor] = [world.get(Transactions), world.get(Assessor)];
    const works = { line: 0, change: 0 };
    const holder = await begin();
    await holder.query(`SELECT FROM job_subject WHERE job = $1 AND subject = $2 FOR UPDATE`, [
      whole.job,
      whole.subject,
    ]);
    const apart = (_: readonly string[], error: Error): Promise<void> => Promise.reject(error);
    const first = runTogether(
      transactions,
      assessSubject,
      (tx, subjects) => {
        works.line += 1;
        return assessor.some(tx, subjects, assessSubject);
      },
      { isStopping: () => works.line > 0, apart },
    );
    await untilWaiting(watcher);
    const second = transactions.run(SYSTEM, (tx) => {
      works.change += 1;
      return assessor.assessRoots(tx, roots);
    });
    await untilWaiting(watcher, 2);
    await end(holder);
    await Promise.all([first, second]);
    expect(works).toEqual({ line: 1, change: 1 });
  });

  it('take the marks of what they owe in one order: two programmes that each other’s jobs ask for', async () => {
    const mark = (n: number) => ({ job: assessHub.name, subject: `programme:0000000${n}-0000-4000-8000-000000000000` });
    const [low, high] = [mark(1), mark(2)];
    await markSubjects(app.dataSource, [low, high]);
    const finish = ({ job, subject }: typeof low, on: pg.Client) =>
      on.query(`UPDATE job_subject SET done = wanted WHERE job = $1 AND subject = $2`, [job, subject]);
    const [holder, own, other] = [await begin(), await begin(), await begin()];
    await holder.query(`SELECT FROM job_subject WHERE job = $1 AND subject = $2 FOR UPDATE`, [high.job, high.subject]);
    // The job of the lower one owes the higher one, and is finished after it.
    const first = markSubjects(own, [high], [low]).then(() => finish(low, own));
    await untilWaiting(watcher);
    const second = markSubjects(other, [low, high]);
    await untilWaiting(watcher, 2);
    await end(holder);
    await first;
    await end(own);
    await second;
    await end(other);
    const rows = await app.dataSource.query<{ owed: number }[]>(
      `SELECT (wanted - done)::integer AS owed FROM job_subject WHERE job = $1 AND subject = ANY ($2) ORDER BY subject`,
      [low.job, [low.subject, high.subject]],
    );
    expect(rows).toEqual([{ owed: 1 }, { owed: 3 }]);
  });
});
