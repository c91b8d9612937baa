import { describe, expect, it } from '@jest/globals';
import { handedIn, lotFacts, person } from '../../../test/support/risk-facts.js';
import { assess } from '../runs/assess.rules.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { LotFacts } from '../facts/fact-types.js';
import { C03 } from './c03-same-person.js';

const judge = (bids: readonly Partial<HandedIn>[], change: Partial<LotFacts> = {}) =>
  assess(
    C03,
    lotFacts(
      bids.map(() => 100),
      { handedIn: bids.map((bid, i) => handedIn(`bidder-${i}`, 100, bid)), ...change },
    ),
  );
const team = (...names: string[]): Partial<HandedIn> => ({ team: names.map(person), contacts: [] });

describe('C03', () => {
  it('gives notice of one name, in a team or as a contact', () => {
    const found = judge([team('a', 'b'), { team: [], contacts: [person('a')] }, team('c')]);
    expect(found).toMatchObject({ state: 'triggered', severity: 'notice', value: '1' });
    expect(found.explanation.en).toContain('Two people may bear one name');
    expect(found.evidence.map(({ value }) => value)).toEqual(['a*', 'a*']);
  });

  it('is a risk with two names of one pair, or with the telephone number', () => {
    expect(judge([team('a', 'b'), team('b', 'a')])).toMatchObject({ severity: 'risk', value: '1' });
    expect(judge([team('a', 'b'), team('b'), team('a')])).toMatchObject({ severity: 'notice', value: '2' });
    const phones = [person('p1')];
    expect(
      judge([
        { ...team('a'), phones },
        { ...team('a'), phones },
      ]),
    ).toMatchObject({ severity: 'risk' });
  });

  it('rests on article 37 in a tender alone', () => {
    expect(judge([team('a'), team('a')], { method: 'OPEN_TENDER' }).basis).toMatchObject({ article: '第三十七条(三)' });
    expect(judge([team('a'), team('a')]).basis.kind).toBe('POLICY');
  });

  it('is clear, does not know, or does not apply', () => {
    expect(judge([team('a'), team('b')])).toMatchObject({ state: 'clear' });
    expect(judge([team('a'), team()])).toMatchObject({ reason: { missing: ['persons'] } });
    expect(judge([team('a'), {}])).toMatchObject({ reason: { missing: ['persons'] } });
    expect(judge([team('a')])).toMatchObject({ state: 'not_applicable' });
    expect(judge([team('a'), { ...team('a'), status: 'withdrawn' }, team('b')], { withdrawn: 1 }).state).toBe('clear');
  });
});
