import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, readOutcome, sendRows } from '../support/bulk-rows.js';
import { holding } from '../support/holder.js';
import { importsOf } from '../support/imports.js';
import { Recorder } from '../support/purchases.js';

/** Rows of a file stand in any order; what they change is held in one order before the first of them. */
describe('rows that several change', () => {
  let app: TestApp;
  let officer: Recorder;
  let admin: TestAccount;
  let manager: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
    admin = await makeUser(app, 'admin');
    manager = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
  });
  afterAll(() => app.close());

  const receive = async (by: TestAccount, kind: string, rows: readonly object[], query = ''): Promise<string> =>
    ((await postRows(app, by, kind, rows, { query }).expect(202)).body as { id: string }).id;
  const kinds = {
    purchases: { table: 'tender', by: () => officer.account, say: (title: string) => ({ title }) },
    'service-lines': {
      table: 'service_line',
      by: () => officer.account,
      say: (name: string) => ({
        ...{ name, category: 'ELDERLY_HOME_CARE', responsible: officer.body, since: '2018-01-01' },
      }),
    },
    organisations: { table: 'organisation', by: () => admin, say: (name: string) => ({ name, kind: 'agency' }) },
    workers: {
      table: 'worker',
      by: () => manager,
      say: (name: string) => ({ name, kind: 'assistant', since: '2026-01-05' }),
    },
  } as const;
  const each = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
    ['', '&dryRun=true'].map((query) => [kind, query] as const),
  );

  it.each(each)(
    'of %s: an import (%s) waits for one of them holding none that comes later, wherever it stands in the file',
    async (kind, query) => {
      const { table, by, say } = kinds[kind];
      const places: { root: string; externalId: string }[] = [];
      for (const externalId of [`ring:${randomUUID()}`, `ring:${randomUUID()}`]) {
        const made = await sendRows(app, by(), kind, [{ externalId, ...say(`旧${externalId.slice(5, 13)}`) }]);
        expect(made).toMatchObject({ figures: [1, 0, 0], faults: [] });
        const rows = await app.dataSource.query<{ id: string }[]>(
          `SELECT id FROM ${table} ORDER BY created_at DESC LIMIT 1`,
        );
        places.push({ root: rows[0]?.id ?? '', externalId });
      }
      const [last, first] = places.sort((a, b) => (a.root < b.root ? 1 : -1)) as [
        (typeof places)[0],
        (typeof places)[0],
      ];
      const file = [last, first].map(({ externalId }) => ({ externalId, ...say(`新${externalId.slice(5, 13)}`) }));
      const id = await receive(by(), kind, file, query);
      await holding(app, async (holder) => {
        await holder.lock(table, [first.root]);
        const importing = importsOf(app).run(id);
        await holder.waitUntilAwaited();
        await holder.lock(table, [last.root]);
        await holder.commit();
        await importing;
      });
      expect(await readOutcome(app, by(), id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
    },
  );

  it('are new names of an import, which takes them in one order, whatever order its rows have', async () => {
    const numbers = [randomUUID(), randomUUID()].sort();
    const [first = '', last = ''] = numbers;
    const rows = [last, first].map((n) => ({ externalId: `ring:${n}`, title: n }));
    const id = await receive(officer.account, 'purchases', rows);
    const importing = await holding(app, async (holder) => {
      const name = (value: string) =>
        holder.query(
          `INSERT INTO external_id (root_type, dataset, system, value, root_id) VALUES ('tender', 'live', 'ring', $1, gen_random_uuid())`,
          [value],
        );
      await name(first);
      const work = importsOf(app).run(id);
      await holder.waitUntilAwaited();
      await name(last);
      return { work };
    });
    await importing.work;
    expect(await readOutcome(app, officer.account, id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
  });

  it('are of a contract that is put while its tender comes to spend another programme: that one is waited for with nothing held', async () => {
    const programme = await officer.programme([null, '100000.00']);
    const next = await officer.programme([null, '100000.00']);
    const tender = await officer.tender({ programme });
    const put = (amount: string) =>
      app.http
        .put('/api/v1/contracts/by-external-id/ring/moved')
        .set(officer.account.auth)
        .send({ tender: tender.id, lot: 1, data: { amount }, source: { kind: 'statement' }, reason: '核对' })
        .then((answer) => answer);
    expect((await put('100.00')).status).toBe(200);
    const changed = await holding(app, (spending) =>
      holding(app, async (moving) => {
        await spending.lock('programme', [next]);
        await moving.lock('programme', [programme]);
        const answer = put('200.00');
        await moving.waitUntilAwaited();
        await moving.query(`UPDATE tender SET programme_id = $2 WHERE id = $1`, [tender.id, next]);
        await moving.commit();
        await spending.waitUntilAwaited();
        await spending.lock('tender', [tender.id]);
        await spending.commit();
        return answer;
      }),
    );
    expect([changed.status, changed.body.amount]).toEqual([200, '200.00']);
  });
});
