import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { holding } from '../support/holder.js';
import { given, Recorder } from '../support/purchases.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { scaleRounds } from '../support/rounds.js';

describe('at once', () => {
  let app: TestApp;
  let officer: Recorder;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp();
    officer = await Recorder.of(app);
    admin = await makeUser(app, 'admin');
  });
  afterAll(() => app.close());

  const WRITERS = 4;
  const writers = Array.from({ length: WRITERS }, (_, i) => i);
  const countDeadlocks = async (): Promise<number> => {
    await app.dataSource.query(`SELECT pg_stat_force_next_flush()`);
    const [row] = await app.dataSource.query<{ deadlocks: number }[]>(
      `SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()`,
    );
    return row?.deadlocks ?? -1;
  };
  const rename = async (path: string, name: string, by: TestAccount): Promise<number> => {
    const { headers } = await app.http.get(`/api/v1${path}`).set(by.auth).expect(200);
    const { status } = await app.http
      .patch(`/api/v1${path}`)
      .set({ ...by.auth, 'If-Match': headers['etag'] ?? '' })
      .send({ name });
    return status;
  };

  it('new names of a buyer and a service line, and tenders that are written: none waits for another in a ring, nothing is lost', async () => {
    const tenders = await Promise.all(writers.map(() => officer.tender()));
    for (const { id } of tenders) await officer.facts(id, [given('notice')]).expect(200);
    const line = await officer.serviceLine('旧线');
    const versions = new Map<string, number>();
    const change = async (method: 'put' | 'patch', id: string, path: string, body: object): Promise<number> => {
      const answer = await officer.change(method, `/tenders/${id}${path}`, versions.get(id) ?? 2, body);
      versions.set(id, (answer.body as { version: number }).version);
      return answer.status;
    };
    const serve = (id: string, serviceLines: string[]) => change('put', id, '/service-lines', { serviceLines });
    for (const { id } of tenders) expect(await serve(id, [line])).toBe(200);
    const before = await countDeadlocks();
    const rounds = scaleRounds(40);
    for (let round = 0; round < rounds; round++) {
      const answers = await Promise.all([
        rename(`/service-lines/${line}`, `线${round}`, officer.account),
        rename(`/organisations/${officer.body}`, `局${round}`, admin),
        ...tenders.map(async ({ id }) => {
          const title = `第${round}轮`;
          const statuses: number[] = [];
          for (const lines of [[], [line]]) statuses.push(await serve(id, lines));
          statuses.push(await change('patch', id, '', { title }));
          return statuses;
        }),
      ]);
      expect(answers).toEqual([200, 200, ...tenders.map(() => [200, 200, 200])]);
      const rows = await app.dataSource.query<{ title: string; names: string }[]>(
        `SELECT title, names FROM public_tender WHERE id = ANY ($1::uuid[])`,
        [tenders.map(({ id }) => id)],
      );
      expect(rows).toEqual(tenders.map(() => ({ title: `第${round}轮`, names: `局${round} 线${round}` })));
    }
    expect(await countDeadlocks()).toBe(before);
  });

  it('a tender that comes to say the name while that waits for another, and is then held: who holds it passes, and both say the new name', async () => {
    const [joining, waited] = await Promise.all([officer.tender(), officer.tender()]);
    for (const { id } of [joining, waited]) await officer.facts(id, [given('notice')]).expect(200);
    const line = await officer.serviceLine('旧线');
    const serve = ({ id }: { id: string }, serviceLines: string[], version: number) =>
      officer.change('put', `/tenders/${id}/service-lines`, version, { serviceLines }).expect(200);
    await serve(waited, [line], 2);
    const before = await countDeadlocks();
    const renamed = await holding(app, (writer) =>
      holding(app, async (holder) => {
        await holder.lock('tender', [waited.id]);
        const renaming = rename(`/service-lines/${line}`, '新线', officer.account);
        await holder.waitUntilAwaited();
        await serve(joining, [line], 2);
        await writer.lock('tender', [joining.id]);
        await holder.commit();
        await writer.waitUntilAwaited();
        await writer.lock('service_line', [line], 'FOR KEY SHARE');
        await writer.commit();
        return renaming;
      }),
    );
    expect(renamed).toBe(200);
    const names = await app.dataSource.query<{ names: string }[]>(
      `SELECT names FROM public_tender WHERE id = ANY ($1::uuid[])`,
      [[joining.id, waited.id]],
    );
    expect(names.every((row) => row.names.endsWith(' 新线'))).toBe(true);
    expect(await countDeadlocks()).toBe(before);
  });
});
