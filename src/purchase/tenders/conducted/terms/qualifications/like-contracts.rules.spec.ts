import { describe, expect, it } from '@jest/globals';
import {
  countShownContracts,
  formatLikeContracts,
  likeContractWarnings,
  refuseLikeContracts,
} from './like-contracts.rules.js';
import { NO_TERMS, type LikeContracts } from '../terms-types.js';

const documents = (likeContracts: LikeContracts | null) => [
  {
    lot: null,
    window: { start: null, end: null },
    terms: { ...NO_TERMS, likeContracts },
    toPointer: (path: string) => path,
  },
];
const asked = (count: number, reason?: string) => ({
  count,
  scope: '居家养老',
  ...(reason !== undefined && { reason }),
});

describe('contracts of the same kind', () => {
  it.each([
    [2, '2025-11-03', null],
    [3, '2025-11-03', 'SAME-CONTRACTS-MAX2'],
    [3, '2021-07-01', 'SAME-CONTRACTS-MAX2'],
    [3, '2021-06-30', null],
  ])('%d of them on %s are refused by %s', (count, day, rule) => {
    expect(refuseLikeContracts(documents(asked(count)), day)?.rule ?? null).toBe(rule);
  });

  it('above two are not refused with a reason, and warn', () => {
    expect(refuseLikeContracts(documents(asked(3, '专业照护')), '2025-11-03')).toBeNull();
    expect(refuseLikeContracts(documents(null), '2025-11-03')).toBeNull();
    expect(likeContractWarnings([], [asked(3, '专业照护')], '2025-11-03')).toHaveLength(1);
    expect(likeContractWarnings([], [asked(2)], '2025-11-03')).toEqual([]);
    expect(likeContractWarnings(['3个同类业绩'], [asked(3)], '2021-06-30')).toEqual([]);
  });

  it.each([
    ['近三年具有3个以上同类项目合同', true],
    ['具有类似业绩不少于五项', true],
    ['同类业务合同10份', true],
    ['近三年具有2个同类项目合同', false],
    ['近3年具有同类业绩1个', false],
    ['具有3名以上社会工作师', false],
    ['提供近3个月社保缴纳证明；同类业绩1项', false],
  ])('in the words %s warn: %s', (words, warns) => {
    expect(likeContractWarnings([words], [], '2025-11-03').length > 0).toBe(warns);
  });

  it('are counted by the day of signing, back from the day on which bids are due', () => {
    const shown = ['2022-11-13', '2022-11-14', '2025-11-14', '2025-11-15'].map((signedOn) => ({ signedOn }));
    expect(countShownContracts({ ...asked(2), years: 3 }, shown, '2025-11-14')).toBe(2);
    expect(countShownContracts(asked(2), shown, '2025-11-14')).toBe(4);
    expect(countShownContracts({ ...asked(2), years: 3 }, shown, null)).toBe(4);
  });

  it('stand in a notice with number, scope and reason', () => {
    expect(formatLikeContracts(null)).toBeNull();
    expect(formatLikeContracts({ ...asked(3, '专业照护'), years: 5 })).toBe(
      '须提供提交截止日前 5 年内签订的同类业务合同 3 个，同类业务的范围：居家养老（理由：专业照护）',
    );
  });
});
