import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import { FORGET, MAILED } from '../../src/desk/notifications/notification-statements.js';
import { removeOwnSettings } from '../../src/people/accounts/users/own-settings.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { holding } from '../support/holder.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

interface Told {
  user: TestAccount;
  search: string;
  ids: [string, string];
}
/** Somebody with an inbox in which two notifications of one search lie. */
async function tell(): Promise<Told> {
  const user = await makeUser(app, 'bureau_officer');
  const { body } = await app.http
    .post('/api/v1/saved-searches')
    .set(user.auth)
    .send({ name: '养老', filters: { region: '990203' } })
    .expect(201);
  const { id: search } = body as { id: string };
  // One order, by whichever column a statement reads them.
  const ids = [randomUUID(), randomUUID()].sort() as [string, string];
  for (const id of ids)
    await app.dataSource.query(
      `INSERT INTO notification (id, user_id, kind, task_id, search_id) VALUES ($1, $2, 'saved_search_found', $1, $3)`,
      [id, user.id, search],
    );
  return { user, search, ids };
}
const run = (work: (tx: Tx) => Promise<unknown>) => app.running.app.get(Transactions).run(SYSTEM, work);

describe('notifications, while others of their inbox are told', () => {
  it.each<[string, (told: Told) => Promise<unknown>]>([
    [
      'are said to be read',
      async ({ user, ids }) => app.http.post('/api/v1/me/notifications/read').set(user.auth).send({ ids }).expect(200),
    ],
    ['are noted as mailed', ({ user, ids }) => run((tx) => tx.query(MAILED, [user.id, ids, [null, null]]))],
    [
      'stay without their search',
      async ({ user, search }) => app.http.delete(`/api/v1/saved-searches/${search}`).set(user.auth).expect(204),
    ],
    ['go with their account', ({ user }) => run((tx) => removeOwnSettings(tx, user.id))],
  ])('%s: neither waits for the other in a ring', async (_, work) => {
    for (const isReversed of [false, true]) {
      const told = await tell();
      const [first, last] = isReversed ? told.ids.toReversed() : told.ids;
      await holding(app, async (holder) => {
        await holder.lock('inbox', [told.user.id], 'FOR NO KEY UPDATE', 'user_id');
        await holder.lock('notification', [first ?? '']);
        const done = work(told);
        await holder.waitUntilAwaited();
        await holder.lock('notification', [last ?? '']);
        await holder.commit();
        await done;
      });
    }
  });

  it('that ended long ago and somebody holds are left for the next look', async () => {
    const { ids } = await tell();
    await app.dataSource.query(`UPDATE notification SET ended_at = '2020-01-01' WHERE id = ANY ($1::uuid[])`, [ids]);
    const countLeft = async (): Promise<number> =>
      (await app.dataSource.query<unknown[]>(`SELECT FROM notification WHERE id = ANY ($1::uuid[])`, [ids])).length;
    await holding(app, async (holder) => {
      await holder.lock('notification', [ids[0]]);
      await run((tx) => tx.query(FORGET));
      expect(await countLeft()).toBe(1);
    });
    await run((tx) => tx.query(FORGET));
    expect(await countLeft()).toBe(0);
  });
});
