import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ImportRows } from '../../src/imports/rows/import-rows.js';
import { NoticeImporter } from '../../src/imports/notices/notice-importer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { Child } from '../support/child.js';
import { holdings, importRows, importsOf, receive, rejectsOf, row, REAL, DIRTY, text } from '../support/imports.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const figures = (done: { accepted: number; unchanged: number; rejected: number }) => [
  done.accepted,
  done.unchanged,
  done.rejected,
];
const codes = async (id: string) =>
  (await rejectsOf(app, id)).map((r) => [r.line, ...r.errors.map((e) => `${e.pointer} ${e.code}`)]);
async function tenderOf(name: string, reference: string) {
  const found = await app.http.get(`/api/v1/notices?externalId=${name}:${reference}`).expect(200);
  return (await app.http.get(`/api/v1/tenders/${found.body.items[0].tender}`).expect(200)).body;
}
let count = 0;
const fresh = () => `d${++count}`;

describe('rows of one purchase that are taken together', () => {
  /** What follows from the facts, as it is stored: the tender, its lots, and its public row. */
  const loadStored = (name: string) =>
    app.dataSource.query<object[]>(
      `SELECT t.title, t.version, t.state, t.published_state, t.published, t.deadline_at, t.conflicts -> 0 -> 'code' AS conflict, t.completeness,
         p.version AS shown_version, p.state AS shown, p.state_until, jsonb_agg(jsonb_build_array(l.no, l.state, l.published_state,
           l.ended_from, l.bid_count, l.suppliers_most, l.deadline_at) ORDER BY l.no) AS lots
       FROM tender t JOIN public_tender p ON p.id = t.id JOIN lot l ON l.tender_id = t.id
       WHERE t.dataset = $1 GROUP BY t.id, p.id ORDER BY t.title`,
      [`import:${name}`],
    );
  const award = { notice_type: 'award', winner: '机构A', award_date: '2022-12-01', winning_price_yuan: 5 };
  const call = { notice_date: '2022-11-01', bid_deadline: '2022-11-21' };
  const of = (title: string, more: object = {}) => ({ project_title: title, ...more });

  it('leave it as they do one by one', async () => {
    const rows = [
      row('a', of('signed', call)),
      row('b', of('failed', call)),
      row('c', of('of several', call)),
      row('a2', of('signed', { ...award, follows: 'a' })),
      row('b2', of('failed', { ...award, follows: 'b' })),
      row(
        'c2',
        of('of several', {
          ...award,
          follows: 'c',
          winner: null,
          suppliers: [{ name: '机构A' }, { name: '机构B' }],
        }),
      ),
      row(
        'a3',
        of('signed', { notice_type: 'contract', follows: 'a', winner: '机构A', contract_signed_date: '2022-12-15' }),
      ),
      row('b3', of('failed', { notice_type: 'failure', follows: 'b', notice_date: '2022-12-20' })),
      row('c3', of('of several', { notice_type: 'contract', follows: 'c', winner: '机构B' })),
    ];
    const [together, alone] = [fresh(), fresh()];
    expect(figures(await importRows(app, together, rows))).toEqual([9, 0, 0]);
    for (const one of rows) expect(figures(await importRows(app, alone, [one]))).toEqual([1, 0, 0]);
    const stored = await loadStored(together);
    expect(stored).toEqual(await loadStored(alone));
    expect(stored).toMatchObject([
      {
        title: 'failed',
        state: 'failed',
        lots: [[1, 'failed', 'failed', 'result_published', null, null, '2022-11-21T16:00:00+00:00']],
      },
      { title: 'of several', version: 4, lots: [[1, 'contracted', 'contracted', null, null, 2, expect.any(String)]] },
      { title: 'signed', version: 4, state: 'contracted', shown: 'contracted', shown_version: 4 },
    ]);
  });
});

