import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BulkKinds } from '../../src/imports/bulk/bulk-kinds.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, readOutcome, sendRows } from '../support/bulk-rows.js';
import { connect, untilWaiting } from '../support/faults.js';
import { importsOf } from '../support/imports.js';
import { Recorder } from '../support/purchases.js';

let app: TestApp;
let bureau: string;
let officer: TestAccount;
/** A line that is held, for which an import waits once it has tried the rows before. */
let line: string;
beforeAll(async () => {
  app = await startTestApp();
  const recorder = await Recorder.of(app);
  ({ body: bureau, account: officer } = recorder);
  line = await recorder.serviceLine();
});
afterAll(() => app.close());

const purchase = (id: string, title = '居家养老') => ({ externalId: id, title });
const receive = async (rows: readonly object[], query = ''): Promise<string> =>
  (await postRows(app, officer, 'purchases', rows, { query }).expect(202)).body.id;
const put = (id: string, title: string) =>
  app.http
    .put(`/api/v1/tenders/by-external-id/${id.replace(':', '/')}`)
    .set(officer.auth)
    .send({ title, buyer: bureau })
    .then((answer) => [answer.status, answer.body.title as string]);
const findTender = async (id: string): Promise<string> =>
  (await app.http.get(`/api/v1/tenders?externalId=${id}`).set(officer.auth).expect(200)).body.items[0]?.id;

/** Holds what other sessions then wait for, until so many of them do. */
async function whileHeld(
  [table, ids]: ['tender' | 'service_line', readonly string[]],
  waiting: number,
  work: () => Promise<unknown>[],
): Promise<unknown[]> {
  const holder = await connect(app);
  try {
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM ${table} WHERE id = ANY ($1::uuid[]) FOR UPDATE`, [ids]);
    const works = work();
    await untilWaiting(holder, waiting);
    await holder.query('COMMIT');
    return await Promise.all(works);
  } finally {
    await holder.end();
  }
}

async function onceAnybodyWaits<T>(work: () => Promise<T>): Promise<T> {
  const client = await connect(app);
  await untilWaiting(client).finally(() => client.end());
  return work();
}

const NAMES = ['race:1', 'race:2', 'race:first', 'race:second'] as const;
describe('two imports that change the same purchases in opposite order', () => {
  beforeEach(async () => {
    await sendRows(
      app,
      officer,
      'purchases',
      NAMES.map((id) => purchase(id)),
    );
  });
  const countDeadlocks = async (): Promise<number> => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT pg_stat_force_next_flush(), deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`,
    );
    return row?.n ?? 0;
  };

  it('wait for each other in no ring, one is taken again, and no row is lost or taken twice', async () => {
    const before = await countDeadlocks();
    const [first, second] = await Promise.all([
      receive(['race:1', 'race:first', 'race:2'].map((id) => purchase(id, '甲'))),
      receive(['race:2', 'race:second', 'race:1'].map((id) => purchase(id, '乙'))),
    ]);
    const held = await Promise.all(['race:first', 'race:second'].map(findTender));
    // The one that comes to take its rows first is broken behind them, as where the server ends a ring.
    const kind = app.running.app.get(BulkKinds).get('purchases');
    const { take } = kind;
    let taken = 0;
    const breakFirst: typeof take = async (...given) => {
      const changed = await take.apply(kind, given);
      if (++taken === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      return changed;
    };
    Object.assign(kind, { take: breakFirst });
    try {
      await whileHeld(['tender', held], 2, () => [importsOf(app).run(first), importsOf(app).run(second)]);
    } finally {
      Object.assign(kind, { take });
    }
    expect(taken).toBe(3);
    for (const id of [first, second])
      expect(await readOutcome(app, officer, id)).toMatchObject({ figures: [3, 0, 0], faults: [] });
    expect(await countDeadlocks()).toBe(before);
    const entries = await app.dataSource.query(
      `SELECT e.value AS id, convert_from(a.canonical, 'UTF8')::jsonb #>> '{data,import}' AS import, count(*)::int AS n
       FROM audit_entry a JOIN external_id e ON e.root_id::text = a.aggregate_id AND e.system = 'race'
       WHERE convert_from(a.canonical, 'UTF8')::jsonb #>> '{data,import}' IN ($1, $2) GROUP BY 1, 2 ORDER BY 1, 2`,
      [first, second],
    );
    const imports = [first, second].toSorted();
    expect(entries).toEqual(
      [...imports.map((id) => ['1', id]), ...imports.map((id) => ['2', id]), ['first', first], ['second', second]].map(
        ([id, name]) => ({ id, import: name, n: 1 }),
      ),
    );
    // Both are as the same import left them.
    const titles = await app.dataSource.query(
      `SELECT DISTINCT title FROM tender t JOIN external_id e ON e.root_id = t.id WHERE e.system = 'race' AND e.value IN ('1', '2')`,
    );
    expect(titles).toHaveLength(1);
  });
});

