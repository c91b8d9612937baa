import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { acceptRows } from '../../src/kernel/audit/tables/accepted-rows.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { BulkKinds } from '../../src/imports/bulk/bulk-kinds.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { registered } from '../support/acceptances.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { postRows, readOutcome } from '../support/bulk-rows.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { connect } from '../support/faults.js';
import { holding } from '../support/holder.js';
import { importsOf } from '../support/imports.js';
import { given, Recorder } from '../support/purchases.js';

let app: TestApp;
let officer: Recorder;
let programme: string;
beforeAll(async () => {
  app = await startTestApp();
  officer = await Recorder.of(app);
  programme = await officer.programme([null, '100000.00']);
});
afterAll(() => app.close());

const countDeadlocks = async (): Promise<number> => {
  const [row] = await app.dataSource.query<{ n: number }[]>(
    `SELECT pg_stat_force_next_flush(), deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()`,
  );
  return row?.n ?? -1;
};
let before: number;
beforeEach(async () => {
  before = await countDeadlocks();
});

/** Holds a row while one comes to wait for it, and another does what it does: it waits too, or is through. */
async function whileHeld<A, B>(
  [table, id]: ['programme' | 'tender', string],
  [first, second]: [() => Promise<A>, () => Promise<B>],
): Promise<[A, B]> {
  const holder: pg.Client = await connect(app);
  try {
    await holder.query('BEGIN');
    await holder.query(`SELECT FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    const waiting = first();
    const deadline = Date.now() + 120_000;
    const wait = async () => {
      if (Date.now() > deadline) throw new Error('nobody waits');
      await pause(10);
    };
    while ((await countWaiting()) < 1) await wait();
    let isThrough = false;
    const other = second().finally(() => (isThrough = true));
    while (!isThrough && (await countWaiting()) < 2) await wait();
    await holder.query('COMMIT');
    return await Promise.all([waiting, other]);
  } finally {
    await holder.end();
  }
}
/** Asked outside the transaction that holds: within one, sessions that came later are not listed. */
const countWaiting = async (): Promise<number> => {
  const [row] = await app.dataSource.query<{ n: number }[]>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`,
  );
  return row?.n ?? 0;
};
const listOrdered = (ids: readonly string[]): [string, string] => ids.toSorted() as [string, string];

it('a contract put in the version that was read, and facts of its tender: neither waits for the other in a ring, one version is told', async () => {
  const tender = await officer.tender({ programme });
  const put = (amount: string, headers: object = {}) =>
    app.http
      .put('/api/v1/contracts/by-external-id/ring/contract')
      .set({ ...officer.account.auth, ...headers })
      .send({ tender: tender.id, lot: 1, data: { amount }, source: { kind: 'statement' }, reason: '核对' })
      .then((answer) => answer);
  const made = await put('100.00');
  expect(made.status).toBe(200);
  const read = { 'If-Match': `"${made.body.version}"` };
  const [changed, recorded] = await whileHeld(
    ['programme', programme],
    [
      () => put('200.00', read),
      () => officer.facts(tender.id, [given('notice', { publishedOn: '2017-11-24' })]).then((answer) => answer),
    ],
  );
  expect([recorded.status, changed.status, changed.body.code]).toEqual([200, 412, 'stale_version']);
  const { version } = (await officer.get(`/contracts/${made.body.id}`).expect(200)).body;
  expect((await put('200.00', { 'If-Match': `"${version}"` })).body).toMatchObject({ amount: '200.00' });
  expect(await countDeadlocks()).toBe(before);
});

it('a contract put with a supplier that nobody knew, and a recording of its tender that names them too: neither waits for the other in a ring, the body is one', async () => {
  const [tender, name] = [await officer.tender({ programme }), `机构${randomUUID().slice(0, 8)}`];
  const put = (data: object) =>
    app.http
      .put(`/api/v1/contracts/by-external-id/ring/${name}`)
      .set(officer.account.auth)
      .send({ tender: tender.id, lot: 1, data, source: { kind: 'statement' }, reason: '核对' })
      .then((answer) => answer);
  expect((await put({ amount: '100.00' })).status).toBe(200);
  const changed = await holding(app, async (holder) => {
    await holder.lock('programme', [programme]);
    await holder.lock('tender', [tender.id]);
    const answer = put({ amount: '100.00', supplier: { name } });
    await holder.waitUntilAwaited();
    await holder.query(`INSERT INTO organisation (dataset, name) VALUES ('live', $1)`, [name]);
    await holder.commit();
    return answer;
  });
  expect([changed.status, changed.body.supplier]).toMatchObject([200, { name }]);
  const bodies = await app.dataSource.query(`SELECT FROM organisation WHERE name = $1`, [name]);
  expect(bodies).toHaveLength(1);
});

describe('a step of an import', () => {
  const receive = async (kind: string, rows: readonly object[]): Promise<string> =>
    (await postRows(app, officer.account, kind, rows).expect(202)).body.id;

  it('of facts that spend, and one that is recorded of the same purchase: neither waits for the other in a ring', async () => {
    const lots = [{ no: 1 }, { no: 2 }];
    const tenders = await Promise.all([1, 2].map(() => officer.tender({ programme, lots })));
    const [first, last] = listOrdered(tenders.map(({ id }) => id));
    const award = { lot: 1, kind: 'award', reference: 'A1', decidedOn: '2018-02-02', amount: '10' };
    const id = await receive(
      'facts',
      [first, last].map((tender) => ({ ...award, tender })),
    );
    const [, recorded] = await whileHeld(
      ['tender', last],
      [
        () => importsOf(app).run(id),
        () => officer.facts(first, [given('award', { amount: '20.00' }, { lot: 2 })]).then((answer) => answer),
      ],
    );
    expect(recorded.status).toBe(200);
    expect(await readOutcome(app, officer.account, id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
    expect(await countDeadlocks()).toBe(before);
  });

  it.each(['mode=all', 'dryRun=true'])(
    'that a later one of the same transaction (%s) stands behind takes what both spend first: who spends it beside them passes',
    async (query) => {
      const [noticed, awarded] = await Promise.all([officer.tender({ programme }), officer.tender({ programme })]);
      const rows = Array.from({ length: 500 }, (_, i) => ({
        ...{ tender: noticed.id, kind: 'notice', reference: `N${i}`, publishedOn: '2018-02-02' },
      }));
      const award = {
        tender: awarded.id,
        lot: 1,
        kind: 'award',
        reference: 'A3',
        decidedOn: '2018-02-02',
        amount: '10',
      };
      const sent = await postRows(app, officer.account, 'facts', [...rows, award], { query: `&${query}` }).expect(202);
      const { id } = sent.body as { id: string };
      await holding(app, async (holder) => {
        await holder.lock('programme', [programme]);
        const importing = importsOf(app).run(id);
        await holder.waitUntilAwaited();
        await holder.lock('tender', [noticed.id]);
        await holder.commit();
        await importing;
      });
      expect(await readOutcome(app, officer.account, id)).toMatchObject({ figures: [501, 0, 0], faults: [] });
    },
  );

  it('whose transaction begins anew while it holds all steps in advance holds them all again', async () => {
    const kind = app.running.app.get(BulkKinds).get('facts');
    const { lock } = kind;
    const held: number[] = [];
    const breakFirst: typeof lock = async (tx, requests) => {
      held.push(requests.length);
      if (held.length === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      await lock?.call(kind, tx, requests);
    };
    Object.assign(kind, { lock: breakFirst });
    try {
      const tender = await officer.tender({ programme });
      const rows = Array.from({ length: 501 }, (_, i) => ({
        ...{ tender: tender.id, kind: 'notice', reference: `B${i}`, publishedOn: '2018-02-02' },
      }));
      const sent = await postRows(app, officer.account, 'facts', rows, { query: '&mode=all' }).expect(202);
      const { id } = sent.body as { id: string };
      await importsOf(app).run(id);
      expect(await readOutcome(app, officer.account, id)).toMatchObject({ figures: [501, 0, 0], faults: [] });
      expect(held.slice(0, 2)).toEqual([501, 501]);
    } finally {
      Object.assign(kind, { lock });
    }
  });

  it('that names purchases of another body holds nothing of theirs: it is through while they are held', async () => {
    const [stranger, tender] = [await Recorder.of(app), await officer.tender({ programme })];
    const award = { lot: 1, kind: 'award', reference: 'A2', decidedOn: '2018-02-02', amount: '10', tender: tender.id };
    const { body } = await postRows(app, stranger.account, 'facts', [award]).expect(202);
    await holding(app, async (holder) => {
      await holder.lock('programme', [programme]);
      await holder.lock('tender', [tender.id]);
      await importsOf(app).run((body as { id: string }).id);
    });
    expect(await readOutcome(app, stranger.account, (body as { id: string }).id)).toMatchObject({ figures: [0, 0, 1] });
  });
});

describe('a step of an import of those who are served', () => {
  let parties: Parties;
  let contracts: [string, string];
  const makeRow = (contract: string, more: object = {}) => ({
    ...{ externalId: `ring:${randomUUID()}`, contract, serviceLine: parties.bureau.line, displayName: '示例', ...more },
  });
  const receive = async (by: TestAccount, rows: readonly object[], kind = 'recipients'): Promise<string> =>
    ((await postRows(app, by, kind, rows).expect(202)).body as { id: string }).id;
  beforeAll(async () => {
    parties = await makeParties(app);
    contracts = listOrdered(await Promise.all([1, 2].map(async () => (await Contracting.active(app, parties)).id)));
  });

  it('and one who is registered under the second of its contracts, on the same line: both pass', async () => {
    const [first, last] = contracts;
    const id = await receive(parties.manager, [makeRow(first), makeRow(last)]);
    await holding(app, async (holder) => {
      await holder.lock('contract', [last]);
      const importing = importsOf(app).run(id);
      await holder.waitUntilAwaited();
      await holder.lock('service_line', [parties.bureau.line]);
      await holder.commit();
      await importing;
    });
    expect(await readOutcome(app, parties.manager, id)).toMatchObject({ figures: [2, 0, 0], faults: [] });
  });

  it('that changes some and registers others waits for a contract, and then for the first of them, holding none that comes later', async () => {
    const [contract] = contracts;
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) ids.push(await registered(app, parties, contract));
    const [first = '', ...others] = ids.sort();
    const known = ids.toReversed().map((recipient) => makeRow(contract, { recipient }));
    const id = await receive(parties.manager, [...known, makeRow(contract)]);
    await holding(app, (registering) =>
      holding(app, async (changing) => {
        await registering.lock('contract', [contract]);
        const importing = importsOf(app).run(id);
        await registering.waitUntilAwaited();
        await changing.lock('recipient', [first], 'FOR NO KEY UPDATE NOWAIT');
        await registering.lock('recipient', others, 'FOR NO KEY UPDATE NOWAIT');
        await registering.commit();
        await changing.waitUntilAwaited();
        await changing.lock('recipient', others, 'FOR NO KEY UPDATE NOWAIT');
        await changing.commit();
        await importing;
      }),
    );
    expect(await readOutcome(app, parties.manager, id)).toMatchObject({ figures: [4, 0, 0], faults: [] });
  });

  it('whose records are taken in halves, for one is refused, waits for a contract holding none that comes later', async () => {
    const third = (await Contracting.active(app, parties)).id;
    const [first = '', held = '', last = ''] = [...contracts, third].sort();
    const makeRecord = (contract: string, servedOn = '2025-12-16') => ({
      ...{
        externalId: `ring:${randomUUID()}`,
        contract,
        servedOn,
        form: 'group',
        minutes: 30,
        assistants: 1,
        participants: 2,
      },
    });
    const rows = [makeRecord(last), makeRecord(first, '2020-01-01'), makeRecord(held)];
    const id = await receive(parties.manager, rows, 'records');
    await holding(app, async (holder) => {
      await holder.lock('contract', [held]);
      const importing = importsOf(app).run(id);
      await holder.waitUntilAwaited();
      await holder.lock('contract', [last]);
      await holder.commit();
      await importing;
    });
    expect(await readOutcome(app, parties.manager, id)).toMatchObject({
      figures: [2, 0, 1],
      faults: [[2, '/servedOn outside_window']],
    });
  });

  it('that names contracts and people of another body holds nothing of theirs: it is through while they are held', async () => {
    const [contract] = contracts;
    const recipient = await registered(app, parties, contract);
    const stranger = await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' }));
    const id = await receive(stranger, [makeRow(contract), makeRow(contract, { recipient })]);
    await holding(app, async (holder) => {
      await holder.lock('contract', [contract]);
      await holder.lock('service_line', [parties.bureau.line]);
      await holder.lock('recipient', [recipient]);
      await importsOf(app).run(id);
    });
    expect(await readOutcome(app, stranger, id)).toMatchObject({ figures: [0, 0, 2] });
  });
});

it('rows of all tables are accepted while somebody writes two of them: the tables are given back, who writes goes on, and then all are had', async () => {
  const accepted = await holding(app, async (holder) => {
    await holder.query(`SET LOCAL deadlock_timeout = '20s'`);
    await holder.query(`LOCK TABLE tender IN ROW EXCLUSIVE MODE`);
    const work = app.running.app.get(Transactions).run(SYSTEM, (tx) => acceptRows(tx, 'accepted', 'by hand'));
    await holder.waitUntilAwaited();
    await holder.query(`LOCK TABLE award IN ROW EXCLUSIVE MODE`);
    await holder.commit();
    return work;
  });
  expect(accepted).toEqual({ count: 0, first: [] });
  expect(await countDeadlocks()).toBe(before);
});
