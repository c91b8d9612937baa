import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkCharacter, creditCodeKind, isCreditCode, normalizeCreditCode } from './credit-code.js';
import { IsCreditCode } from './is-credit-code.js';
import { IsRegionCode } from './is-region-code.js';
import { IsResidentId } from './is-resident-id.js';
import { maskedTail, matchesPseudonym, pseudonym } from './pseudonym.js';
import { isKnownRegion, isRegionCode, isInRegion, regionByCode, findRegion, regionPrefix, REGIONS } from './regions.js';
import { isResidentId } from './resident-id.js';

interface Vectors {
  uscc: {
    charset: string;
    valid: { uscc: string }[];
    invalid: { uscc: string; reason: string }[];
    real_public: string[];
  };
  resident_id: { id: string; valid: boolean; reason?: string }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/identity-vectors.json', import.meta.url), 'utf8'),
) as Vectors;

describe('the unified social credit code', () => {
  it.each([...vectors.uscc.valid.map((vector) => vector.uscc), ...vectors.uscc.real_public])('%s is valid', (code) => {
    expect(normalizeCreditCode(code)).toBe(code);
  });

  it.each(vectors.uscc.invalid.filter((vector) => !vector.reason.includes('upper-case')))(
    '$uscc is not ($reason)',
    ({ uscc }) => {
      expect(isCreditCode(uscc)).toBe(false);
    },
  );

  it('is put into capitals first', () => {
    expect(normalizeCreditCode('52150200mj0000018p')).toBe('52150200MJ0000018P');
    expect(normalizeCreditCode('52150200ＭJ0000018P')).toBeNull();
    expect(normalizeCreditCode('52150200MJ0000018P ')).toBeNull();
    expect(isCreditCode(914403001922038216)).toBe(false);
  });

  it('may end in any of the 31 characters, and in only one of them', () => {
    const body = fc
      .array(fc.constantFrom(...vectors.uscc.charset), { minLength: 17, maxLength: 17 })
      .map((letters) => letters.join(''));
    const ends = new Set<string>();
    fc.assert(
      fc.property(body, (first) => {
        const valid = [...vectors.uscc.charset].filter((end) => isCreditCode(first + end));
        expect(valid).toEqual([checkCharacter(first)]);
        ends.add(valid[0] ?? '');
      }),
      { numRuns: 1000 },
    );
    expect(ends.size).toBe(31);
  });

  it('notices one wrong character and two that changed places', () => {
    const index = fc.integer({ min: 0, max: 15 });
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors.uscc.valid),
        index,
        fc.constantFrom(...vectors.uscc.charset),
        ({ uscc }, i, other) => {
          const wrong = uscc.slice(0, i) + other + uscc.slice(i + 1);
          expect(isCreditCode(wrong)).toBe(wrong === uscc);
          const swapped = uscc.slice(0, i) + (uscc[i + 1] ?? '') + (uscc[i] ?? '') + uscc.slice(i + 2);
          expect(isCreditCode(swapped)).toBe(swapped === uscc);
        },
      ),
    );
  });

  it.each([
    ['52150200MJ0000018P', 'social_organisation'],
    ['51150000MJ0000026B', 'social_organisation'],
    ['53150000MJ00000340', 'social_organisation'],
    ['91150203MA0N000164', 'market'],
    ['92150204MA0N00024A', 'market'],
    ['111500000000000194', 'public_body'],
    ['12150200400000026G', 'public_body'],
    ['54150200MJ0000018P', 'other'],
  ])('%s is of kind %s', (code, kind) => {
    expect(creditCodeKind(code)).toBe(kind);
  });
});

describe('the resident identity number', () => {
  it.each(vectors.resident_id)('$id: $valid', ({ id, valid }) => {
    expect(isResidentId(id)).toBe(valid);
  });
  it('is text of 18 places', () => {
    expect(isResidentId('110105491231002')).toBe(false);
    expect(isResidentId(440524188001010014)).toBe(false);
  });
});

