import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsBoolean, IsIn, ValidateIf, validateSync } from 'class-validator';
import fc from 'fast-check';
import { IsPartialDate } from '../../clock/is-date.js';
import { IsYuan } from '../../money/is-yuan.js';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  NotNull,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from './fields.js';
import { findFaults, isFaultless } from './find-faults.js';

class Party {
  @OptionalId()
  id?: string;
  @TextUpTo(5)
  name: string;
}
class Dated {
  @OptionalField(IsPartialDate())
  on?: string;
}
class Said extends Dated {
  @AnyTextUpTo(5, 'not_null')
  words?: string;
  @IntegerBetween(1, 3)
  rank: number;
  @OneOf(['a', 'b'], 'optional')
  letter?: string;
  @OptionalField(IsYuan())
  price?: string;
  @Part(() => Party, 'optional')
  party?: Party;
  @Parts(() => Party, { max: 2, presence: 'optional', unique: ({ name }) => name })
  others?: Party[];
  @Ids({ max: 2, presence: 'optional' })
  ids?: string[];
  @NotNull()
  @IsBoolean()
  yes?: boolean;
  @ValidateIf(({ yes }: Said) => yes === true)
  @IsIn(['why'])
  why?: string;
}
class Unsaid {
  any?: string;
}

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
const ID = '8b0c1a52-5d5e-4c61-9d4a-0d8f3d0c6a11';
const good = { rank: 2, yes: false };

const scalar = fc.constantFrom<unknown[]>(
  null,
  undefined,
  '',
  ' ',
  'a',
  'why',
  'too long',
  '2020-02',
  '2020-02-30',
  '1.00',
  '1.001',
  ID,
  0,
  1,
  2,
  4,
  1.5,
  true,
  false,
  {},
  [],
);
const party = fc.oneof(scalar, fc.record({ id: scalar, name: scalar, more: scalar }, { requiredKeys: [] }));
const said = fc.record(
  {
    ...{ on: scalar, words: scalar, rank: fc.constantFrom(1, 2, 3, 4, '1', null), letter: scalar, price: scalar },
    ...{
      party,
      others: fc.oneof(scalar, fc.array(party, { maxLength: 3 })),
      ids: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    },
    ...{ yes: scalar, why: scalar, more: scalar },
  },
  { requiredKeys: [] },
);

describe('what is wrong with an object', () => {
  it('is what class-validator says, and nothing where it says so, whatever is given', () => {
    let faultless = 0;
    fc.assert(
      fc.property(
        fc.oneof(
          said,
          fc.record(
            { on: fc.constantFrom('2020', null), rank: fc.integer({ min: 1, max: 3 }), party },
            { requiredKeys: ['rank'] },
          ),
        ),
        (given) => {
          const object = plainToInstance(Said, given);
          const found = validateSync(object, OPTIONS);
          expect(findFaults(object)).toEqual(found);
          expect(isFaultless(object)).toBe(found.length === 0);
          if (found.length === 0) faultless++;
        },
      ),
      { numRuns: 1000 },
    );
    expect(faultless).toBeGreaterThan(30);
  });

  it.each([
    [{ ...good, more: 1 }, 'more'],
    [{ ...good, on: '2020-02-30' }, 'on'],
    [{ ...good, words: null }, 'words'],
    [{ yes: false }, 'rank'],
    [{ ...good, party: { name: 'a', more: 1 } }, 'party'],
    [{ ...good, party: 'a' }, 'party'],
    [{ ...good, others: [{ name: 'a' }, { name: 'a' }] }, 'others'],
    [{ ...good, others: [{ name: 'a' }, null] }, 'others'],
    [{ ...good, ids: [ID, 'a'] }, 'ids'],
    [{ ...good, yes: true, why: 'a' }, 'why'],
  ])('is found by the field: %j', (given, field) => {
    expect(findFaults(plainToInstance(Said, given)).map(({ property }) => property)).toEqual([field]);
  });

  it('is nothing where all of it is as its class declares', () => {
    const whole = {
      ...good,
      on: '2020-02',
      words: '',
      letter: 'a',
      price: '1.00',
      party: { id: ID, name: 'a' },
      ids: [ID],
    };
    expect(
      isFaultless(plainToInstance(Said, { ...whole, others: [{ name: 'a' }, { name: 'b' }], yes: true, why: 'why' })),
    ).toBe(true);
  });

  it('is told by class-validator alone of a class that declares nothing', () => {
    expect(isFaultless(new Unsaid())).toBe(false);
    expect(findFaults(new Unsaid())).toHaveLength(1);
  });
});
