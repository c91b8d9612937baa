import { describe, expect, it } from '@jest/globals';
import { isEnterprise, isSmall } from './payee.rules.js';

describe('the law of small payees', () => {
  it.each<[string | null, string | null, boolean | null]>([
    ['agency', '91440303MA5XXXXXX1', true],
    ['enterprise', null, true],
    ['agency', '52440303MJLXXXXXX1', false],
    ['agency', '12440303MJLXXXXXX1', false],
    ['individual_provider', null, false],
    // An individual's business or a cooperative is registered by the same authority and is none of these.
    ['agency', '92440303MJLXXXXXX1', null],
    ['agency', null, null],
    [null, null, null],
  ])('a body of kind %s under %s is an enterprise: %s', (kind, code, is) => {
    expect(isEnterprise(kind, code)).toBe(is);
  });

  it('counts what was declared when the contract was made', () => {
    expect(
      (['medium', 'small', 'micro', 'large', null] as const).map((supplierSize) => isSmall({ supplierSize })),
    ).toEqual([true, true, true, false, false]);
    expect(isSmall({})).toBe(false);
  });
});
