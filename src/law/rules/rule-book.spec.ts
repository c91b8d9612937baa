import { describe, expect, it } from '@jest/globals';
import { METHODS } from '../code-lists/methods.js';
import {
  findRuleInForce,
  findVersionInForce,
  getRule,
  isInForce,
  listJurisdictions,
  RULES,
  rulesInForce,
} from './rule-book.js';
import { loadRules } from './rule-loader.rules.js';
import { isLaw } from './rule-types.js';

const ids = (query: Parameters<typeof rulesInForce>[0]): string[] => rulesInForce(query).map((rule) => rule.id);

describe('the rules of a day', () => {
  it('are 158, each with both texts', () => {
    expect(RULES).toHaveLength(158);
    expect(RULES.every((rule) => rule.what.zh !== '' && rule.what.en !== '')).toBe(true);
  });

  it('of 2017-12-01 hold preparation times and the three-year term of 2014, not what came later', () => {
    const at = ids({ at: '2017-12-01' });
    expect(at).toEqual(
      expect.arrayContaining(['TENDER-PREP-20D', 'CONSULT-PREP-10D', 'GPS-TERM-3Y-2014', 'CONTRACT-30D']),
    );
    for (const later of [
      'INTENT-30D',
      'DEMAND-SURVEY',
      'PAY-10WD',
      'LOWPRICE-AVG-50',
      'GPS-TERM-3Y',
      'PAY-30D-2019',
      'PAY-SME-30D',
      'PAY-SME-30D-2020',
    ])
      expect(at).not.toContain(later);
  });

  it('begin and end on their first and last day', () => {
    const term = getRule('GPS-TERM-3Y-2014');
    expect(['2014-04-13', '2014-04-14', '2020-02-29', '2020-03-01'].map((day) => isInForce(term, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(findRuleInForce('GPS-TERM-3Y', '2020-02-29')).toBeNull();
    expect(findRuleInForce('GPS-TERM-3Y', '2020-03-01')?.id).toBe('GPS-TERM-3Y');
  });

  it('of a document that took the place of another follow it without a gap', () => {
    for (const rule of ['PAY-SME-30D', 'PAY-SME-60D-CAP', 'PAY-LATE-INTEREST', 'PAY-REASON-BAN']) {
      const versions = [rule, `${rule}-2020`];
      const days = ['2020-08-31', '2020-09-01', '2025-05-31', '2025-06-01'];
      expect(days.map((day) => findVersionInForce(versions, day)?.id ?? null)).toEqual([
        null,
        `${rule}-2020`,
        `${rule}-2020`,
        rule,
      ]);
      expect(getRule(`${rule}-2020`).document).toContain('728号');
    }
  });

  it('without a date appear only where no day is asked for', () => {
    const undated = RULES.filter((rule) => rule.effectiveFrom === null).map((rule) => rule.id);
    expect(undated).toEqual([
      'EVAL-FAIL-BAR-1Y',
      'STAFF-1-3',
      'WAGE-60',
      'WINDOW-SHORT',
      'WINDOW-EFFECTIVE-WD',
      'CONTINUITY-GAP',
      'EXPERT-DRAW-2WD',
      'OPEN-AT-DEADLINE',
      'PLAN-BEFORE-FINAL-MILESTONE',
      'HALT-DANGER-3WD',
    ]);
    expect(ids({}).filter((id) => undated.includes(id))).toEqual(undated);
    expect(ids({ at: '9999-12-31' }).filter((id) => undated.includes(id))).toEqual([]);
  });

  it('the intent rule reaches each level of government on its own day', () => {
    const intent = getRule('INTENT-30D');
    expect(isInForce(intent, '2020-06-30')).toBe(false);
    expect(isInForce(intent, '2020-07-01')).toBe(true);
    expect(isInForce(intent, '2020-07-01', 'central')).toBe(true);
    expect(isInForce(intent, '2020-12-31', 'provincial')).toBe(false);
    expect(isInForce(intent, '2021-12-31', 'below_provincial')).toBe(false);
    expect(isInForce(intent, '2022-01-01', 'below_provincial')).toBe(true);
    expect(ids({ at: '2021-06-01', level: 'below_provincial' })).not.toContain('INTENT-30D');
    expect(ids({ at: '2021-06-01', level: 'below_provincial' })).toContain('CONTRACT-30D');
  });
});

describe('the rules of a method, stage and place', () => {
  it('name the method or every method', () => {
    const consultation = ids({ at: '2017-12-01', method: 'COMPETITIVE_CONSULTATION' });
    expect(consultation).toEqual(expect.arrayContaining(['CONSULT-PREP-10D', 'CHALLENGE-7WD', 'CONSULT-2-EXCEPTION']));
    expect(consultation).not.toContain('TENDER-PREP-20D');
    expect(ids({ stage: 'calendar' })).toEqual(['PERIOD-EXCLUDE-FIRST', 'PERIOD-87-85']);
  });

  it('of the procurement law do not bind a purchase made outside it', () => {
    const other = ids({ method: 'OTHER' });
    expect(other).toEqual(
      expect.arrayContaining(['GPS-TERM-3Y', 'PAY-SME-30D', 'WINDOW-SHORT', 'PERIOD-EXCLUDE-FIRST']),
    );
    for (const id of ['CONTRACT-30D', 'CHALLENGE-7WD', 'INTENT-30D', 'REPORT-2WD', 'PAY-10WD', 'ACCEPT-RECIPIENT'])
      expect(other).not.toContain(id);
  });

  it('of a city include its province and the country', () => {
    expect(listJurisdictions('440303')).toEqual(['440303', '440300', '440000', 'CN']);
    expect(listJurisdictions('440000')).toEqual(['440000', 'CN']);
    expect(listJurisdictions('CN')).toEqual(['CN']);
    const luohu = ids({ at: '2022-01-01', jurisdiction: '440303' });
    expect(luohu).toEqual(expect.arrayContaining(['EVAL-GRADE-SZ', 'EVAL-SZ-FINAL-1M', 'CONTRACT-30D']));
    expect(ids({ at: '2022-01-01', jurisdiction: '440100' })).not.toContain('EVAL-GRADE-SZ');
    // On trial for three years, and nothing is known that prolonged it.
    const trial = ['EVAL-GRADE-SZ', 'EVAL-SZ-SAMPLE30', 'EVAL-SZ-FINAL-1M'];
    expect(ids({ at: '2024-09-04', jurisdiction: '440303' })).toEqual(expect.arrayContaining(trial));
    const after = ids({ at: '2024-09-05', jurisdiction: '440303' });
    expect(trial.filter((id) => after.includes(id))).toEqual([]);
    expect(ids({ jurisdiction: 'CN' })).not.toContain('WAGE-60');
    expect(ids({})).toContain('WAGE-60');
  });

  it('of a place bind its own budgets and those below', () => {
    expect(ids({ level: 'central' })).not.toContain('EVAL-GRADE-SZ');
    expect(ids({ level: 'below_provincial' })).toContain('EVAL-GRADE-SZ');
    const provincial = RULES.slice(0, 1).map((rule) => ({ ...rule, jurisdiction: '440000' }));
    expect(rulesInForce({ level: 'central' }, provincial)).toEqual([]);
    expect(rulesInForce({ level: 'provincial' }, provincial)).toEqual(provincial);
    expect(rulesInForce({ level: 'below_provincial' }, provincial)).toEqual(provincial);
  });

  it('from memory or of our own choice are not law', () => {
    expect(RULES.filter((rule) => !isLaw(rule)).map((rule) => rule.id)).toEqual([
      'GPS-MONITOR',
      'GPS-LEDGER',
      'GPS-FUNDS',
      'GPS-NO-GUARANTEE',
      'GPS-PERF',
      'WINDOW-SHORT',
      'WINDOW-EFFECTIVE-WD',
      'CONTINUITY-GAP',
      'EXPERT-DRAW-2WD',
      'OPEN-AT-DEADLINE',
      'PLAN-BEFORE-FINAL-MILESTONE',
      'HALT-DANGER-3WD',
    ]);
  });
});

describe('a table that is half understood stops the start', () => {
  const good = {
    id: 'X',
    stage: 'plan',
    methods: ['*'],
    what: '测试',
    op: '>=',
    value: 3,
    unit: 'working_day',
    start_event: null,
    document: '民法典',
    article: '一',
    confidence: 'A',
    effective_from: '2021-01-01',
    severity: 'info',
    jurisdiction: 'CN',
  };
  const load = (change: object): unknown => loadRules({ rules: [{ ...good, ...change }] }, { X: 'test' });

  it('reads a good row', () => {
    expect(load({})).toMatchObject([
      { id: 'X', methods: METHODS, what: { zh: '测试', en: 'test' }, effectiveTo: null },
    ]);
  });

  it.each([
    [{ stage: 'later' }],
    [{ methods: ['拍卖'] }],
    [{ methods: [] }],
    [{ op: '~' }],
    [{ value: null }],
    [{ confidence: 'D' }],
    [{ effective_from: '2021-02-30' }],
    [{ effective_to: '2020-01-01' }],
    [{ effective_by_level: { central: '2021-01-01' } }],
    [{ effective_by_level: { central: '2020-01-01', provincial: '2021-01-01', below_provincial: '2021-01-01' } }],
    [{ jurisdiction: 'Shenzhen' }],
    [{ colour: 'red' }],
    [{ id: 'Y' }],
  ])('%j', (change) => {
    expect(() => load(change)).toThrow();
  });

  it('and so do a repeated id and a file that is no table', () => {
    expect(() => loadRules({ rules: [good, good] }, { X: 'test' })).toThrow('twice');
    expect(() => loadRules([], {})).toThrow();
    expect(() => loadRules({ rules: {} }, {})).toThrow();
  });
});
