import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalText } from './canonical.js';

describe('canonical text (RFC 8785)', () => {
  it('is the text of the example of the RFC', () => {
    // Section 3.2.2 and 3.2.3: numbers, texts, literals, and the order of names by their code units.
    const numbers = [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001];
    expect(canonicalText({ string: '\u20ac$\u000F\u000aA\'B"\\\\"/', numbers, literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    expect(
      canonicalText({
        '\u20ac': 'Euro',
        '\r': 'CR',
        '\ufb33': 'Dalet',
        '1': 'One',
        '\u{1f600}': 'Smile',
        '\u0080': 'C',
      }),
    ).toBe('{"\\r":"CR","1":"One","\u0080":"C","\u20ac":"Euro","\u{1f600}":"Smile","\ufb33":"Dalet"}');
  });

  it('is what another implementation writes of anything JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), (value) => {
        expect(canonicalText(value)).toBe(canonicalize(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('writes what is not there as JSON does, and a time as its text', () => {
    const value = { a: undefined, b: [undefined, 1], c: new Date(0), d: -0 };
    expect(canonicalText(value)).toBe('{"b":[null,1],"c":"1970-01-01T00:00:00.000Z","d":0}');
    expect(canonicalText(value)).toBe(canonicalize(value));
  });

  it.each([[NaN], [Infinity], ['\ud800'], [{ '\udc00': 1 }], [undefined], [[NaN]], [() => 1]])(
    'refuses %p, which has none',
    (value) => {
      expect(() => canonicalText(value)).toThrow(TypeError);
    },
  );
});
