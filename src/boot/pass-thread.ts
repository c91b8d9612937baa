import { parentPort, workerData } from 'node:worker_threads';
import { Settings } from '../kernel/config/settings.js';
import { THREAD_POOL_SIZE, type ThreadAnswer, type ThreadAsk } from '../watch/runs/pass/page-threads.js';
import { Assessor } from '../watch/runs/assessor.service.js';
import { startCommand } from './bootstrap.js';

/** A thread of a full pass: an application without HTTP and without jobs, with connections of its own. */
const port = parentPort;
if (port === null) throw new Error('This is started as a thread of a full pass');

const settings = Object.assign(new Settings(), workerData as Settings, { databasePoolSize: THREAD_POOL_SIZE });
const running = await startCommand(settings);
const assessor = running.app.get(Assessor);
const answer = (said: ThreadAnswer): void => port.postMessage(said);

port.on('message', (ask: ThreadAsk | null) => {
  if (ask === null) {
    void running.close().finally(() => port.close());
    return;
  }
  const { no, page, run } = ask;
  assessor.assessPage(page, run).then(
    (passed) => answer({ no, passed }),
    (error: unknown) => answer({ no, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
answer('ready');
