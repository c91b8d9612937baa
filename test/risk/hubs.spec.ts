import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { JobQueues } from '../../src/kernel/queue/jobs/job-queues.js';
import { OwedSweep } from '../../src/kernel/queue/owed-sweep.js';
import { runSubject, runTogether } from '../../src/kernel/queue/subject-runner.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { assessHub } from '../../src/watch/runs/risk-jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { RiskWorld, setBusinessDay } from '../support/risk-world.js';

const PURCHASES = 120;

describe('a subject that is read from very many roots', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessDay(app, '2018-06-01');
  });
  afterAll(() => app.close());

  /** A buyer with its purchases, an award of each, assessed once. */
  async function begin(dataset: string) {
    const world = new RiskWorld(app, dataset);
    const buyer = await world.body('采购人');
    const agency = await world.body('机构');
    await app.dataSource.query(
      `WITH made AS (
         INSERT INTO tender (dataset, ocid, purchase_id, conducted, buyer_id, title, category, window_start, window_end)
         SELECT $1, 'ocds-' || $1 || '-' || n, gen_random_uuid(), 'elsewhere', $2, 'n', 'ELDERLY_HOME_CARE', '2017-01-01', '2017-12-31'
         FROM generate_series(1, ${PURCHASES}) n RETURNING id
       ), lots AS (INSERT INTO lot (tender_id, no) SELECT id, 1 FROM made RETURNING id, tender_id),
       said AS (INSERT INTO fact (subject_type, subject_id, kind, lot, data, source, recorded_at)
         SELECT 'tender', tender_id, 'award', 1, '{}', '{"kind":"notice"}', now() FROM lots RETURNING id, subject_id)
       INSERT INTO award (tender_id, lot_id, supplier_id, decided_on, state, fact_id)
       SELECT l.tender_id, l.id, $3, '2016-12-01', 'active', s.id FROM lots l JOIN said s ON s.subject_id = l.tender_id`,
      [dataset, buyer, agency],
    );
    const rows = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM tender WHERE dataset = $1 ORDER BY id`, [
      dataset,
    ]);
    await world.reassess();
    return { world, buyer, tenders: rows.map(({ id }) => id) };
  }

  const subjectOf = (buyer: string) => `buyer:${buyer}`;
  const readInputs = async (buyer: string): Promise<string | undefined> => {
    const [row] = await app.dataSource.query<{ digest: string }[]>(
      `SELECT digest FROM risk_subject WHERE subject_type = 'buyer' AND subject_id = $1`,
      [buyer],
    );
    return row?.digest;
  };
  const isOwed = async (buyer: string): Promise<boolean> => {
    const rows = await app.dataSource.query<unknown[]>(
      `SELECT FROM job_subject WHERE job = 'assess-hub' AND subject = $1 AND done < wanted`,
      [subjectOf(buyer)],
    );
    return rows.length === 1;
  };
  const change = (tender: string, on: string) =>
    app.dataSource.query(`UPDATE award SET decided_on = $2 WHERE tender_id = $1`, [tender, on]);
  const work = (buyer: string): Promise<void> =>
    runSubject(
      app.running.app.get(Transactions),
      assessHub,
      (tx, subject) => app.running.app.get(Assessor).one(tx, subject, assessHub),
      subjectOf(buyer),
    );

  it('is owed by a change and assessed by its own job, which finds what a full pass finds', async () => {
    const { world, buyer, tenders } = await begin('import:hub-owed');
    const before = await readInputs(buyer);
    expect(before).toBeDefined();
    await change(tenders[0] ?? '', '2015-12-01');
    await world.touch(`tender:${tenders[0]}`);
    expect([await readInputs(buyer), await isOwed(buyer)]).toEqual([before, true]);
    await work(buyer);
    expect(await readInputs(buyer)).not.toBe(before);
    expect(await isOwed(buyer)).toBe(false);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('is as a full pass finds it after changes and jobs side by side, in whatever order they end', async () => {
    const { world, buyer, tenders } = await begin('import:hub-race');
    const some = tenders.slice(0, 16);
    await Promise.all([
      ...some.map(async (tender, i) => {
        await change(tender, `201${i % 7}-03-0${(i % 9) + 1}`);
        await world.touch(`tender:${tender}`);
      }),
      ...Array.from({ length: 4 }, () => work(buyer)),
    ]);
    while (await isOwed(buyer)) await work(buyer);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('is owed from the commit of the change on, also where the process ends before its job is in the queue', async () => {
    const { world, buyer, tenders } = await begin('import:hub-crash');
    const queues = app.running.app.get(JobQueues);
    const lost = jest.spyOn(queues, 'addAll').mockRejectedValue(new Error('the queue is away'));
    await world.touch(`tender:${tenders[0]}`);
    expect(await isOwed(buyer)).toBe(true);
    const found = lost.mockReset().mockResolvedValue(undefined);
    await app.running.app.get(OwedSweep).run(0);
    expect(JSON.stringify(found.mock.calls)).toContain('assess-hub lane 0');
    lost.mockRestore();
    const apart = jest.fn<() => Promise<void>>();
    await runTogether(
      app.running.app.get(Transactions),
      assessHub,
      (tx, subjects) => app.running.app.get(Assessor).some(tx, subjects, assessHub),
      { isStopping: () => false, apart },
    );
    expect([await isOwed(buyer), apart.mock.calls]).toEqual([false, []]);
  });

  it('is not owed by a change of what is not judged of it, and is by one that is put back', async () => {
    const { world, buyer, tenders } = await begin('import:hub-share');
    const [tender] = tenders as [string];
    await world.touch(`tender:${tender}`);
    await work(buyer);
    const isOwedAfter = async (sql: string): Promise<boolean> => {
      await app.dataSource.query(sql, [tender]);
      await world.touch(`tender:${tender}`);
      const owed = await isOwed(buyer);
      await work(buyer);
      return owed;
    };
    const day = `UPDATE award SET decided_on = '2014-12-01' WHERE tender_id = $1`;
    expect(await isOwedAfter(`UPDATE tender SET title = 'another title' WHERE id = $1`)).toBe(false);
    expect(await isOwedAfter(day)).toBe(true);
    expect(await isOwedAfter(day)).toBe(false);
    expect(await isOwedAfter(`UPDATE award SET decided_on = '2016-12-01' WHERE tender_id = $1`)).toBe(true);
    expect(await isOwedAfter(`UPDATE award SET state = 'cancelled' WHERE tender_id = $1`)).toBe(true);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('is judged by a pass over everything with what later changes are held against', async () => {
    const { world, buyer, tenders } = await begin('import:hub-pass');
    const [tender] = tenders as [string];
    await app.running.app.get(Assessor).all(null);
    const shares = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM body_share WHERE body_id = $1 AND body_type = 'buyer'`,
      [buyer],
    );
    expect(shares).toEqual([{ n: PURCHASES }]);
    await app.dataSource.query(`UPDATE tender SET title = 'another title' WHERE id = $1`, [tender]);
    await world.touch(`tender:${tender}`);
    expect(await isOwed(buyer)).toBe(false);
    await change(tender, '2013-12-01');
    await world.touch(`tender:${tender}`);
    expect(await isOwed(buyer)).toBe(true);
    await work(buyer);
    expect((await world.reassess()).changed).toBe(0);
  });

  it('is not owed by a change that is undone', async () => {
    const { buyer, tenders } = await begin('import:hub-undone');
    const undone = app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
      await app.running.app.get(Assessor).assessTouchedSubjects(tx, `tender:${tenders[0]}`);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await isOwed(buyer)).toBe(false);
  });
});
