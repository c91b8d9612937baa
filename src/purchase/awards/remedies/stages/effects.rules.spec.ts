import { describe, expect, it } from '@jest/globals';
import {
  COMPLAINT_STAGES,
  EFFECTS,
  isBinding,
  isForEachLot,
  lawfulEffects,
  refuseEffect,
  type ComplaintEffect,
  type ComplaintStage,
  type PurchasePoint,
} from './effects.rules.js';

const upheld = (stage: ComplaintStage, affectsResult = true) => ({ result: 'upheld', stage, affectsResult });

describe('the effects of a complaint that is upheld', () => {
  it.each<[ComplaintStage, PurchasePoint, string[]]>([
    ['documents', 'before_result', ['redo']],
    ['documents', 'result', ['new_round']],
    ['documents', 'signed', ['rescind_contract']],
    ['documents', 'performed', ['to_court']],
    ['process', 'before_result', ['redo']],
    ['process', 'result', ['next_rank', 'new_round']],
    ['result', 'result', ['next_rank', 'new_round']],
    ['result', 'signed', ['rescind_contract']],
    ['result', 'performed', ['to_court']],
    ['process', 'failed', ['annul_failure']],
    ['failure', 'failed', ['annul_failure']],
    ['failure', 'result', []],
  ])('about %s at %s are %j', (stage, point, effects) => {
    expect(lawfulEffects(upheld(stage), [point])).toEqual(effects);
  });

  it('about the documents never lead to another candidate', () => {
    expect(Object.values(EFFECTS.documents).flat()).not.toContain('next_rank');
  });

  it('are none where what is upheld does not affect the result, or nothing is upheld', () => {
    for (const stage of COMPLAINT_STAGES) {
      expect(lawfulEffects(upheld(stage, false), ['result', 'signed'])).toEqual(['none']);
      expect(lawfulEffects({ ...upheld(stage), result: 'rejected' }, ['before_result'])).toEqual(['none']);
    }
  });

  it('about lots at different points are those of one of them', () => {
    expect(lawfulEffects(upheld('result'), ['result', 'before_result', 'result'])).toEqual([
      'next_rank',
      'new_round',
      'redo',
    ]);
  });

  it('never hold compensation, which no authority grants', () => {
    const all = Object.values(EFFECTS).flatMap((points) => Object.values(points).flat());
    expect(all).not.toContain('compensation');
  });
});

describe('a decision about lots at different points', () => {
  it.each<[ComplaintStage, string, PurchasePoint, boolean, boolean]>([
    ['documents', 'new_round', 'before_result', false, true],
    ['documents', 'redo', 'result', false, true],
    ['documents', 'redo', 'signed', false, false],
    ['documents', 'redo', 'performed', true, false],
    ['process', 'redo', 'result', false, false],
    ['process', 'redo', 'result', true, true],
    ['process', 'next_rank', 'before_result', true, false],
    ['result', 'new_round', 'before_result', true, true],
    ['failure', 'annul_failure', 'failed', false, true],
    ['documents', 'rescind_contract', 'result', false, true],
    ['documents', 'rescind_contract', 'performed', true, false],
    ['result', 'rescind_contract', 'result', false, false],
    ['result', 'rescind_contract', 'result', true, true],
    ['process', 'rescind_contract', 'before_result', true, true],
    ['result', 'next_rank', 'signed', true, false],
    ['process', 'rescind_contract', 'failed', true, false],
  ])('about %s with the effect %s is to be carried out at %s (named: %s): %s', (stage, effect, point, named, binds) => {
    expect(isBinding({ stage, effect: effect as ComplaintEffect }, { point, named })).toBe(binds);
  });
});

describe('an effect for each lot', () => {
  it.each<[ComplaintStage, string, PurchasePoint[], boolean | null, boolean]>([
    ['documents', 'new_round', ['result', 'signed'], null, false],
    ['documents', 'rescind_contract', ['result', 'signed', 'performed', 'failed'], null, true],
    ['documents', 'to_court', ['performed', 'failed'], null, true],
    ['documents', 'to_court', ['performed', 'before_result'], null, false],
    ['documents', 'redo', ['performed', 'before_result'], null, true],
    ['result', 'rescind_contract', ['performed'], true, false],
    ['result', 'next_rank', ['performed', 'result'], true, true],
    ['process', 'new_round', ['result', 'failed'], true, false],
  ])('about %s: %s at %j (named: %s): %s', (stage, effect, points, named, isOne) => {
    const lots = points.map((point) => ({ point, named, over: point === 'failed' }));
    expect(isForEachLot({ stage, effect: effect as ComplaintEffect }, lots)).toBe(isOne);
  });
});

describe('the refusal of an effect', () => {
  it('cites article 31 of the documents, article 32 of the rest, and neither before Order 94', () => {
    const cite = (stage: ComplaintStage, day: string) => refuseEffect(stage, day, {}).rule;
    expect([cite('documents', '2018-03-01'), cite('result', '2018-03-01')]).toEqual([
      'COMPLAINT-EFFECT-DOCS',
      'COMPLAINT-EFFECT-RESULT',
    ]);
    expect(cite('documents', '2018-02-28')).toBeUndefined();
  });
});
