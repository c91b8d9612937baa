import { describe, expect, it } from '@jest/globals';
import { describeChance } from './chance.rules.js';

const plain = ({ en, zh }: { en: string; zh: string }) => [en, zh].map((text) => text.replaceAll('\u00a0', ' '));

describe('chance in words', () => {
  it('says one in N honest lots, N rounded down to two digits', () => {
    expect(plain(describeChance('0.00230000', 'lot'))).toEqual([
      'At most one in 430 honest lots looks so.',
      '正常情形下，约 430 个包中至多有一个包如此。',
    ]);
    expect(plain(describeChance('0.0100000', 'lot'))[0]).toBe('At most one in 100 honest lots looks so.');
    expect(plain(describeChance('2.87195e-7', 'lot'))[0]).toBe('At most one in 3 400 000 honest lots looks so.');
  });

  it('does not say more than one in a thousand million', () => {
    expect(plain(describeChance('5.72617e-16', 'lot'))[0]).toBe(
      'Fewer than one in 1 000 000 000 honest lots looks so.',
    );
  });

  it('says of a run how many were screened and how many would look so by chance', () => {
    expect(plain(describeChance('0.00230000', 'group', 1000))).toEqual([
      'At most one in 430 honest groups looks so. 1 000 groups were screened in this run, so about 2 would look so by chance.',
      '正常情形下，约 430 个供应商组合中至多有一个供应商组合如此。本次共筛查 1 000 个供应商组合，仅凭巧合，其中约 2 个也会如此。',
    ]);
    expect(plain(describeChance('0.000200000', 'group', 1000))[0]).toContain('about 0.2 would look so by chance');
    expect(plain(describeChance('0.000001', 'group', 1))[0]).toContain(
      '1 group was screened in this run, so fewer than 0.01 would look so by chance',
    );
  });

  it('does not divide by nothing and calls nothing rare that is common', () => {
    expect(plain(describeChance('0', 'group'))[0]).toBe('No honest group that was drawn looks so.');
    expect(plain(describeChance('1.00000', 'lot'))[0]).toBe('More than one in two honest lots look so.');
    expect(plain(describeChance('0.5', 'lot'))[0]).toBe('At most one in 2 honest lots looks so.');
  });
});
