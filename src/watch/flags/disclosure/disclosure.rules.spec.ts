import { describe, expect, it } from '@jest/globals';
import { findWithholding, type KnownRecord } from './disclosure.rules.js';

const OWN = new Set(['me']);
const why = (record: string, field: string, known?: KnownRecord) =>
  findWithholding({ record, field, value: 'v' }, OWN, known);
const mine = { owners: ['me'], published: false };
const others = { owners: ['other'], published: false };
const told = { owners: ['other'], published: true };

describe('what a body reads of the evidence of a flag about it', () => {
  it.each([
    ['its own bid, also before its price may be told', 'bid:b1', 'price', mine],
    ['the price of another’s bid that may be told', 'bid:b2', 'price', told],
    ['who bid', 'bid:b2', 'bidder', told],
    ['all of its own contract', 'contract:c1', 'recipients', mine],
    ['what a notice tells of another’s contract', 'contract:c2', 'signedOn', told],
    ['its own register', 'organisation:me', 'heads', undefined],
    ['the lot', 'lot:l1', 'ceiling', undefined],
    ['the rule', 'rule:PAY-10WD', 'due', undefined],
  ] as const)('%s', (_, record, field, known) => {
    expect(why(record, field, known)).toBeNull();
  });

  it.each([
    ['a bid that is not opened, even its own', 'bid:b1', 'price', undefined, 'unopened_bid'],
    ['another’s bid whose price may not be told', 'bid:b2', 'price', others, 'unopened_bid'],
    ['what is in another’s bid beside its price', 'bid:b2', 'author', told, 'other_body'],
    ['another’s recipients', 'contract:c2', 'recipients', told, 'other_body'],
    ['another’s contract that is not published', 'contract:c2', 'amount', others, 'other_body'],
    ['what another body holds', 'organisation:other', 'holds', undefined, 'other_body'],
    ['persons in another body', 'organisation:other', 'heads', undefined, 'person_key'],
    ['a key of its own people', 'bid:b1', 'session', mine, 'person_key'],
    ['a key of a device', 'bid:b2', 'deviceKey', told, 'person_key'],
    ['a bond account', 'bid:b2', 'bondAccount', told, 'person_key'],
    ['whose account its own bond came from', 'bid:b1', 'bond.holder', told, 'person_key'],
    ['the points of each bidder of a lot', 'lot:l1', 'bids', undefined, 'other_body'],
    ['when each bidder of a lot came', 'lot:l1', 'receivedAt', undefined, 'other_body'],
    ['a record of a kind that nobody has settled', 'document:d1', 'sha256', undefined, 'not_cleared'],
  ] as const)('not %s', (_, record, field, known, reason) => {
    expect(why(record, field, known)).toBe(reason);
  });

  it('not how a purchase was reviewed, or how many bid, before its result is public', () => {
    const early = (record: string, field: string, known?: KnownRecord) =>
      findWithholding({ record, field, value: 'v' }, OWN, known, true);
    for (const [record, field] of [
      ['review:r1', 'members'],
      ['meeting:m1', 'participants'],
      ['expert_draw:d1', 'drawn'],
      ['lot:l1', 'bidCount'],
      ['lot:l1', 'withdrawn'],
    ] as const) {
      expect(early(record, field)).toBe('result_not_public');
      expect(why(record, field)).toBeNull();
    }
    expect(early('lot:l1', 'ceiling')).toBeNull();
    expect(early('bid:b1', 'price', mine)).toBeNull();
  });
});
