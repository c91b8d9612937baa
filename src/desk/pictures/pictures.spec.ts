import { describe, expect, it } from '@jest/globals';
import { calendarPicture } from './calendar-picture.js';
import { foldText, renderPng, shortenText, renderSvg } from './drawing.js';
import { dayOfLeapYear, monthName, listMonths } from './months.js';
import { progressPicture } from './progress-picture.js';
import { ribbonPicture } from './ribbon-picture.js';
import { deriveRibbon, type RibbonGround } from './ribbon.rules.js';

const line = (change: Partial<RibbonGround> = {}): RibbonGround => ({
  name: '示例服务线',
  asOf: '2019-12-31',
  domain: { from: '2018-01-01', to: '2019-12-31' },
  spells: [
    { from: '2018-01-01', to: '2018-05-31', days: null },
    {
      from: '2018-03-01',
      to: '2019-01-10',
      days: ['2018-02-28', '2018-03-07', '2018-03-08', '2019-01-10', '2019-01-11'],
    },
  ],
  undated: { contracts: 0, possible: [] },
  ratios: new Map([[2018, '100.0']]),
  ...change,
});

describe('the ribbon of a line', () => {
  it('draws each day once, by year', () => {
    expect(deriveRibbon(line()).rows).toEqual([
      {
        year: 2018,
        ratio: '100.0',
        gapDays: 0,
        unknownDays: 0,
        parts: [
          { kind: 'contracted', from: '2018-01-01', to: '2018-12-31' },
          { kind: 'evidenced', from: '2018-03-07', to: '2018-03-08' },
        ],
      },
      {
        year: 2019,
        ratio: '0.0',
        gapDays: 355,
        unknownDays: 0,
        parts: [
          { kind: 'contracted', from: '2019-01-01', to: '2019-01-10' },
          { kind: 'evidenced', from: '2019-01-10', to: '2019-01-10' },
          { kind: 'gap', from: '2019-01-11', to: '2019-12-31' },
        ],
      },
    ]);
  });

  describe('beside contracts whose days are not known to the day', () => {
    const undated = { contracts: 2, possible: [{ from: '2019-01-05', to: '2019-05-31' }] };

    it('has no gap on a day on which one of them may have run', () => {
      expect(deriveRibbon(line({ undated })).rows[1]).toEqual({
        year: 2019,
        ratio: '0.0',
        gapDays: 214,
        unknownDays: 141,
        parts: [
          { kind: 'contracted', from: '2019-01-01', to: '2019-01-10' },
          { kind: 'evidenced', from: '2019-01-10', to: '2019-01-10' },
          { kind: 'unknown', from: '2019-01-11', to: '2019-05-31' },
          { kind: 'gap', from: '2019-06-01', to: '2019-12-31' },
        ],
      });
    });

    it.each([
      [
        'zh',
        '可能有合同，起止日不明',
        '；另有 2 份合同起止日不明，未计入',
        '2019 年：有合同至少 0.0%，无合同 214 天，141 天可能有合同',
      ],
      [
        'en',
        'Perhaps with a contract, days not known',
        '; 2 more contracts whose days are not known, not counted',
        '2019: at least 0.0% contracted, 214 days without a contract, 141 perhaps with one',
      ],
    ] as const)('says in %s how many there are, and that a share is the least', async (lang, sign, count, year) => {
      const picture = ribbonPicture(line({ undated }), lang);
      const svg = (await renderSvg(picture)).toString();
      expect(svg).toContain(`>${sign}</text>`);
      expect(svg.split(count)).toHaveLength(3);
      expect(picture.description).toContain(year);
      // Without such days it has no sign for them.
      expect((await renderSvg(ribbonPicture(line(), lang))).toString()).not.toContain(sign);
    });
  });

  it('is the same bytes each time, whatever was drawn before', async () => {
    const once = await renderSvg(ribbonPicture(line(), 'zh'));
    await renderSvg(ribbonPicture(line({ spells: [] }), 'en'));
    expect((await renderSvg(ribbonPicture(line(), 'zh'))).equals(once)).toBe(true);
  });

  it('draws the latest years and counts the others', () => {
    const { rows, yearsLeftOut } = deriveRibbon(line({ domain: { from: '1990-01-01', to: '2019-12-31' } }));
    expect([rows.length, rows[0]?.year, yearsLeftOut]).toEqual([15, 2005, 15]);
  });

  it('writes the days of a hole by the calendar, also over a February', async () => {
    const hole = line({ domain: { from: '2019-02-01', to: '2019-03-31' }, asOf: '2019-03-31', spells: [] });
    const picture = (await renderSvg(ribbonPicture(hole, 'zh'))).toString('utf8');
    expect(picture).toContain('59 天');
    expect(picture).not.toContain('60 天');
  });
});

