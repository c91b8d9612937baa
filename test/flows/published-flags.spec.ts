import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commands } from '../../src/boot/commands/index.js';
import { DemonstrationLoader } from '../../src/demonstration/demonstration-loader.js';
import { fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { COMPATIBILITY_RULES } from '../../src/watch/compatibility/index.js';
import { computePublishedFlags } from '../../src/watch/compatibility/own-lots.queries.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';
import { setBusinessTime } from '../support/drafts.js';
import { runHere } from '../support/run-here.js';

describe('the published red flags on the invented market', () => {
  let app: TestApp;
  let found: Awaited<ReturnType<typeof computePublishedFlags>>;
  beforeAll(async () => {
    app = await startTestApp();
    await setBusinessTime(app, '2026-03-02T09:00:00+08:00');
    await app.running.app.get(DemonstrationLoader).dataset(fictionDataset());
    found = await computePublishedFlags(app.running.app.get(Transactions).reader, 'fiction');
  });
  afterAll(() => app.close());

  const count = (rule: string, state: string): number =>
    found.filter((one) => one.rule === rule && one.subject === 'process' && one.state === state).length;

  it('speak of each lot, or say why they cannot', () => {
    const lots = new Set(found.filter(({ subject }) => subject === 'process').map(({ id }) => id)).size;
    expect(lots).toBeGreaterThan(100);
    for (const rule of ['R003', 'R018', 'R024', 'R028', 'R030', 'R035', 'R036', 'R058'])
      expect([rule, found.filter((one) => one.rule === rule && one.subject === 'process').length]).toEqual([
        rule,
        lots,
      ]);
    for (const { state, value, reason } of found) expect(state === 'triggered' || state === 'clear').toBe(reason === null && value !== null); // prettier-ignore
  });

  it('find the single bid and equal prices that were staged, and equal prices that were not', () => {
    expect(count('R018', 'triggered')).toBeGreaterThanOrEqual(1);
    // C11 triggers on one lot of this market; the definition does not know rounding.
    expect(count('R028', 'triggered')).toBeGreaterThan(1);
    expect(count('R028', 'not_applicable')).toBeGreaterThan(0);
  });

  it('open no case and store nothing', async () => {
    const ids = COMPATIBILITY_RULES.map(({ id }) => id);
    for (const table of ['assessment', 'flag'])
      expect(await app.dataSource.query(`SELECT FROM ${table} WHERE indicator = ANY ($1)`, [ids])).toEqual([]);
  });

  it('are said by the command once they are switched on: all eleven, of this dataset alone, one object a line', async () => {
    const env = {
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', LOG_LEVEL: 'fatal', COMPATIBILITY_RULES: 'true' },
      ...{ DATA_DIR: app.folder, DATABASE_URL: app.settings.databaseUrl },
      MIGRATION_DATABASE_URL: await findOwnerUrl(app.settings),
    };
    const say = async (dataset: string): Promise<{ rule: string }[]> => {
      const { code, output } = await runHere(env, 'published-flags', '--dataset', dataset);
      expect([code, output.includes('Error')]).toEqual([0, false]);
      return output
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { rule: string });
    };
    const said = await say('fiction');
    expect(said).toEqual(JSON.parse(JSON.stringify(found)));
    expect(new Set(said.map(({ rule }) => rule))).toEqual(new Set(COMPATIBILITY_RULES.map(({ id }) => id)));
    // Definitions of bodies may have nobody to speak of; of processes there is none where there is no lot.
    expect(await say('reconstruction')).toEqual([]);
  });

  it('are off until they are switched on', async () => {
    await expect(commands['published-flags']?.run(['--dataset', 'fiction'])).rejects.toThrow(
      'COMPATIBILITY_RULES is not true',
    );
    await expect(commands['published-flags']?.run([])).rejects.toThrow('--dataset DATASET');
  });
});
