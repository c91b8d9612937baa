import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { OldRecords } from '../../src/care/delivery/records/moved/old-records.js';
import { registered } from '../support/acceptances.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { maintainOf } from '../support/maintenance.js';
import { makeWorker } from '../support/workers.js';
import { until } from '../queue/bench.js';

const MONTHS = 36;
const TABLES = ['service_record', 'service_record_recipient', 'service_record_worker', 'service_record_line'];

/** A record like another one of its contract, under an id of its own. */
const COPY = `
  INSERT INTO service_record (id, dataset, contract_id, client_token, content_hash, served_on, form, content_code, minutes, workers,
                              within_contract, recorded_by, visits)
  SELECT gen_random_uuid(), dataset, contract_id, $2, content_hash, served_on, form, content_code, minutes, workers,
         within_contract, recorded_by, visits
  FROM service_record WHERE contract_id = $1 AND corrects IS NULL LIMIT 1`;

describe('records of service of contracts that ended long ago', () => {
  let app: TestApp;
  let parties: Parties;
  let account: TestAccount;
  let old: string;
  let young: string;
  let running: string;
  let told: string;
  beforeAll(async () => {
    app = await startTestApp();
    parties = await makeParties(app);
    account = await makeUser(app, 'agency_worker', parties.agency);
    const contracts: string[] = [];
    for (let n = 0; n < 4; n++) contracts.push((await Contracting.active(app, parties)).id);
    [old, young, running, told] = contracts as [string, string, string, string];
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    const served: Record<string, string[]> = {};
    for (const contract of [old, running]) served[contract] = [await registered(app, parties, contract)];
    const worker = await makeWorker(app, parties);
    for (const contract of contracts) {
      const entry = { servedOn: '2026-02-02', form: 'visit', minutes: 60, participants: 1, workers: { assistant: 1 } };
      const records = [
        { ...entry, clientToken: 'first', recipients: served[contract] ?? [] },
        { ...entry, clientToken: 'second', workers: undefined, servedBy: [worker] },
        { ...entry, clientToken: 'third' },
      ];
      const answer = await app.http
        .post(`${path(contract)}/batch`)
        .set(account.auth)
        .send({ records })
        .expect(200);
      const results = (answer.body as { results: { ok: boolean; id: string }[] }).results;
      expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
      await app.http
        .post(`${path(contract)}/${results[2]?.id}/corrections`)
        .set(account.auth)
        .send({ reason: '时长有误', record: { ...entry, minutes: 30 } })
        .expect(201);
    }
    // As `settlements.spec.ts` leaves them: what is between is not asked of here.
    await writeByHand(() => app)(`UPDATE contract SET state = 'settled' WHERE id = ANY ($1)`, [[old, young, told]]);
    await setBusinessTime(app, '2030-03-01T09:00:00+08:00');
    await app.dataSource.query(`UPDATE contract SET window_end = '2028-05-31' WHERE id = $1`, [young]);
  });
  afterAll(() => app.close());

  const path = (contract: string) => `/api/v1/contracts/${contract}/service-records`;
  const move = () => new OldRecords(maintainOf(app)).move(MONTHS);
  const count = async (contract: string, suffix = '') =>
    (
      await app.dataSource.query<[{ n: number }]>(
        `SELECT count(*)::int AS n FROM ONLY service_record${suffix} WHERE contract_id = $1`,
        [contract],
      )
    )[0].n;
  /** All that anybody is shown of them. */
  const shown = async () => {
    const addresses = [
      `${path(old)}?superseded=1&limit=200`,
      path(old),
      `/api/v1/contracts/${old}/progress`,
      `/api/v1/service-lines/${parties.bureau.line}/recipients`,
      `/api/v1/service-lines/${parties.bureau.line}/coverage`,
    ];
    const answers = await Promise.all(addresses.map((address) => app.http.get(address).set(account.auth)));
    return answers.map(({ status, body }) => ({ status, body: body as unknown }));
  };
  const isWaiting = async (statement: string): Promise<boolean> => {
    const found = await app.dataSource.query<unknown[]>(
      `SELECT FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database() AND strpos(query, $1) > 0 AND pid <> pg_backend_pid()`,
      [statement],
    );
    return found.length > 0;
  };
  /** All that is stored and summed, but for the contract that somebody still records under. */
  const rows = async () => {
    const all: Record<string, unknown> = {};
    for (const table of [...TABLES, 'service_day', 'service_reach', 'service_line_day'])
      all[table] = await app.dataSource.query(
        `SELECT to_jsonb(t) AS row FROM ${table} t WHERE to_jsonb(t) ->> 'contract_id' IS DISTINCT FROM $1 ORDER BY 1`,
        [told],
      );
    return all;
  };

  it('move whole, with whom they served and who served, and everybody reads what they read before', async () => {
    const [before, stored] = [await shown(), await rows()];
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const recorder = new pg.Client(await findOwnerUrl(app.settings));
    await recorder.connect();
    try {
      // Somebody is still recording under one of them: what is committed first moves with the rest.
      await recorder.query('BEGIN');
      await recorder.query(COPY, [told, 'at the last moment']);
      const moving = move();
      await until(() => isWaiting('FOR UPDATE'));
      await recorder.query('COMMIT');
      expect(await moving).toEqual({ contracts: 2, records: 9 });
    } finally {
      await recorder.end();
    }
    expect([await count(old), await count(old, '_moved'), await count(told, '_moved')]).toEqual([0, 4, 5]);
    for (const table of TABLES)
      expect((await app.dataSource.query(`SELECT count(*)::int AS n FROM ONLY ${table}_moved`))[0]).not.toEqual({
        n: 0,
      });
    expect([await shown(), await rows()]).toEqual([before, stored]);
  });

  it('stay where the contract still runs, or ended not so long ago', async () => {
    expect([await count(running), await count(young)]).toEqual([4, 4]);
    expect(await move()).toEqual({ contracts: 0, records: 0 });
  });

  it('are said in the audit, by contract and number', async () => {
    expect(
      await app.dataSource.query(
        `SELECT action, convert_from(canonical, 'UTF8')::jsonb -> 'data' AS data FROM audit_entry
         WHERE aggregate_type = 'service_records' AND aggregate_id = $1`,
        [old],
      ),
    ).toEqual([{ action: 'move', data: { records: 4 } }]);
  });

  it.each(['first', 'second', null])(
    'get no other beside them: the database refuses it under the token %s',
    async (token) => {
      await expect(app.dataSource.query(COPY, [old, token])).rejects.toMatchObject({ code: '23505' });
    },
  );

  it('are not added to by the agency, which is told that the contract is over', async () => {
    const answer = await app.http
      .post(path(old))
      .set(account.auth)
      .send({ servedOn: '2026-02-03', form: 'visit', minutes: 60, participants: 1, workers: { assistant: 1 } });
    expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'contract_not_running']);
  });

  it('are changed and deleted by nobody', async () => {
    for (const table of TABLES) {
      const [key] = table === 'service_record' ? ['id'] : ['record_id'];
      await expect(app.dataSource.query(`UPDATE ${table}_moved SET ${key} = ${key}`)).rejects.toThrow('never changed');
      await expect(app.dataSource.query(`DELETE FROM ${table}_moved`)).rejects.toThrow('never changed');
      await expect(app.dataSource.query(`DELETE FROM ONLY ${table}`)).rejects.toThrow(
        /is append-only|violates foreign key/,
      );
    }
  });

  it('meet nobody who records at the same moment: whoever holds the contract is waited for, then nothing is added', async () => {
    const url = await findOwnerUrl(app.settings);
    const [recorder, mover] = [new pg.Client(url), new pg.Client(url)];
    await Promise.all([recorder.connect(), mover.connect()]);
    try {
      await mover.query('BEGIN');
      await mover.query(`SELECT FROM contract WHERE id = $1 FOR UPDATE`, [running]);
      await mover.query(`INSERT INTO service_moved (contract_id, records) VALUES ($1, 4)`, [running]);
      const recording = recorder.query(COPY, [running, 'late']).then(
        () => 'recorded',
        (error: { code: string }) => error.code,
      );
      await until(() => isWaiting('INSERT INTO service_record ('));
      await mover.query('COMMIT');
      expect(await recording).toBe('23505');
      expect(await count(running)).toBe(4);
    } finally {
      await Promise.all([recorder.end(), mover.end()]);
    }
  });
});