describe('what is drawn is bounded', () => {
  it('a line with two hundred spells', async () => {
    const spells = Array.from({ length: 200 }, (_, i) => {
      const month = `${2000 + Math.floor(i / 10)}-${String((i % 10) + 1).padStart(2, '0')}`;
      return { from: `${month}-03`, to: `${month}-22`, days: i % 2 === 0 ? [`${month}-10`] : [] };
    });
    const picture = ribbonPicture(line({ spells, domain: { from: '2000-01-01', to: '2019-12-31' } }), 'zh');
    expect(picture.height).toBeLessThan(800);
    expect((await renderSvg(picture)).length).toBeLessThan(200_000);
  });

  it('a programme with many contracts of many years, a contract with many standards', async () => {
    const contract = { title: '长'.repeat(300), from: '2020-01-01', to: '2029-12-31', records: { '2020-01': 5 } };
    const ground = { name: '计划', year: 2020, asOf: '2020-06-01', contractsLeftOut: 7 };
    const many = calendarPicture({ ...ground, contracts: Array.from({ length: 30 }, () => contract) }, 'en');
    expect(many.width * many.height).toBeLessThan(2_000_000);
    const drawn = (await renderSvg(many)).toString('utf8');
    expect(drawn).toContain('7 contracts not drawn, 84 later months not drawn');
    const standard = { no: 1, text: '服务', unit: null, measure: null, target: 10, done: 3, forecast: null };
    const indicators = Array.from({ length: 40 }, () => ({
      ...standard,
      state: 'insufficient_data' as const,
      reason: null,
    }));
    const progress = {
      contract: 'c',
      asOf: '2020-06-01',
      from: null,
      to: null,
      effectiveDays: null,
      missingYears: [2031],
    };
    const told = (await renderSvg(progressPicture('合同', { ...progress, indicators }, 'zh'))).toString('utf8');
    expect(told).toContain('缺 2031 年日历，另有 10 项未画');
    expect((await renderPng(many)).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('the calendar of a programme', () => {
  it('shows no zero where nobody keeps records here', async () => {
    const days = { from: '2025-01-01', to: '2025-02-28' };
    const contracts = [
      { title: '甲', ...days, records: null },
      { title: '乙', ...days, records: { '2025-02': 7 } },
    ];
    const picture = calendarPicture(
      { name: '计划', year: 2025, asOf: '2025-03-01', contracts, contractsLeftOut: 0 },
      'zh',
    );
    const drawn = (await renderSvg(picture)).toString('utf8');
    const cells = [...drawn.matchAll(/<text[^>]*text-anchor="middle"[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(cells.filter((text) => /^(–|\d)$/.test(text ?? '')).sort()).toEqual(['0', '7', '–', '–']);
    expect(picture.description).toContain('甲（2025-01-01 至 2025-02-28）：未在此登记；乙');
  });
});

describe('words and months', () => {
  it('are cut by what they take, and hold nothing that XML cannot', () => {
    expect(shortenText('社区养老', 8)).toBe('社区养老');
    expect(shortenText('社区养老服务', 8)).toBe('社区养老…');
    expect(shortenText('a\u0007b\n c', 10)).toBe('ab c');
    expect(shortenText('甲\u202e机构', 20)).toBe('甲 机构');
    expect([foldText('社区养老', 8), foldText('社区养老服务项目', 10), foldText('社区养老服务项目一二三', 10)]).toEqual(
      ['社区养老', '社区养老服\n务项目', '社区养老服\n务项目…'],
    );
  });

  it('lie below one another in every year', () => {
    expect([dayOfLeapYear('2019-01-01'), dayOfLeapYear('2019-03-01'), dayOfLeapYear('2020-12-31')]).toEqual([
      0, 60, 365,
    ]);
    expect([monthName(15, 'zh'), monthName(350, 'en')]).toEqual(['1月', 'Dec']);
    expect(listMonths('2025-11-30', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(listMonths('2026-02-01', '2025-11-30')).toEqual([]);
  });
});