describe('a file that comes again', () => {
  it('changes nothing', async () => {
    const name = fresh();
    expect(figures(await importRows(app, name, REAL))).toEqual([57, 0, 0]);
    const before = await holdings(app, name);
    expect(figures(await importRows(app, name, REAL))).toEqual([0, 57, 0]);
    expect(await holdings(app, name)).toEqual(before);
  });

  it('a corrected rejects file is imported alone', async () => {
    const name = fresh();
    const first = await importRows(app, name, DIRTY);
    const raw = (await rejectsOf(app, first.id)).map((r) => r.raw);
    const corrected = raw
      .filter((line) => line.includes('"dirty-04"') || line.includes('"dirty-09"'))
      .map((line) => line.replace('2022-02-30', '2022-02-28').replace(',"colour":"red"', ''));
    expect(figures(await importRows(app, name, corrected))).toEqual([2, 0, 0]);
    expect((await tenderOf(name, 'dirty-04')).facts[0].data.publishedOn).toBe('2022-02-28');
  });

  it('the same row twice in one file is one row', async () => {
    const name = fresh();
    expect(figures(await importRows(app, name, [row('a'), row('b'), row('a')]))).toEqual([2, 1, 0]);
  });

  it('a changed row corrects what it said, and keeps the old facts', async () => {
    const name = fresh();
    const call = {
      notice_date: '2022-11-01',
      bid_deadline: '2022-11-21',
      budget_yuan: 300000,
      ceiling_price_yuan: 300000,
    };
    await importRows(app, name, [row('a', call)]);
    const changed = {
      ...call,
      bid_deadline: '2022-11-22',
      budget_yuan: 280000,
      project_title: '新名称',
      method: 'open',
    };
    expect(figures(await importRows(app, name, [row('a', changed)]))).toEqual([1, 0, 0]);
    const tender = await tenderOf(name, 'a');
    expect(tender).toMatchObject({ title: '新名称', budget: '280000.00', method: 'OPEN_TENDER', conflicts: [] });
    const [old, now] = tender.facts;
    expect(old).toMatchObject({ data: { deadline: '2022-11-21' }, replacedBy: now.id });
    expect(now).toMatchObject({ data: { deadline: '2022-11-22' }, replaces: old.id });
    const notice = (await app.http.get(`/api/v1/notices?dataset=import:${name}`)).body.items;
    expect(notice).toMatchObject([{ title: '新名称', deadline: '2022-11-22', method: 'OPEN_TENDER' }]);
    expect(figures(await importRows(app, name, [row('a', changed)]))).toEqual([0, 1, 0]);
  });

  it('a changed row leaves alone what another row of the round said', async () => {
    const name = fresh();
    await importRows(app, name, [
      row('a', { notice_type: 'intention', notice_date: '2022-10-01' }),
      row('b', { follows: 'a', budget_yuan: 300000 }),
    ]);
    expect(await tenderOf(name, 'b')).toMatchObject({ budget: '300000.00', round: 1 });
    await importRows(app, name, [row('a', { notice_type: 'intention', notice_date: '2022-10-02', budget_yuan: 5 })]);
    expect(await tenderOf(name, 'a')).toMatchObject({
      budget: '300000.00',
      facts: [{}, {}, { data: { publishedOn: '2022-10-02' } }],
    });
  });

  it.each([
    ['its kind', { notice_type: 'failure' }, '/notice_type cannot_change'],
    ['its buyer', { buyer: '采购人B' }, '/buyer cannot_change'],
    ['the number of its lots', { lots: [{ lot_no: '1' }, { lot_no: '2' }] }, '/lots cannot_change'],
  ])('a row that changes %s is rejected, and nothing of it is taken', async (_, change, fault) => {
    const name = fresh();
    const award = { notice_type: 'award', winner: '机构A', award_date: '2022-12-01', winning_price_yuan: 5 };
    await importRows(app, name, [row('a', award)]);
    const before = await holdings(app, name);
    const done = await importRows(app, name, [row('a', { ...award, budget_yuan: 1, ...change })]);
    expect(await codes(done.id)).toEqual([[1, fault]]);
    expect(await holdings(app, name)).toEqual(before);
  });

  it('a bidder that is renamed is corrected; one that is gone cannot be withdrawn', async () => {
    const name = fresh();
    const award = (...bidders: string[]) =>
      row('a', { notice_type: 'award', winner: bidders[0], bidders: bidders.map((b) => ({ name: b, price_yuan: 5 })) });
    await importRows(app, name, [award('机构A', '机构B')]);
    expect(figures(await importRows(app, name, [award('机构A', '机构C')]))).toEqual([1, 0, 0]);
    const names = (await tenderOf(name, 'a')).lots[0].bids.map((b: { bidder: { name: string } }) => b.bidder.name);
    expect(names.sort()).toEqual(['机构A', '机构C']);
    const done = await importRows(app, name, [award('机构A')]);
    expect(await codes(done.id)).toEqual([[1, ' fact_withdrawn']]);
  });
});

