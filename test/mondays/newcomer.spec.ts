import { expect } from '@jest/globals';
import { Person } from '../../tour/stage.js';
import { demonstrationScene } from '../support/scenes.js';
import { monday } from './monday.js';

interface Awards {
  rows: { key: string; deals: number; amount: string; share: string }[];
  total: { deals: number; amount: string };
}
interface Coverage {
  gaps: { from: string; to: string; days: number }[];
}
interface Flags {
  items: { indicator: string; dataset: string }[];
}
interface Previewed {
  assessments: { indicator: string; state: string; value: string }[];
  deadlines: { event: string; rule: string }[];
  suggestions: { change: string; to: string; clears: string[] }[];
}

const MINUTES = 5;

// What `npm start` does from an empty clone is seen in test/embedded/start.spec.ts; this is what it loads and prints.
monday(
  'Newcomer',
  async ({ app }) => {
    const { printed } = await demonstrationScene();
    const begun = Date.now();
    const docs = await fetch(`${app.url}/docs`);
    expect([docs.status, docs.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    const [, login = '', password = ''] = /^account supervisor (\S+) (\S+)$/m.exec(printed.join('\n')) ?? [];
    const nobody = new Person(app.url, '来访者');
    const { accessToken } = await nobody.post<{ accessToken: string }>('auth/sessions', { login, password });
    const supervisor = new Person(app.url, login, accessToken);

    // Table 1 of the study, to the fen.
    const awards = await nobody.get<Awards>('statistics/awards?year=2018&groupBy=category');
    expect(awards.total).toMatchObject({ deals: 136, amount: '20100000.00' });
    expect(awards.rows[0]).toMatchObject({ key: 'ELDERLY_HOME_CARE', deals: 60, amount: '12000000.00', share: '59.7' });

    // The 89 days.
    const days = await nobody.post('planning/windows', { start: '2018-01-01', end: '2018-05-31' });
    expect(days).toMatchObject({ calendarDays: 151, workingDays: 103, effectiveWorkingDays: 89, shareOfYear: '35.6' });

    // A line left alone from June to December, in both years.
    const lines = await nobody.get<{ items: { id: string }[] }>(
      'service-lines?dataset=study&category=ELDERLY_HOME_CARE&limit=1',
    );
    const coverage = await nobody.get<Coverage>(`service-lines/${lines.items[0]?.id}/coverage?asOf=2019-12-31`);
    expect(coverage.gaps.map(({ from, to, days }) => [from, to, days])).toEqual([
      ['2018-06-01', '2018-12-31', 214],
      ['2019-06-01', '2019-12-31', 214],
    ]);

    // Four flags on an invented market.
    const flags = await supervisor.get<Flags>('risk/flags?dataset=fiction&limit=200');
    expect(flags.items.map(({ indicator }) => indicator)).toEqual(expect.arrayContaining(['C05', 'C08', 'C11', 'C14']));

    // A tender of one's own: the rules speak of the draft, name the days, and what they suggest clears what they found.
    const draft = {
      ...{ method: 'COMPETITIVE_CONSULTATION', category: 'ELDERLY_HOME_CARE', budgetLevel: 'provincial' },
      ...{ plannedIssue: '2017-11-27', window: { start: '2018-01-01', end: '2018-05-31' } },
      lots: [{ ceiling: '200000.00', pricing: 'fixed' }],
    };
    const preview = (tender: object) => supervisor.post<Previewed>('risk/previews', { tender });
    const stateOf = ({ assessments }: Previewed) => assessments.find(({ indicator }) => indicator === 'W01');
    const before = await preview(draft);
    expect(stateOf(before)).toMatchObject({ state: 'triggered', value: '89' });
    expect(before.deadlines.map(({ rule }) => rule)).toContain('CONSULT-PREP-10D');
    const longer = before.suggestions.find(({ change }) => change === 'window.end');
    expect(longer?.clears).toContain('W01');
    const after = await preview({ ...draft, window: { ...draft.window, end: longer?.to } });
    expect(stateOf(after)).toMatchObject({ state: 'clear' });
    expect(Date.now() - begun).toBeLessThan(MINUTES * 60_000);
  },
  demonstrationScene,
);
