import { describe, expect, it } from '@jest/globals';
import { locateInCorrection, toCorrectionPointer } from './correction-pointers.rules.js';

describe('where a correction says what a draft says', () => {
  it.each([
    ['/lots/0/terms/price', '/correction/lots/0/terms/price'],
    ['/criteria/2/levels', '/correction/criteria/2/levels'],
    ['/plan/documentsTo', '/correction/plan/documentsTo'],
    ['/category', '/correction/category'],
    ['/bidBond', '/correction/terms/bidBond'],
    ['/sme/rate', '/correction/terms/sme/rate'],
    ['/price/items/0/quantity', '/correction/terms/price/items/0/quantity'],
    // Found there already, or said by no correction.
    ['/correction/lots/0/name', '/correction/lots/0/name'],
    ['/budget', '/budget'],
    ['/reason', '/reason'],
  ])('%s is %s', (pointer, place) => {
    expect(toCorrectionPointer(pointer)).toBe(place);
  });

  it('leaves the rest of a refusal as it is', () => {
    const text = { en: 'x', zh: 'x' };
    const facts = { least: 1 };
    expect(locateInCorrection({ facts })).toEqual({ facts });
    expect(locateInCorrection({ facts, errors: [{ pointer: '/plan/noticeTo', code: 'minimum', text }] })).toEqual({
      facts,
      errors: [{ pointer: '/correction/plan/noticeTo', code: 'minimum', text }],
    });
  });
});
