import { describe, expect, it } from '@jest/globals';
import { calendar, contractOn, draftFacts, lineFacts, recorded } from '../../../test/support/risk-facts.js';
import { issueForStart } from '../../law/planner/planner.rules.js';
import { getKnownValue } from '../../law/calendars/working-calendar.js';
import { assess, assessNothing } from '../runs/assess.rules.js';
import type { Assessment } from '../runs/assessment-types.js';
import { withDraft } from '../coverage/coverage.rules.js';
import type { LineFacts, WindowDates } from '../facts/fact-types.js';
import { getIndicator } from '../rules/registry.js';
import { W01 } from '../indicators/w01-short-window.js';
import { W02 } from '../indicators/w02-delayed-window.js';
import { W03 } from '../indicators/w03-late-for-its-year.js';
import { G01 } from '../indicators/g01-gap.js';
import { G03 } from '../indicators/g03-stop-start.js';
import { G07 } from '../indicators/g07-duplicate-coverage.js';
import { computeSpan } from '../rules/span.rules.js';
import { findOpenIssue, findSuggestions } from './suggestions.rules.js';

interface Draft {
  plannedIssue: string | null;
  window: WindowDates;
  lines: LineFacts[];
}

/** What a preview does: the same rules on a draft, whatever it says. */
function evaluate({ plannedIssue, window, lines }: Draft): Assessment[] {
  const start = window.start ?? '';
  const plan = (path: 'safe' | 'possible') =>
    getKnownValue(issueForStart(calendar, 'COMPETITIVE_CONSULTATION', start, path));
  const facts = draftFacts(
    { plannedIssue, safeIssue: plan('safe'), possibleIssue: plan('possible'), planner: 'known' },
    { window: recorded(window, null, 'tender:draft'), span: computeSpan(window, calendar) },
  );
  const continuity = [G01, G03, G07].flatMap((indicator) =>
    lines.length === 0
      ? [assessNothing(indicator, facts.subject, facts.asOf, { missing: ['serviceLines'] })]
      : lines.map((line) => assess(indicator, withDraft(line, window))),
  );
  return [...[W01, W02, W03].map((indicator) => assess(indicator, facts)), ...continuity];
}

function suggest(draft: Draft) {
  const safe = getKnownValue(issueForStart(calendar, 'COMPETITIVE_CONSULTATION', draft.window.start ?? '', 'safe'));
  return findSuggestions(draft, evaluate(draft), evaluate, safe);
}

const study: Draft = { plannedIssue: '2017-11-27', window: { start: '2018-01-01', end: '2018-05-31' }, lines: [] };

describe('suggestions', () => {
  it('put the draft of the study right, to the letter of the preview', () => {
    expect(suggest(study)).toEqual([
      { change: 'window.end', to: '2018-07-31', clears: ['W01'] },
      { change: 'plannedIssue', to: '2017-11-24', clears: ['W02'] },
    ]);
  });

  it('are none for a draft that nothing is wrong with', () => {
    expect(
      suggest({ ...study, plannedIssue: '2017-11-20', window: { start: '2018-01-01', end: '2018-12-31' } }),
    ).toEqual([]);
  });

  it('offer a longer term where it closes the hole, with what the law asks for', () => {
    const covered = lineFacts([contractOn('2017-01-01', '2017-12-31')], { since: '2017-01-01', knownUntil: null });
    const found = suggest({ ...study, lines: [covered] });
    expect(found.find(({ change }) => change === 'term')).toMatchObject({
      to: 'P1Y',
      clears: ['W01', 'G01'],
      window: { start: '2018-01-01', end: '2018-12-31' },
      conditions: null,
    });
  });

  it('offer two years under the rule of 2014 or of 2020, with its conditions, where one year is not enough', () => {
    // A rule that only a window of more than 500 days puts right.
    const long = ({ window }: Draft) => [
      {
        indicator: 'G01',
        state: (window.end ?? '') > `${Number((window.start ?? '').slice(0, 4)) + 1}-05` ? 'clear' : 'triggered',
      } as const,
    ];
    const term = (start: string) => {
      const draft: Draft = { plannedIssue: null, window: { start, end: `${start.slice(0, 4)}-05-31` }, lines: [] };
      return findSuggestions(draft, long(draft), long, null)[0];
    };
    expect(term('2018-01-01')).toMatchObject({ to: 'P2Y', rule: 'GPS-TERM-3Y-2014', basis: { confidence: 'B' } });
    expect(term('2021-01-01')).toMatchObject({ to: 'P2Y', rule: 'GPS-TERM-3Y', clears: ['G01'] });
    expect(term('2021-01-01')?.conditions?.zh).toContain('连续性强');
    // Before April 2014 no rule allowed more than the usual year.
    expect(term('2014-01-01')).toBeUndefined();
  });

  it('are never given where the changed draft would trigger something else', () => {
    const next = lineFacts([contractOn('2018-06-15', '2018-12-31')], { since: '2018-01-01', knownUntil: null });
    const found = suggest({ ...study, lines: [next] });
    expect(found.map(({ change }) => change)).toEqual(['plannedIssue']);
  });

  it('hold: each of them clears what it says on the changed draft', () => {
    const covered = lineFacts([contractOn('2017-01-01', '2017-05-31')], { since: '2017-01-01', knownUntil: null });
    const draft = { ...study, lines: [covered] };
    const suggestions = suggest(draft);
    expect(suggestions.map(({ change }) => change)).toEqual(['window.end', 'term', 'plannedIssue']);
    for (const { change, to, clears, window } of suggestions) {
      const changed =
        change === 'plannedIssue'
          ? { ...draft, plannedIssue: to }
          : { ...draft, window: window ?? { ...draft.window, end: to } };
      const after = evaluate(changed);
      for (const id of clears)
        expect(after.filter(({ indicator }) => indicator === id).map(({ state }) => state)).toEqual(['clear']);
      expect(clears.length).toBeGreaterThan(0);
    }
  });

  it('are none where no day can be counted: a vague window, a year without a calendar, the end of time', () => {
    const window = (start: string, end: string) => suggest({ ...study, plannedIssue: null, window: { start, end } });
    expect(window('2018-01', '2018-03')).toEqual([]);
    expect(window('2031-01-01', '2031-03-31')).toEqual([]);
    expect(window('9999-10-01', '9999-12-31')).toEqual([]);
  });

  it('name rules that are there', () => {
    for (const { clears } of suggest(study)) for (const id of clears) expect(getIndicator(id as 'W01').id).toBe(id);
  });
});

describe('the day of issue that a preview may suggest', () => {
  const window = { start: '2027-01-01', end: '2027-12-31' };
  const asked = { issued: false, plannedIssue: '2026-12-11', window, lots: [] };

  it('is none that has passed while the plan or the service lies ahead', () => {
    expect(findOpenIssue(asked, '2026-11-27', '2026-12-10')).toBeNull();
    const slipped = { ...asked, plannedIssue: '2026-12-09' };
    expect(findOpenIssue(slipped, '2026-11-27', '2026-12-10')).toBeNull();
    expect(findOpenIssue({ ...slipped, window: null, lots: [{ window }] }, '2026-11-27', '2026-12-10')).toBeNull();
  });

  it('is the safe one where it lies ahead, and in what is studied afterwards', () => {
    expect(findOpenIssue(asked, '2026-11-27', '2026-11-20')).toBe('2026-11-27');
    expect(findOpenIssue(asked, '2026-11-27', '2028-01-01')).toBe('2026-11-27');
    expect(findOpenIssue({ ...asked, issued: true }, '2026-11-27', '2026-11-20')).toBeNull();
  });
});