describe('the order of a file', () => {
  it('a row that follows a later one is rejected, and taken when the file comes again', async () => {
    const name = fresh();
    const rows = [row('b', { notice_type: 'award', follows: 'a' }), row('a')];
    const first = await importRows(app, name, rows);
    expect(figures(first)).toEqual([1, 0, 1]);
    expect(await codes(first.id)).toEqual([[1, '/follows follows_unknown']]);
    expect(figures(await importRows(app, name, rows))).toEqual([1, 1, 0]);
    expect((await tenderOf(name, 'b')).id).toBe((await tenderOf(name, 'a')).id);
  });

  it('a result that follows in the same transaction joins its call', async () => {
    const name = fresh();
    const rows = Array.from({ length: 60 }, (_, i) => [
      row(`t-${i}`),
      row(`r-${i}`, { notice_type: 'award', follows: `t-${i}`, winner: '机构A' }),
    ]).flat();
    expect(figures(await importRows(app, name, rows))).toEqual([120, 0, 0]);
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM tender WHERE dataset = $1`, [
      `import:${name}`,
    ]);
    expect(n).toBe(60);
  });
});

describe('disagreements', () => {
  it('between two notices are stored as published and listed; within one notice the row is rejected', async () => {
    const name = fresh();
    const done = await importRows(app, name, [
      row('a', { notice_date: '2022-11-10', bid_deadline: '2022-11-30' }),
      row('b', { notice_type: 'award', follows: 'a', notice_date: '2022-12-10', bid_deadline: '2022-11-01' }),
      row('c', {
        notice_type: 'award',
        follows: 'a',
        award_date: '2022-11-20',
        winner: '机构A',
        winning_price_yuan: 5,
      }),
      row('d', { notice_type: 'contract', follows: 'a', winner: '机构B', winning_price_yuan: 6 }),
      row('e', { notice_type: 'failure', follows: 'a', notice_date: '2022-12-20' }),
      row('f', { notice_date: '2022-11-10', bid_deadline: '2022-11-09' }),
    ]);
    expect(await codes(done.id)).toEqual([[6, '/bid_deadline deadline_before_notice']]);
    const found = (await tenderOf(name, 'a')).conflicts.map((c: { code: string }) => c.code);
    for (const code of [
      'fact_disagrees',
      'deadline_before_notice',
      'award_before_deadline',
      'contract_amount_differs',
      'contract_supplier_differs',
      'failed_and_awarded',
    ])
      expect(found).toContain(code);
  });

  it('a row that the database cannot hold is rejected, its neighbours are taken', async () => {
    const importer = app.running.app.get(NoticeImporter) as unknown as { record: (...a: unknown[]) => Promise<string> };
    const record = importer.record.bind(importer);
    jest.spyOn(importer, 'record').mockImplementation(async (...args) => {
      const tender = await record(...args);
      const [tx, , given] = args as [{ query(sql: string): Promise<unknown> }, string, { id: string }];
      if (given.id === 'b') await tx.query(`UPDATE lot SET ceiling = -1 WHERE tender_id = '${tender}'`);
      return tender;
    });
    const name = fresh();
    const done = await importRows(app, name, [row('a'), row('b'), row('c')]);
    expect(figures(done)).toEqual([2, 0, 1]);
    expect(await codes(done.id)).toEqual([[2, ' not_storable']]);
    expect(await holdings(app, name)).toMatchObject({ purchases: 2 });
  });

  it('a row that the database refuses at the end alone is rejected, and may come again further down', async () => {
    await app.dataSource.query(`CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'late' USING ERRCODE = '23514'; END $$`);
    await app.dataSource
      .query(`CREATE CONSTRAINT TRIGGER refuse_late AFTER INSERT OR UPDATE ON tender DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (new.title = '迟到的错误') EXECUTE FUNCTION refuse_late()`);
    try {
      const name = fresh();
      const late = row('b', { project_title: '迟到的错误' });
      const done = await importRows(app, name, [row('a'), late, late, row('c')]);
      expect(figures(done)).toEqual([2, 0, 2]);
      expect(await codes(done.id)).toEqual([
        [2, ' not_storable'],
        [3, ' not_storable'],
      ]);
      expect(await holdings(app, name)).toMatchObject({ purchases: 2 });
    } finally {
      await app.dataSource.query(`DROP FUNCTION refuse_late CASCADE`);
    }
  });
});

describe('a run that breaks off', () => {
  const rows = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      i % 2 === 0
        ? row(`r-${i}`, { budget_yuan: 1000 + i, buyer: `采购人${i % 7}` })
        : row(`r-${i}`, {
            notice_type: 'award',
            follows: `r-${i - 1}`,
            winner: `机构${i % 5}`,
            winning_price_yuan: 900 + i,
          }),
    );
  let whole: string;
  beforeAll(async () => {
    whole = fresh();
    expect(figures(await importRows(app, whole, rows(1250)))).toEqual([1250, 0, 0]);
  });

  it('goes on after the last mark and comes to the same', async () => {
    const name = fresh();
    const id = await receive(app, name, text(rows(1250)));
    const take = app.running.app.get(ImportRows);
    const real = take.take.bind(take);
    let chunks = 0;
    jest.spyOn(take, 'take').mockImplementation(async (...args) => {
      const taken = await real(...args);
      if (++chunks === 3) throw new Error('the lights went out');
      return taken;
    });
    await expect(importsOf(app).run(id)).rejects.toThrow('the lights went out');
    const broken = await importsOf(app).find(id);
    expect(broken).toMatchObject({ state: 'running', accepted: 1000, done_line: 1000, error: 'the lights went out' });
    jest.restoreAllMocks();
    await importsOf(app).run(id);
    expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 1250, rejected: 0, error: null });
    expect(await holdings(app, name)).toEqual(await holdings(app, whole));
  });

  /** Begins it in a process that is killed once some rows are taken; answers what that one said. */
  async function takeSome(id: string): Promise<string> {
    const child = new Child(
      process.execPath,
      [
        '--no-warnings',
        new URL('../support/import-child.mjs', import.meta.url).pathname,
        app.settings.databaseUrl ?? '',
        app.folder,
        id,
      ],
      { cwd: process.cwd(), env: { PATH: process.env.PATH ?? '' } },
    );
    try {
      await child.says(/running/);
      for (let done = 0; done < 100; await pause(5)) done = (await importsOf(app).find(id))?.done_line ?? 0;
      child.signal('SIGKILL');
      await child.end();
    } finally {
      await child.kill();
    }
    return child.output;
  }

  it('killed in the middle, it goes on in another process and comes to the same', async () => {
    let [name, id, said] = ['', '', 'done'];
    // One that was through before it was killed shows nothing.
    for (let tries = 0; tries < 5 && said.includes('done'); tries++) {
      name = fresh();
      id = await receive(app, name, text(rows(1250)));
      said = await takeSome(id);
    }
    expect(said).not.toContain('done');
    await importsOf(app).run(id);
    expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 1250, rejected: 0 });
    expect(await holdings(app, name)).toEqual(await holdings(app, whole));
  });

  it('two workers at one import take each row once', async () => {
    const name = fresh();
    const id = await receive(app, name, text(rows(1250)));
    await Promise.all([importsOf(app).run(id), importsOf(app).run(id), importsOf(app).run(id)]);
    expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 1250, unchanged: 0, rejected: 0 });
    expect(await holdings(app, name)).toEqual(await holdings(app, whole));
  });

  it('two workers at one dry run say it once, and store nothing', async () => {
    const name = fresh();
    const id = await receive(app, name, text([...rows(250), ...DIRTY]), true);
    await Promise.all([importsOf(app).run(id), importsOf(app).run(id)]);
    expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 251, rejected: 12 });
    expect(await rejectsOf(app, id)).toHaveLength(12);
    expect(await holdings(app, name)).toMatchObject({ tenders: null, purchases: 0, contracts: 0, bodies: 0 });
  });

  it('what a finished run leaves: no lines, one event at its beginning and one at its end', async () => {
    const [{ n }] = await app.dataSource.query(`SELECT count(*)::int AS n FROM import_line`);
    expect(n).toBe(0);
    const done = await importRows(app, fresh(), [row('a')]);
    const events = await app.dataSource.query(`SELECT action FROM outbox WHERE aggregate_id = $1 ORDER BY id`, [
      done.id,
    ]);
    expect(events.map((e: { action: string }) => e.action)).toEqual(['received', 'finished']);
    await importsOf(app).run(done.id);
    expect(await importsOf(app).find(done.id)).toMatchObject({ accepted: 1 });
  });

  it('every change it made is audited once', async () => {
    const [row] = await app.dataSource.query(
      `SELECT count(*)::int AS facts, (SELECT count(*)::int FROM audit_entry a JOIN tender t ON t.id::text = a.aggregate_id
         WHERE t.dataset = $1 AND a.action = 'facts_recorded') AS audited FROM fact f JOIN tender t ON t.id = f.subject_id WHERE t.dataset = $1`,
      [`import:${whole}`],
    );
    expect(row).toEqual({ facts: 1250, audited: 1250 });
  });
});

describe('memory', () => {
  let collect: () => void;
  beforeAll(() => {
    v8.setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  });
  const held = () => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };

  it('does not grow with the rows of a file', async () => {
    const wide = (n: number) =>
      Array.from({ length: n }, (_, i) => row(`w-${i}`, { note: `${i} `.padEnd(12_000, '字') }));
    const most = async (n: number) => {
      const id = await receive(app, fresh(), text(wide(n)));
      let peak = 0;
      let steps = 0;
      await importsOf(app).run(id, () => {
        if (steps++ % 4 === 0) peak = Math.max(peak, held());
      });
      expect(await importsOf(app).find(id)).toMatchObject({ accepted: n });
      return peak;
    };
    await most(200);
    const few = await most(200);
    // The rows of the second file hold more than 30 MB of text.
    expect((await most(1_000)) - few).toBeLessThan(15);
  });

  it('does not grow with the rejects of a dry run, which all stand in its report, in their order', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`x${i}`, 0]));
    const faulty = (n: number) =>
      Array.from({ length: n }, (_, i) => row(`f-${i}`, { ...unknown, [`y${i}`]: 0, z: 0 }));
    const most = async (n: number) => {
      const name = fresh();
      const id = await receive(app, name, text(faulty(n)), true);
      const rows = app.running.app.get(ImportRows);
      const real = rows.take.bind(rows);
      let peak = 0;
      let steps = 0;
      // No spy: it would hold what it saw.
      rows.take = (...args) => {
        if (steps++ % 5 === 0) peak = Math.max(peak, held());
        return real(...args);
      };
      await importsOf(app).run(id);
      rows.take = real;
      expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: 0, rejected: n });
      const kept = await app.dataSource.query(
        `SELECT line, row_id AS id, jsonb_array_length(errors) AS faults FROM import_reject WHERE import_id = $1 ORDER BY line`,
        [id],
      );
      // A row says at most a hundred of its faults.
      expect(kept).toEqual(Array.from({ length: n }, (_, i) => ({ line: i + 1, id: `f-${i}`, faults: 100 })));
      expect(await holdings(app, name)).toMatchObject({ tenders: null, purchases: 0, contracts: 0, bodies: 0 });
      expect(readdirSync(join(app.settings.documentsDir as string, 'incoming'))).toEqual([]);
      return peak;
    };
    await most(200);
    const few = await most(200);
    // The faults of the second file take more than 20 MB.
    expect((await most(3_000)) - few).toBeLessThan(10);
  });

  it('is held to half more than lives while files are received and taken, and left to V8 after the last, though it broke off', async () => {
    const told = jest.spyOn(v8, 'setFlagsFromString');
    const growth = () => told.mock.calls.splice(0).map(([flag]) => flag);
    const [held, left] = ['--heap-growing-percent=50', '--heap-growing-percent=0'];
    const one = await receive(app, fresh(), text([row('h-1')]));
    expect(growth()).toEqual([held, left]);
    const other = await receive(app, fresh(), text([row('h-2')]), true);
    growth();
    await Promise.all([one, other].map((id) => importsOf(app).run(id)));
    expect(growth()).toEqual([held, left]);
    const broken = await receive(app, fresh(), text([row('h-3')]));
    growth();
    jest.spyOn(app.running.app.get(ImportRows), 'take').mockRejectedValueOnce(new Error('the lights went out'));
    const seen: (readonly string[])[] = [];
    await expect(importsOf(app).run(broken)).rejects.toThrow('the lights went out');
    expect(growth()).toEqual([held, left]);
    await importsOf(app).run(broken, () => seen.push(growth()));
    expect([...seen, growth()]).toEqual([[held], [left]]);
  });

  it('is collected once when a long file has come to hold what it will hold, and not for a short one', async () => {
    const { NODE_PERFORMANCE_GC_FLAGS_FORCED: FORCED } = constants;
    const countCollections = async (rows: number, isDryRun = false) => {
      const id = await receive(app, fresh(), text(Array.from({ length: rows }, (_, i) => row(`s-${i}`))), isDryRun);
      let forced = 0;
      const count = (entries: readonly object[]) => {
        forced += entries.filter(
          (each) => ((each as { detail: { flags: number } }).detail.flags & FORCED) !== 0,
        ).length;
      };
      const observer = new PerformanceObserver((list) => count(list.getEntries()));
      observer.observe({ entryTypes: ['gc'] });
      await importsOf(app).run(id);
      count(observer.takeRecords());
      observer.disconnect();
      expect(await importsOf(app).find(id)).toMatchObject({ state: 'done', accepted: rows });
      return forced;
    };
    expect([await countCollections(2_400), await countCollections(2_600)]).toEqual([0, 1]);
    expect([await countCollections(2_400, true), await countCollections(2_600, true)]).toEqual([0, 1]);
  });
});
