import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemonstrationLoader } from '../../src/demonstration/demonstration-loader.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { demonstrationScene } from '../support/scenes.js';

describe('the demonstration', () => {
  let app: TestApp;
  let printed: string[];
  beforeAll(async () => {
    const scene = await demonstrationScene();
    ({ printed } = scene);
    app = await startTestApp({ scene });
  });
  afterAll(() => app.close());

  it('loads the study’s 256 purchases and 114 lines, the market and the 57 notices', async () => {
    expect(printed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^loaded +study \(.*\): 256 purchases, 114 service lines$/),
        expect.stringMatching(/^loaded +fiction \(.*\): \d+ purchases, \d+ service lines$/),
        expect.stringMatching(/^loaded +import:notices \(.*\): 57 notices$/),
      ]),
    );
    const notices = await app.dataSource.query<object[]>(
      `SELECT rows, accepted, unchanged, rejected, state FROM import WHERE dataset = 'import:notices' AND NOT dry_run`,
    );
    expect(notices).toEqual([{ rows: 57, accepted: 57, unchanged: 0, rejected: 0, state: 'done' }]);
  });

  it('makes 54 purchases of 56 rounds of the real notices', async () => {
    const [row] = await app.dataSource.query<{ purchases: number; rounds: number }[]>(
      `SELECT count(DISTINCT purchase_id)::int AS purchases, count(*)::int AS rounds FROM tender WHERE dataset = 'import:notices'`,
    );
    expect(row).toEqual({ purchases: 54, rounds: 56 });
  });

  it('loads nothing twice', async () => {
    const again = await app.running.app.get(DemonstrationLoader).load();
    expect(again).toEqual({ datasets: [], notices: null, accounts: [], key: null, slip: null });
  });

  it('has no contradiction in what was made up, and keeps those of the real notices', async () => {
    const rows = await app.dataSource.query<{ dataset: string; code: string; n: number }[]>(
      `SELECT dataset, c ->> 'code' AS code, count(*)::int AS n FROM tender, jsonb_array_elements(conflicts) c GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(rows.filter((r) => !r.dataset.startsWith('import:'))).toEqual([]);
    expect(rows.map((r) => r.code)).toContain('opening_before_notice');
  });

  it('finds a notice by Chinese text', async () => {
    const { body } = await app.http.get(`/api/v1/notices?q=${encodeURIComponent('养老')}&limit=5`).expect(200);
    expect(body.items.length).toBe(5);
    for (const item of body.items) expect(JSON.stringify(item)).toContain('养老');
  });
});
