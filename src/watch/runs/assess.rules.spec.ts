import { describe, expect, it } from '@jest/globals';
import {
  agencyFacts,
  awardsTo,
  buyerFacts,
  clocksFacts,
  contractFacts,
  contractOn,
  groupFacts,
  deliveryFacts,
  lineFacts,
  lotFacts,
  methodFacts,
  splitFacts,
  panelFacts,
  reservationFacts,
  recorded,
  soldTo,
  windowFacts,
} from '../../../test/support/risk-facts.js';
import { practiceSamples } from '../../../test/support/practice-facts.js';
import { assess, assessNothing, canonicalJson, inputsHash } from './assess.rules.js';
import { C11 } from '../indicators/c11-identical-prices.js';
import { G01 } from '../indicators/g01-gap.js';
import { W01 } from '../indicators/w01-short-window.js';
import { W02 } from '../indicators/w02-delayed-window.js';
import { S10 } from '../indicators/s10-always-the-same.js';
import { INDICATORS } from '../rules/registry.js';

describe('an assessment', () => {
  it('is the same for the same facts in another order and with other row ids', () => {
    const facts = lineFacts();
    const turned = {
      ...facts,
      subject: { ...facts.subject, id: 'another' },
      contracts: facts.contracts.toReversed().map((contract) => ({ ...contract, id: `x-${contract.id}`, agency: 'x' })),
    };
    const [one, two] = [assess(G01, facts), assess(G01, turned)];
    expect(two.inputsHash).toBe(one.inputsHash);
    expect(two.seed).toBe(one.seed);
    expect(two.value).toBe(one.value);
  });

  it('has a hash of what the rule reads, and of nothing else', () => {
    const facts = windowFacts();
    const signed = { ...facts, signedOn: recorded('2018-03-01') };
    expect(inputsHash(W01, signed)).toBe(inputsHash(W01, facts));
    expect(inputsHash(W02, signed)).not.toBe(inputsHash(W02, facts));
    expect(inputsHash(W02, { ...facts, asOf: '2030-01-01' })).toBe(inputsHash(W02, facts));
    expect(inputsHash(W02, { ...facts, conflicts: ['signedOn'] })).not.toBe(inputsHash(W02, facts));
  });

  it('has another hash where somebody else won an award', () => {
    const [one, other] = [
      ['a', 'b'],
      ['a', 'c'],
    ].map((names) => buyerFacts(awardsTo('2024-06-01', names)));
    expect(inputsHash(S10, one ?? buyerFacts([]))).not.toBe(inputsHash(S10, other ?? buyerFacts([])));
  });

  it('has a seed of rule, version, subject and inputs', () => {
    const facts = lotFacts([1_000, 1_100, 1_300]);
    const other = { ...facts, subject: { ...facts.subject, key: 'lot-2' } };
    const seeds = [assess(C11, facts), assess(C11, other), assess({ ...C11, version: C11.version + 1 }, facts)].map(
      ({ seed }) => seed,
    );
    expect(new Set(seeds).size).toBe(3);
    for (const seed of seeds) expect(seed).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says which facts a draft without service lines lacks', () => {
    const subject = { type: 'tender', id: 'draft', key: 'draft' } as const;
    expect(assessNothing(G01, subject, '2018-12-31', { missing: ['serviceLines'] })).toMatchObject({
      indicator: 'G01',
      state: 'insufficient_data',
      reason: { missing: ['serviceLines'] },
      explanation: { en: 'The rule cannot be assessed: not known: service lines.' },
    });
  });

  it('writes canonical JSON in which arrays are sets and row ids are left out', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: { record: 'x', id: 'y', key: 'k' } })).toBe(
      '{"a":{"key":"k"},"b":[1,2,3]}',
    );
  });
});

describe('every indicator', () => {
  const practice = practiceSamples();
  // Where lots do not differ the facts have no `byLot`; here they have one, so that every field is there.
  const samples = {
    window: { ...windowFacts(), byLot: [] },
    lot: lotFacts([184_150, 186_500, 188_850, 191_200, 193_550], { startIsLatest: true }),
    service_line: lineFacts([contractOn('2018-01-01', '2018-05-31')]),
    contract: contractFacts(),
    // A contract has no openings; here it has, so that every field is there.
    clocks: {
      ...clocksFacts({ result_published: { on: '2017-12-20' }, contract_signed: { on: '2018-01-19' } }),
      lateOpenings: [],
    },
    delivery: deliveryFacts(),
    method: methodFacts(),
    split: splitFacts(),
    reservation: reservationFacts(),
    panel: panelFacts(),
    group: groupFacts(),
    agency: agencyFacts([soldTo('民政局', 10_000, '2024-01-01')]),
    buyer: buyerFacts(awardsTo('2024-06-01', ['a', 'b'])),
    ...practice,
    criteria: { ...practice.criteria, byLot: [] },
  };

  it.each(INDICATORS.map((indicator) => [indicator.id, indicator] as const))(
    '%s reads fields that its facts have, and answers in one of four states in both languages',
    (_, indicator) => {
      const facts = samples[indicator.facts];
      for (const field of indicator.uses) expect(Object.keys(facts)).toContain(field);
      const found = assess(indicator, facts);
      expect(found.explanation.en).not.toBe('');
      expect(found.explanation.zh).not.toBe('');
      expect(found.reason === null).toBe(found.state === 'triggered' || found.state === 'clear');
      expect(`${found.explanation.en} ${found.title.en} ${found.limitation.en}`).not.toMatch(/guilty|fraud|crimin/i);
      expect(assess(indicator, facts)).toEqual(found);
    },
  );
});
