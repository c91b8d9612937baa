import { describe, expect, it } from '@jest/globals';
import { run } from './process.js';

describe('a program of PostgreSQL', () => {
  it('is heard to its last word, also where that comes after its end', async () => {
    expect(await run('/bin/sh', ['-c', '(sleep 0.3; echo late) & echo early'], null)).toEqual({
      code: 0,
      output: 'early\nlate\n',
      failure: null,
    });
  });

  it('is waited for no longer than it runs, when what it started holds its output open', async () => {
    const { code, output } = await run('/bin/sh', ['-c', 'sleep 4 & echo started'], null);
    expect({ code, output }).toEqual({ code: 0, output: 'started\n' });
  });

  it('that cannot be started is said by the name of the system error', async () => {
    expect(await run('/nowhere/postgres', ['--version'], null)).toEqual({ code: null, output: '', failure: 'ENOENT' });
  });
});