describe('a pseudonym', () => {
  const key = { id: 'r1', purpose: 'resident-id', secret: randomBytes(32) };
  it('is the same for the same value and key, and says nothing of the value', () => {
    expect(pseudonym(key, '11010519491231002X')).toBe(pseudonym(key, '11010519491231002X'));
    expect(pseudonym(key, '11010519491231002X')).toMatch(/^r1:[0-9a-f]{64}$/);
    expect(pseudonym(key, 'a')).not.toBe(pseudonym(key, 'b'));
  });
  it('differs by purpose and by secret', () => {
    expect(pseudonym({ ...key, purpose: 'phone' }, 'a')).not.toBe(pseudonym(key, 'a'));
    expect(pseudonym({ ...key, secret: randomBytes(32) }, 'a')).not.toBe(pseudonym(key, 'a'));
  });
  it('is found again under the key it names', () => {
    const old = { ...key, id: 'r0', secret: randomBytes(32) };
    expect(matchesPseudonym([key, old], pseudonym(old, 'a'), 'a')).toBe(true);
    expect(matchesPseudonym([key, old], pseudonym(old, 'a'), 'b')).toBe(false);
    expect(matchesPseudonym([key], pseudonym(old, 'a'), 'a')).toBe(false);
  });
  it('needs a real key', () => {
    expect(() => pseudonym({ ...key, secret: Buffer.alloc(8) }, 'a')).toThrow(RangeError);
    expect(() => pseudonym({ ...key, id: 'a:b' }, 'a')).toThrow(RangeError);
  });
  it('comes with a tail to recognise the value by', () => {
    expect(maskedTail('11010519491231002X')).toBe('**************002X');
    expect(maskedTail('12345')).toBe('****5');
    expect(maskedTail('')).toBe('');
  });
});

describe('regions', () => {
  it('have one code and one name each', () => {
    expect(new Set(REGIONS.map((region) => region.code)).size).toBe(REGIONS.length);
    const names = REGIONS.flatMap((region) => [region.fullName, ...(region.alias === undefined ? [] : [region.alias])]);
    expect(new Set(names).size).toBe(names.length);
    expect(REGIONS.filter((region) => region.code.endsWith('0000') && !region.code.startsWith('99'))).toHaveLength(34);
    expect(REGIONS.every((region) => isRegionCode(region.code))).toBe(true);
  });
  it('lie under a province whose name they begin with', () => {
    for (const region of REGIONS) {
      const province = regionByCode(`${region.code.slice(0, 2)}0000`);
      expect(region.fullName.startsWith(province?.fullName ?? '?')).toBe(true);
    }
  });
  it('are known by the code of their county, abolished ones and invented ones too', () => {
    expect(REGIONS.filter((region) => !isKnownRegion(region.code))).toEqual([]);
    // 北京市崇文区 until 2010, 江苏省金坛市 until 2015; 米林市 since 2023; the communities of a street.
    for (const code of ['110103', '320482', '540481', '440303001', '440303001002', '710000', '810001', '999999'])
      expect([code, isKnownRegion(code)]).toEqual([code, true]);
    for (const code of ['110199', '160000', '470000', '100000', '440399001', '980000'])
      expect([code, isKnownRegion(code)]).toEqual([code, false]);
  });
  it('are found by their full name to the letter only', () => {
    expect(findRegion('广东省深圳市罗湖区')?.code).toBe('440303');
    expect(findRegion('江苏省宜兴市')?.code).toBe('320282');
    for (const text of ['深圳市罗湖区', '广东省深圳市罗湖区 ', '广东省中山市横栏镇', '', null])
      expect(findRegion(text)).toBeNull();
  });
  it.each([
    ['990203', '990200', true],
    ['990200', '990203', false],
    ['990203', '990000', true],
    ['990200', '990200', true],
    ['440303', '440300', true],
    ['440303', '440400', false],
    ['440303001000', '440303', true],
    ['440303001002', '440303001000', true],
    ['440303002002', '440303001000', false],
    ['440303', 'CN', true],
  ])('%s within %s: %s', (region, ancestor, expected) => {
    expect(isInRegion(region, ancestor)).toBe(expected);
  });
  it('share the digits that say something', () => {
    expect(['990000', '990200', '990203', '440303001000'].map(regionPrefix)).toEqual([
      '99',
      '9902',
      '990203',
      '440303001',
    ]);
  });
});

describe('the validators name themselves', () => {
  class Body {
    @IsCreditCode()
    code: unknown;
    @IsRegionCode()
    region: unknown;
    @IsResidentId()
    person: unknown;
  }
  it('each refuses what it does not mean', () => {
    const bad = Object.assign(new Body(), { code: '52150200MJ0000018Q', region: '99', person: '1' });
    expect(validateSync(bad).flatMap((error) => Object.keys(error.constraints ?? {}))).toEqual([
      'isCreditCode',
      'isRegionCode',
      'isResidentId',
    ]);
    expect(
      validateSync(
        Object.assign(new Body(), { code: '52150200MJ0000018P', region: '990203', person: '11010519491231002X' }),
      ),
    ).toEqual([]);
  });
});
