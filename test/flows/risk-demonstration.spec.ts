import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FICTION_PRACTICE } from '../../src/demonstration/fiction/fiction-neighbours.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { demonstrationScene } from '../support/scenes.js';

/** What a newcomer finds after the first start. */
describe('the warnings of the demonstration', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ scene: await demonstrationScene() });
  });
  afterAll(() => app.close());

  const flags = async (dataset: string) =>
    app.dataSource.query<{ indicator: string; root: string; n: number; subjects: number[]; summary: boolean }[]>(
      `SELECT indicator, root_type AS root, count(*)::int AS n, bool_and(summary) AS summary,
         array_agg((SELECT count(*)::int FROM flag_subject s WHERE s.flag_id = f.id AND s.active) ORDER BY 1) AS subjects
       FROM flag f WHERE dataset = $1 AND state = 'open' AND part_of IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
      [dataset],
    );
  const states = async (dataset: string, indicator: string) =>
    Object.fromEntries(
      (
        await app.dataSource.query<{ state: string; n: number }[]>(
          `SELECT state, count(*)::int AS n FROM assessments WHERE dataset = $1 AND indicator = $2 GROUP BY 1`,
          [dataset, indicator],
        )
      ).map(({ state, n }) => [state, n]),
    );

  it('the study: two calendars explain 200 short windows; every line is left alone, 86 of them twice', async () => {
    const found = await flags('study');
    expect(found.map(({ indicator, root, n }) => [indicator, root, n])).toEqual([
      // All 110 lines of one programme are told once; four of the programme before are too few for that.
      ['G01', 'programme', 1],
      ['G01', 'service_line', 4],
      ['G03', 'service_line', 86],
      ['W01', 'programme_calendar', 2],
    ]);
    expect(found[0]?.subjects).toEqual([110]);
    expect(found[3]?.subjects.toSorted((a, b) => a - b)).toEqual([90, 110]);
    expect(found.every((f) => f.summary)).toBe(true);
  });

  it('the study: reconstructed dates prove no delay, and no bids were invented', async () => {
    expect(await states('study', 'W02')).toEqual({ insufficient_data: 256 });
    expect(await states('study', 'C05')).toEqual({ insufficient_data: 76, not_applicable: 180 });
    expect(await states('study', 'C08')).toEqual({ insufficient_data: 256 });
  });

  it('the study: the assumption behind the lines stands in every limitation', async () => {
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM assessment a JOIN service_line l ON l.id = a.subject_id
       WHERE a.dataset = 'study' AND position(l.assumption ->> 'zh' IN a.limitation ->> 'zh') = 0`,
    );
    expect(row?.n).toBe(0);
  });

  it('the invented market: staged lots and contracts, each its own case', async () => {
    expect((await flags('fiction')).map(({ indicator, root, n }) => [indicator, root, n])).toEqual([
      ['C05', 'tender', 1],
      // The same head, and, as a risk alone, the same founder.
      ['C08', 'tender', 2],
      ['C11', 'tender', 1],
      ['C14', 'tender', 1],
      // Nothing follows on one line, and it is too late to buy it.
      ['G02', 'service_line', 1],
      // Another agency follows on one line and nobody recorded who took its residents over.
      ['G05', 'service_line', 1],
      ['G06', 'service_line', 1],
      // Four agencies that win in turn.
      ['N02', 'bidder_group', 1],
      ['S01', 'contract', 1],
      ['S02', 'contract', 1],
      ['S03', 'contract', 1],
      ['S04', 'contract', 1],
      ['S06A', 'evaluator', 1],
      ['S06C', 'contract', 1],
      ['S06D', 'contract', 1],
      ['S07', 'contract', 1],
      ['S08', 'contract', 1],
      ['S09', 'community', 1],
      ['S10', 'buyer', 1],
      ['S11', 'contract', 1],
      ['S12', 'evaluation_scheme', 1],
      ['S13', 'contract', 1],
      // Four times as much as anybody came to.
      ['W04', 'contract', 1],
      // Most of the year's minutes in its last weeks; beside it outings that happen to be late and stay clear.
      ['W05', 'contract', 1],
      ['W07', 'contract', 1],
    ]);
  });

  it.each(FICTION_PRACTICE)('the invented market: $indicator is $expected of $name, $why.en', async (one) => {
    const rows = await app.dataSource.query<{ state: string }[]>(
      `SELECT state FROM assessments WHERE indicator = $1 AND subject_type = $2 AND subject_id = $3`,
      [one.indicator, one.subject, one.id],
    );
    expect(rows).toEqual([{ state: one.expected }]);
  });

  it('the real notices: what cannot be said is said to be unknown', async () => {
    const unknown = await states('import:notices', 'C14');
    expect(unknown['insufficient_data']).toBeGreaterThan(50);
    const [row] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM assessments WHERE dataset = 'import:notices' AND state = 'insufficient_data' AND reason IS NULL`,
    );
    expect(row?.n).toBe(0);
  });

  it('a second pass changes nothing', async () => {
    expect((await app.running.app.get(Reassessment).reassessAll()).changed).toBe(0);
  });
});
