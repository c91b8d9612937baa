import { jest } from '@jest/globals';
import { startWorker } from '../../../src/boot/bootstrap.js';
import { Reassessment } from '../../../src/watch/runs/reassessment.js';
import { JobQueues } from '../../../src/kernel/queue/jobs/job-queues.js';
import type { Contract } from '../contract.js';
import type { Story } from './story.js';

interface Changes {
  items: object[];
}
interface Failed {
  items: { id: string }[];
}

const SEAL = '5f'.repeat(32);
const KEY = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA…\n-----END PUBLIC KEY-----\n';

/** Asks by the plain client until the answer holds something. */
async function untilSome(contract: Contract, path: string, as: { Authorization: string }): Promise<void> {
  for (;;) {
    const { body } = await contract.app.http.get(path).set(as).expect(200);
    if ((body as Changes).items.length > 0) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** What keeps the service in order, while a worker is there: the feed, the audit, jobs that failed, health. */
export const operation: Story = async ({ contract, chain, as }) => {
  const worker = await startWorker(contract.app.settings);
  try {
    await untilSome(contract, '/api/v1/changes?dataset=fiction', as.officer);
    await contract.ask('listChanges', { as: as.officer, query: { after: '0', limit: '1', dataset: 'fiction' } });
    const subject = `contract:${chain.contract}`;
    await contract.ask('listAuditEntries', {
      as: as.supervisor,
      query: { subject, limit: '1' },
      written: { seal: SEAL },
    });
    const figures = { rows: 1000, chains: 400, first: [], inDatabase: 1, inFile: 1, last: null, publicKey: KEY };
    await contract.ask('verifyAudit', { as: as.supervisor, written: figures });

    const broken = jest.spyOn(worker.app.get(Reassessment), 'perform');
    broken.mockRejectedValue(new Error('虚构：磁盘已满'));
    const data = { event: '1', aggregate: 'risk_run', id: chain.tender, action: 'requested' };
    const job = { name: 'run-risk', data, opts: { jobId: 'run-risk_example', attempts: 1 } };
    await contract.app.running.app.get(JobQueues).queue('risk').addBulk([job]);
    await untilSome(contract, '/api/v1/jobs/failed', as.admin);
    const failed = await contract.ask<Failed>('listFailedJobs', { as: as.admin, query: { limit: '1' } });
    broken.mockResolvedValue(undefined);
    await contract.ask('retryFailedJob', { as: as.admin, path: { id: failed.body.items[0]?.id ?? '' } });
    await contract.ask('retryFailedJobs', { as: as.admin, body: { queue: 'risk' } });
    const gone = { queue: 'risk', attempts: 5, reason: '虚构：上一版本' };
    for (const key of ['', 'another'])
      await contract.app.dataSource.query(
        `INSERT INTO job_failure (job, key, queue, data, attempts, reason, queued_at) VALUES ('gone-sweep', $1, $2, '{}', $3, $4, now())`,
        [key, gone.queue, gone.attempts, gone.reason],
      );
    const reason = '上一版本的定期任务，现行版本已不再执行';
    const id = Buffer.from('gone-sweep ').toString('base64url');
    await contract.ask('dismissFailedJob', { as: as.admin, path: { id }, body: { reason } });
    await contract.ask('dismissFailedJobs', { as: as.admin, body: { job: 'gone-sweep', reason } });

    await contract.ask('live');
    await contract.ask('ready');
    await contract.ask('metrics');
  } finally {
    await worker.close();
  }
};
