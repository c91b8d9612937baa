import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { isStoreOutage } from './outage.js';

const withCode = (code: string) => Object.assign(new Error('as the driver says it'), { code });

describe('isStoreOutage', () => {
  const CODES = ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006', '53100', '53200', '58030', 'ENOSPC'];
  it.each(CODES)('is true of %s', (code) => {
    expect(isStoreOutage(withCode(code))).toBe(true);
    expect(isStoreOutage(new AggregateError([withCode(code)]))).toBe(true);
    expect(isStoreOutage(new Error('the work broke off', { cause: withCode(code) }))).toBe(true);
  });

  it('is true of a connection that went without a code', () => {
    const gone = new Error('Connection terminated unexpectedly');
    expect(isStoreOutage(gone)).toBe(true);
    const together = new QueryFailedError('COMMIT', [], new QueryFailedError('INSERT', [], gone));
    expect(isStoreOutage(together)).toBe(true);
  });

  it.each([
    "OOM command not allowed when used memory > 'maxmemory'.",
    "OOM command not allowed when used memory > 'maxmemory'. script: 0beec7b5, on @user_script:5.",
    "ERR Error running script (call to f_0beec7b5): @user_script:5: -OOM command not allowed when used memory > 'maxmemory'.",
    'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.',
    'Reached the max retries per request limit (which is 2). Refer to "maxRetriesPerRequest" option for details.',
  ])('is true of a Redis that says: %s', (words) => {
    expect(isStoreOutage(new Error(words))).toBe(true);
  });

  it.each(['23505', '40001', '57014', 'P0001', '42501'])('is false of %s, which the work itself is told', (code) => {
    expect(isStoreOutage(withCode(code))).toBe(false);
  });

  it('is false of an error without a code, and of what is no error', () => {
    expect(isStoreOutage(new Error('no figures'))).toBe(false);
    expect(isStoreOutage(new Error('the ROOM command not allowed here'))).toBe(false);
    expect(isStoreOutage('ECONNREFUSED')).toBe(false);
  });
});
