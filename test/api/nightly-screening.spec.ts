import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { SweepJob } from '../../src/kernel/queue/jobs/job.js';
import { JobRegistry } from '../../src/kernel/queue/jobs/job-registry.js';
import { Assessor } from '../../src/watch/runs/assessor.service.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { MarketScreenings } from '../../src/watch/screening/markets/market-screenings.js';
import { makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const PATIENCE_MS = 30_000;

interface Run {
  id: string;
  kind: string;
  state: string;
  finishedAt: string | null;
}

describe('a run that breaks', () => {
  let app: TestApp;
  let admin: TestAccount;
  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    admin = await makeUser(app, 'admin');
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => app.close());

  const listRuns = async (kind: string): Promise<Run[]> => {
    const { body } = await app.http.get('/api/v1/risk/runs').set(admin.auth).expect(200);
    return (body as { items: Run[] }).items.filter((run) => run.kind === kind);
  };
  /** The runs of a kind once all of them have ended, or as they are when that takes too long. */
  async function listEndedRuns(kind: string): Promise<Run[]> {
    for (const deadline = Date.now() + PATIENCE_MS; ; await pause(100)) {
      const runs = await listRuns(kind);
      if ((runs.length > 0 && runs.every(({ state }) => state === 'finished')) || Date.now() > deadline) return runs;
    }
  }

  it('in the night is taken up again and ends, and is one run however often it was tried', async () => {
    const screen = jest.spyOn(app.running.app.get(MarketScreenings), 'screen');
    screen.mockRejectedValueOnce(new Error('the connection was lost'));
    const registry = app.running.app.get(JobRegistry);
    const job = registry.sweepJobs.find(({ name }) => name === 'screen-markets') as SweepJob;
    const sweep = registry.getHandler(job);
    await sweep().catch(() => sweep());
    expect(await listEndedRuns('screen')).toEqual([
      expect.objectContaining({ state: 'finished', finishedAt: expect.any(String) }),
    ]);
    expect(screen).toHaveBeenCalledTimes(2);
  });

  it('in a command is left to the worker, which ends it', async () => {
    jest.spyOn(app.running.app.get(Assessor), 'all').mockRejectedValueOnce(new Error('the connection was lost'));
    await expect(app.running.app.get(Reassessment).reassessAll()).rejects.toThrow('the connection was lost');
    expect(await listEndedRuns('assess')).toEqual([
      expect.objectContaining({ state: 'finished', finishedAt: expect.any(String) }),
    ]);
  });
});
