import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { postponePreparedStatement } from '../../src/kernel/database/prepared.js';
import { Transactions, type Tx } from '../../src/kernel/database/transactions.js';
import { Problem } from '../../src/kernel/errors/problem.js';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let transactions: Transactions;
beforeAll(async () => {
  app = await startTestApp();
  transactions = app.running.app.get(Transactions);
  await app.dataSource.query('CREATE TABLE note (name text PRIMARY KEY)');
});
afterAll(() => app.close());
beforeEach(() => app.dataSource.query('TRUNCATE note'));

const LOCK = 7n;
const write = (tx: Tx, name: string) => tx.query('INSERT INTO note VALUES ($1)', [name]);
const writes = (name: string) => transactions.run(SYSTEM, (tx) => write(tx, name));
const refused = new Problem('not_found');
/** Writes, then is refused. */
const fails = (name: string, before: () => Promise<unknown> = () => Promise.resolve()) =>
  transactions
    .run(SYSTEM, async (tx) => {
      await write(tx, name);
      await before();
      throw refused;
    })
    .catch((error: unknown) => expect(error).toBe(refused));
const notes = async (): Promise<string[]> =>
  (await app.dataSource.query<{ name: string }[]>('SELECT name FROM note ORDER BY name')).map((row) => row.name);

describe('use cases in one transaction', () => {
  it('one after the other: what is refused leaves nothing, the others stay', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await writes('a');
      await fails('b');
      await writes('c');
      await writes('d');
      await fails('e');
    });
    expect(await notes()).toEqual(['a', 'c', 'd']);
  });

  it('one inside the other: the outer one takes the inner ones with it, however they ended', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await writes('a');
      await fails('b', async () => {
        await writes('c');
        await fails('d');
        await writes('e');
      });
      await transactions.run(SYSTEM, async (tx) => {
        await writes('f');
        await fails('g', () => writes('h'));
        await writes('i');
        await write(tx, 'j');
      });
      await fails('k');
    });
    expect(await notes()).toEqual(['a', 'f', 'i', 'j']);
  });

  it('a statement that PostgreSQL refuses ends only its own', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await writes('a');
      await expect(writes('a')).rejects.toMatchObject({ code: '23505' });
      await writes('b');
    });
    expect(await notes()).toEqual(['a', 'b']);
  });
});

describe('an attempt', () => {
  const attempt = (work: () => Promise<unknown>) =>
    transactions.attempt(work).catch((error: unknown) => expect(error).toBe(refused));
  const refuse = () => Promise.reject(refused);

  it('that is refused undoes all its use cases, and the transaction goes on', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await attempt(async () => {
        await writes('a');
        await fails('b');
        await writes('c');
        await refuse();
      });
      await writes('d');
    });
    expect(await notes()).toEqual(['d']);
  });

  it('that is refused before it did anything undoes nothing', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await writes('a');
      await attempt(refuse);
      await writes('b');
    });
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('whose first use case was refused stands with the others', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await attempt(async () => {
        await fails('a');
        await writes('b');
      });
      await attempt(() => writes('c'));
    });
    expect(await notes()).toEqual(['b', 'c']);
  });

  it('that follows one that did nothing undoes its own use cases alone', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await attempt(refuse);
      await attempt(async () => {
        await writes('a');
        await fails('b');
      });
      await attempt(async () => {
        await writes('c');
        await refuse();
      });
    });
    expect(await notes()).toEqual(['a']);
  });

  it('inside another is undone alone', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await attempt(async () => {
        await attempt(async () => {
          await writes('a');
          await refuse();
        });
        await writes('b');
        await fails('c', () => writes('d'));
      });
    });
    expect(await notes()).toEqual(['b']);
  });

  it('and its first use case find their savepoints set: none is sent on its own', async () => {
    const sent: string[] = [];
    await transactions.openOuterTransaction(LOCK, async (manager) => {
      const query = jest.spyOn(manager, 'query');
      await attempt(() => writes('a'));
      sent.push(...query.mock.calls.map(([text]) => text));
      await attempt(() => writes('b'));
      sent.push(...query.mock.calls.slice(sent.length).map(([text]) => text));
    });
    expect(sent.filter((text) => text.includes('SAVEPOINT'))).toEqual([
      'RELEASE SAVEPOINT use_case_0; SAVEPOINT use_case_0; SAVEPOINT use_case_1',
    ]);
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('needs a transaction around it', async () => {
    await expect(transactions.attempt(refuse)).rejects.toThrow('outside a transaction');
  });
});

describe('a statement that is postponed', () => {
  const postpones = (name: string, before?: () => Promise<unknown>) =>
    transactions.run(SYSTEM, async (tx) => {
      await tx.postponeQuery('INSERT INTO note VALUES ($1)', [name]);
      await before?.();
    });
  const refuse = () => Promise.reject(refused);

  it('is done with its use case, and taken back with one that is refused', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await postpones('a');
      await expect(postpones('b', refuse)).rejects.toBe(refused);
      await postpones('c', () => expect(postpones('d', refuse)).rejects.toBe(refused));
      await writes('e');
    });
    expect(await notes()).toEqual(['a', 'c', 'e']);
    await expect(postpones('f', refuse)).rejects.toBe(refused);
    await postpones('g');
    expect(await notes()).toEqual(['a', 'c', 'e', 'g']);
  });

  it('ends its own use case alone where PostgreSQL refuses it', async () => {
    await transactions.openOuterTransaction(LOCK, async () => {
      await postpones('a');
      await expect(postpones('a')).rejects.toMatchObject({ code: '23505' });
      await postpones('b');
    });
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('begins its use case anew where another one in it comes to know of a deadlock', async () => {
    await app.dataSource.query(`CREATE SEQUENCE attempts`);
    await app.dataSource.query(
      `CREATE FUNCTION lock_once() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
       BEGIN IF nextval('attempts') = 1 THEN RAISE 'once' USING ERRCODE = '40P01'; END IF; END $$`,
    );
    await transactions.run(SYSTEM, async (tx) => {
      await write(tx, 'a');
      await tx.postponeQuery('SELECT lock_once()', []);
      await writes('b');
    });
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('is refused once its transaction has ended, and goes with no other', async () => {
    let ended: Tx | undefined;
    await transactions.run(SYSTEM, (tx) => {
      ended = tx;
      return write(tx, 'a');
    });
    await expect(ended?.postponeQuery('INSERT INTO note VALUES ($1)', ['b'])).rejects.toThrow(
      QueryRunnerAlreadyReleasedError,
    );
    await writes('c');
    expect(await notes()).toEqual(['a', 'c']);
  });

  it('fails the commit with which it goes', async () => {
    const twice = transactions.openOuterTransaction(LOCK, async (manager) => {
      await writes('a');
      await postponePreparedStatement(manager, 'INSERT INTO note VALUES ($1)', ['a']);
    });
    await expect(twice).rejects.toMatchObject({ code: '23505' });
    expect(await notes()).toEqual([]);
  });
});

describe('the lock of a transaction', () => {
  it('is held by one at a time, and free again when it has ended', async () => {
    const held = (lock: bigint) => transactions.openOuterTransaction(lock, (_, got) => Promise.resolve(got));
    const within = await transactions.openOuterTransaction(LOCK, async (_, got) => {
      // A transaction of its own: not on this one's connection.
      const other = await app.dataSource.query<{ got: boolean }[]>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
      return [got, other[0]?.got];
    });
    expect(within).toEqual([true, false]);
    expect([await held(LOCK), await held(-1n), await held(2n ** 63n - 1n), await held(-(2n ** 63n))]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
