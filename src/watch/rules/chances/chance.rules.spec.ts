import { describe, expect, it } from '@jest/globals';
import { describeChance, addScreenedCount } from './chance.rules.js';

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

  describe('of a rule over many lots', () => {
    const words = (p: string, screened?: number | null) => ({
      ...describeChance(p, 'group'),
      chance: { p, ...(screened !== undefined && { screened }) },
    });

    it('says how many groups the rule screened in the run and how many of them would look so by chance', () => {
      expect(plain(addScreenedCount(words('0.00230000'), 1000))).toEqual([
        'At most one in 430 honest groups looks so. 1 000 groups were screened by this rule in this run, so about 2 would look so by chance.',
        '正常情形下，约 430 个供应商组合中至多有一个供应商组合如此。本次筛查中，本规则共判断 1 000 个供应商组合，仅凭巧合，其中约 2 个也会如此。',
      ]);
      expect(plain(addScreenedCount(words('0.000200000'), 1000))[0]).toContain('about 0.2 would look so by chance');
      expect(plain(addScreenedCount(words('0.000001'), 1))[0]).toContain(
        '1 group was screened by this rule in this run, so fewer than 0.01 would look so by chance',
      );
    });

    it('says nothing of a run whose count is not known, or that had nothing to judge', () => {
      for (const count of [null, 0])
        expect(addScreenedCount(words('0.0023'), count)).toEqual(describeChance('0.0023', 'group'));
    });

    it('keeps the count of words that are held, also one that was not known', () => {
      expect(plain(addScreenedCount(words('0.0023', 1000), 5000))[0]).toContain('1 000 groups were screened');
      expect(addScreenedCount(words('0.0023', null), 5000)).toEqual(describeChance('0.0023', 'group'));
    });

    it('leaves the words of other rules as they are', () => {
      const lot = describeChance('0.0023', 'lot');
      expect(addScreenedCount(lot, 1000)).toEqual(lot);
    });
  });

  describe('of a rule that speaks with each event', () => {
    const words = (p: string, unit: 'lot' | 'contract') => ({ ...describeChance(p, unit), chance: { p, unit } });

    it('says behind it how many it had judged by the newest run, and how many of them would look so by chance', () => {
      expect(plain(addScreenedCount(words('0.00230000', 'lot'), 1000))).toEqual([
        'At most one in 430 honest lots looks so. By the newest screening run this rule had judged 1 000 lots, so about 2 would look so by chance.',
        '正常情形下，约 430 个包中至多有一个包如此。截至最近一次筛查，本规则共判断 1 000 个包，仅凭巧合，其中约 2 个也会如此。',
      ]);
      expect(plain(addScreenedCount(words('0.00230000', 'contract'), 1))).toEqual([
        'At most one in 430 honest contracts looks so. By the newest screening run this rule had judged 1 contract, so fewer than 0.01 would look so by chance.',
        '正常情形下，约 430 份合同中至多有一份合同如此。截至最近一次筛查，本规则共判断 1 份合同，仅凭巧合，其中不到 0.01 份也会如此。',
      ]);
    });

    it('says nothing of it before any run has counted', () => {
      for (const count of [null, 0])
        expect(addScreenedCount(words('0.0023', 'lot'), count)).toEqual(describeChance('0.0023', 'lot'));
    });
  });

  it('does not divide by nothing and calls nothing rare that is common', () => {
    expect(plain(describeChance('0', 'group'))[0]).toBe('No honest group that was drawn looks so.');
    expect(plain(describeChance('1.00000', 'lot'))[0]).toBe('More than one in two honest lots look so.');
    expect(plain(describeChance('0.5', 'lot'))[0]).toBe('At most one in 2 honest lots looks so.');
  });
});
