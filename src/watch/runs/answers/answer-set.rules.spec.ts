import { describe, expect, it } from '@jest/globals';
import { lotFacts } from '../../../../test/support/risk-facts.js';
import { toFrame } from '../../facts/loading/frame-types.js';
import type { LotFacts } from '../../facts/fact-types.js';
import { assess } from '../assess.rules.js';
import { digestAnswers, isSilent, toAnswerSet } from './answer-set.rules.js';
import { SPEAKING } from './spoken-facts.rules.js';

const answer = (lot: LotFacts) =>
  SPEAKING.lot.flatMap((indicator) => (indicator.facts === 'lot' ? [assess(indicator, lot)] : []));

const digest = (lot: LotFacts): string => {
  const place = { dataset: 'live', region: null };
  const frame = toFrame(place, { subject: lot.subject, bodies: [], uses: [], dueOn: null });
  return digestAnswers(frame, { lot }, answer(lot));
};

describe('a set of answers', () => {
  const silent = answer(lotFacts([100_000, 110_000])).filter(isSilent);

  it('is the same in whatever order its answers come, and another where one of them is another', () => {
    const set = toAnswerSet(silent);
    expect(silent.length).toBeGreaterThan(3);
    expect(toAnswerSet(silent.toReversed())).toEqual(set);
    expect(set?.answers.map(({ indicator }) => indicator)).toEqual(silent.map(({ indicator }) => indicator).sort());
    expect(toAnswerSet(silent.slice(1))?.id).not.toBe(set?.id);
    expect(toAnswerSet([])).toBeNull();
  });
});

describe('the digest of a subject', () => {
  const lot = lotFacts([100_003, 110_017, 125_041]);

  it('does not see ids of rows, the order of bids or the day the facts are judged at', () => {
    const bids = lot.bids.toReversed().map((bid) => ({ ...bid, record: `${bid.record}-again` }));
    expect(digest({ ...lot, bids, asOf: '2031-01-01' })).toBe(digest(lot));
  });

  it('sees every field that a rule reads, also one that changes no answer', () => {
    const other = lotFacts([100_003, 110_017, 125_043]);
    const states = (facts: LotFacts) => answer(facts).map(({ state }) => state);
    expect(states(other)).toEqual(states(lot));
    expect(digest(other)).not.toBe(digest(lot));
    expect(digest({ ...lot, conflicts: ['ceiling'] })).not.toBe(digest(lot));
  });
});
