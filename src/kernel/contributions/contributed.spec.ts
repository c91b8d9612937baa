import { describe, expect, it } from '@jest/globals';
import { assertContributions, declareContribution } from './contributed.js';

/** What the boot would stop for: specs that share this process may have loaded other rooms. */
function missing(): string {
  try {
    assertContributions();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('contributed', () => {
  it('calls the function that a later room contributes, and stops the boot as long as there is none', () => {
    const double = declareContribution<(n: number) => number>('double of a number');
    expect(() => double(2)).toThrow('No room contributes: double of a number');
    expect(missing()).toContain('double of a number');
    double.contribute((n) => 2 * n);
    expect(double(2)).toBe(4);
    expect(missing()).not.toContain('double of a number');
  });

  it('refuses a second contribution', () => {
    const name = declareContribution<() => string>('name of a thing');
    name.contribute(() => 'first');
    expect(() => name.contribute(() => 'second')).toThrow('Two rooms contribute: name of a thing');
  });
});
