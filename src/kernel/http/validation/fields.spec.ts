import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { IsBoolean, validateSync } from 'class-validator';
import {
  AnyTextUpTo,
  Ids,
  IntegerBetween,
  Integers,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from './fields.js';

const ID = '8f14e45f-ceea-467f-a8d1-0123456789ab';

class Item {
  @IntegerBetween(1, 9)
  no: number;
}
class Request {
  @TextUpTo(5)
  title: string;
  @TextUpTo(5, 'not_null')
  change?: string;
  @AnyTextUpTo(5, 'optional')
  note?: string | null;
  @OneOf(['a', 'b'], 'optional')
  kind?: string | null;
  @OptionalField(IsBoolean())
  done?: boolean | null;
  @OptionalId()
  follows?: string | null;
  @Part(() => Item, 'optional')
  item?: Item;
  @Parts(() => Item, { max: 2, unique: ({ no }) => no, presence: 'optional' })
  items?: Item[];
  @Integers({ max: 2, min: 1, minimum: 1, maximum: 9, presence: 'optional' })
  numbers?: number[] | null;
  @Ids({ min: 1, max: 2, unique: 'any_case', presence: 'not_null' })
  ids?: string[];
}

/** The checks that a request fails, by field. */
const faults = (given: object): Record<string, string[]> =>
  Object.fromEntries(
    validateSync(plainToInstance(Request, { title: 'five', ...given })).map(({ property, constraints, children }) => [
      property,
      [...Object.keys(constraints ?? {}), ...(children?.length ? ['children'] : [])],
    ]),
  );

describe('the fields of a request', () => {
  it('may all be left out but the required one', () => {
    expect(faults({})).toEqual({});
    expect(Object.keys(faults({ title: undefined }))).toEqual(['title']);
  });

  it('may be null where they are optional, not where they are not_null', () => {
    expect(faults({ note: null, kind: null, done: null, follows: null, item: null, items: null })).toEqual({});
    expect(Object.keys(faults({ change: null, ids: null }))).toEqual(['change', 'ids']);
  });

  it('hold a text that shows something, or any text, up to a length', () => {
    expect(faults({ title: ' ' })).toEqual({ title: ['isVisible'] });
    expect(faults({ title: 'longer' })).toEqual({ title: ['maxLength'] });
    expect(faults({ note: ' ' })).toEqual({});
    expect(faults({ note: 'longer' })).toEqual({ note: ['maxLength'] });
  });

  it('hold one of a list, a boolean or an id', () => {
    expect(faults({ kind: 'c', done: 'yes', follows: 'x' })).toEqual({
      kind: ['isIn'],
      done: ['isBoolean'],
      follows: ['isUuid'],
    });
  });

  it('hold parts by their class, as many as are allowed and none twice', () => {
    expect(faults({ item: { no: 0 } })).toEqual({ item: ['children'] });
    expect(faults({ item: { no: 9 }, items: [{ no: 1 }, { no: 2 }] })).toEqual({});
    expect(faults({ items: [{ no: 1 }, { no: 1 }] })).toEqual({ items: ['arrayUnique'] });
    expect(faults({ items: [{ no: 1 }, { no: 2 }, { no: 3 }] })).toEqual({ items: ['arrayMaxSize'] });
  });

  it('hold whole numbers within bounds, none of them twice', () => {
    expect(faults({ numbers: [1, 9] })).toEqual({});
    expect(faults({ numbers: null })).toEqual({});
    expect(faults({ numbers: [] })).toEqual({ numbers: ['arrayMinSize'] });
    expect(faults({ numbers: [1, 1] })).toEqual({ numbers: ['arrayUnique'] });
    expect(faults({ numbers: [0, 2] })).toEqual({ numbers: ['min'] });
    expect(faults({ numbers: [1, 10] })).toEqual({ numbers: ['max'] });
    expect(faults({ numbers: [1.5] })).toEqual({ numbers: ['isInt'] });
  });

  it('hold ids, the same in capitals and in small letters', () => {
    expect(faults({ ids: [ID] })).toEqual({});
    expect(faults({ ids: [] })).toEqual({ ids: ['arrayMinSize'] });
    expect(faults({ ids: [ID, ID.toUpperCase()] })).toEqual({ ids: ['arrayUnique'] });
  });
});