describe('a file of one row', () => {
  it.each(['purchases', 'organisations', 'service-lines'] as const)(
    'of %s that waits for another file which makes the same one changes that, and is not refused its name',
    async (name) => {
      const by = name === 'organisations' ? await makeUser(app, 'admin') : officer;
      const rowOf = {
        purchases: (no: number) => purchase('one:new', `采购${no}`),
        organisations: (no: number) => ({
          externalId: 'one:new',
          name: '同一机构',
          kind: 'agency',
          address: `${no}号`,
        }),
        'service-lines': (no: number) => ({
          ...{ externalId: 'one:new', name: `助餐${no}`, category: 'ELDERLY_HOME_CARE', responsible: bureau },
          since: '2018-01-01',
        }),
      }[name];
      const [first, second] = await Promise.all(
        [1, 2].map(async (no) => (await postRows(app, by, name, [rowOf(no)]).expect(202)).body.id as string),
      );
      const kind = app.running.app.get(BulkKinds).get(name);
      const { take } = kind;
      let tellMade = (): void => undefined;
      const made = new Promise<void>((tell) => (tellMade = tell));
      let taken = 0;
      const takeBesideAnother: typeof take = async (...given) => {
        const changed = await take.apply(kind, given);
        if (++taken > 1) return changed;
        tellMade();
        return onceAnybodyWaits(() => Promise.resolve(changed));
      };
      Object.assign(kind, { take: takeBesideAnother });
      try {
        const work = importsOf(app).run(first ?? '');
        await made;
        await Promise.all([work, importsOf(app).run(second ?? '')]);
      } finally {
        Object.assign(kind, { take });
      }
      for (const id of [first, second])
        expect(await readOutcome(app, by, id ?? '')).toMatchObject({ figures: [1, 0, 0], faults: [] });
    },
  );
});

describe('a dry run', () => {
  it('keeps nobody from recording under a name that it tried, and takes nothing of what they record', async () => {
    await sendRows(app, officer, 'purchases', [purchase('dry:held')]);
    const rows = [purchase('dry:new', '试导入'), { ...purchase('dry:held', '试导入'), serviceLines: [line] }];
    const id = await receive(rows, '&dryRun=true');
    // Whoever records waits for the dry run, which waits at its second row.
    const [, answer] = await whileHeld(['service_line', [line]], 2, () => [
      importsOf(app).run(id),
      onceAnybodyWaits(() => put('dry:new', '另一人')),
    ]);
    expect(answer).toEqual([200, '另一人']);
    expect(await readOutcome(app, officer, id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
    expect(await put('dry:held', '居家养老')).toEqual([200, '居家养老']);
  });

  it('says what comes of a row that somebody else changes while it goes on, and leaves their change', async () => {
    await sendRows(app, officer, 'purchases', [purchase('dry:1'), purchase('dry:2')]);
    const rows = [purchase('dry:1', '试导入'), { ...purchase('dry:2', '试导入'), serviceLines: [line] }];
    const id = await receive(rows, '&dryRun=true');
    const [, answer] = await whileHeld(['service_line', [line]], 2, () => [
      importsOf(app).run(id),
      onceAnybodyWaits(() => put('dry:1', '另一人')),
    ]);
    expect(answer).toEqual([200, '另一人']);
    expect(await readOutcome(app, officer, id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
  });
});
