import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { SYSTEM } from '../../access/principal.js';
import { ChangeLog } from '../../audit/change-log.js';
import { Keys, type KeyRing } from '../../config/keys.js';
import { Nudge } from '../../outbox/nudge.js';
import { Transactions } from '../transactions.js';
import { WriterGate } from './writer-gate.js';

const ring: KeyRing = [{ id: 'k', bytes: randomBytes(32) }];

describe('a turn to write', () => {
  const runner = (fails: 'connect' | 'release'): Partial<QueryRunner> => ({
    connect: () => Promise.reject(new Error('no connection')),
    release: () => (fails === 'release' ? Promise.reject(new Error('not released')) : Promise.resolve()),
  });

  it.each<[string, () => Partial<QueryRunner>]>([
    [
      'cannot be made',
      () => {
        throw new Error('no runner');
      },
    ],
    ['cannot connect', () => runner('connect')],
    ['cannot be given back', () => runner('release')],
  ])('ends where its connection %s', async (_, createQueryRunner) => {
    const gate = new WriterGate({ all: 1, ofOne: 1, waitMs: 50, lockWaitMs: 50 });
    const source = { createQueryRunner, driver: {} } as unknown as DataSource;
    const transactions = new Transactions(source, new ChangeLog(new Keys(ring, ring, ring)), new Nudge(), gate);
    for (let i = 0; i < 3; i += 1)
      await expect(transactions.run(SYSTEM, () => Promise.resolve())).rejects.toThrow(/^no|^not/);
    // Somebody else is let in at once.
    (await gate.enter({ root: null }))();
  });
});
