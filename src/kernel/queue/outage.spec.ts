import { describe, expect, it } from '@jest/globals';
import { isDatabaseOutage } from './outage.js';

const withCode = (code: string) => Object.assign(new Error('as the driver says it'), { code });

describe('isDatabaseOutage', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006'])('is true of %s', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(true);
    expect(isDatabaseOutage(new AggregateError([withCode(code)]))).toBe(true);
    expect(isDatabaseOutage(new Error('the work broke off', { cause: withCode(code) }))).toBe(true);
  });

  it('is true of a connection that went without a code', () => {
    expect(isDatabaseOutage(new Error('Connection terminated unexpectedly'))).toBe(true);
  });

  it.each(['23505', '40001', '57014', 'P0001', '42501'])('is false of %s, which the work itself is told', (code) => {
    expect(isDatabaseOutage(withCode(code))).toBe(false);
  });

  it('is false of an error without a code, and of what is no error', () => {
    expect(isDatabaseOutage(new Error('no figures'))).toBe(false);
    expect(isDatabaseOutage('ECONNREFUSED')).toBe(false);
  });
});
