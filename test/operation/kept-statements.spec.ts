import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await app.dataSource.query(`CREATE TABLE priced (id integer, price numeric(8,2))`);
  await app.dataSource.query(`INSERT INTO priced VALUES (1, 12.5)`);
});
afterAll(() => app.close());

const TEXT = 'SELECT price FROM priced WHERE id = $1';
const readPrices = (times: number) =>
  app.running.app.get(Transactions).run(SYSTEM, async ({ manager }) => {
    const found: unknown[] = [];
    for (let i = 0; i < times; i++) found.push(...(await manager.query<unknown[]>(TEXT, [1])));
    return found;
  });
const PRICE = { price: '12.50' };
const WIDER = { price: '12.5000' };

describe('a statement that a connection keeps', () => {
  it('answers after a migration has changed the type of its column: the transaction is tried again on another connection', async () => {
    expect(await readPrices(5)).toEqual(Array(5).fill(PRICE));
    await app.dataSource.query(`ALTER TABLE priced ALTER COLUMN price TYPE numeric(10,4)`);
    expect(await readPrices(2)).toEqual([WIDER, WIDER]);
    expect(await readPrices(2)).toEqual([WIDER, WIDER]);
  });

  it('answers after PostgreSQL has lost it', async () => {
    await readPrices(5);
    await app.running.app.get(Transactions).run(SYSTEM, ({ manager }) => manager.query('DEALLOCATE ALL'));
    expect(await readPrices(1)).toEqual([WIDER]);
  });
});
