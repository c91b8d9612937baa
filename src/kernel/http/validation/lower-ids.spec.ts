import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { AnyTextUpTo, Ids, OptionalId, Part, Parts, SignedId } from './fields.js';
import { lowerIds } from './lower-ids.js';

const ID = '8f14e45f-ceea-467f-a8d1-0123456789ab';
const CAPITALS = ID.toUpperCase();

class Item {
  @OptionalId()
  id?: unknown;
  @SignedId()
  signed?: string;
}
class Request {
  @OptionalId()
  id?: unknown;
  @Ids({ max: 2 })
  ids?: unknown;
  @AnyTextUpTo(50)
  text?: string;
  @Part(() => Item)
  item?: Item;
  @Parts(() => Item, { max: 2 })
  items?: unknown;
}
const lower = (given: object): unknown => ({ ...lowerIds(plainToInstance(Request, given)) });

describe('lowerIds', () => {
  it('puts small letters into ids, into lists of them and into objects inside, and leaves texts', () => {
    expect(
      lower({ id: CAPITALS, ids: [CAPITALS, ID], text: CAPITALS, item: { id: CAPITALS }, items: [{ id: CAPITALS }] }),
    ).toMatchObject({ id: ID, ids: [ID, ID], text: CAPITALS, item: { id: ID }, items: [{ id: ID }] });
  });

  it('leaves an id in a signed text as it was signed', () => {
    expect(lower({ item: { signed: CAPITALS } })).toMatchObject({ item: { signed: CAPITALS } });
  });

  it('leaves what is no id to the checks', () => {
    const wrong = { id: 5, ids: [null, {}, CAPITALS], items: 'none' };
    expect(lower(wrong)).toMatchObject({ id: 5, ids: [null, {}, ID], items: 'none' });
    expect(lower({ id: null })).toMatchObject({ id: null });
  });
});
