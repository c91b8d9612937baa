/** One thread of the detection benchmark: counts the markets it is given, one task at a time. */
import { parentPort } from 'node:worker_threads';
import '../../scripts/lib/load-ts.mjs';

const { runTask } = await import('../detection/trial.ts');
parentPort.on('message', (task) => parentPort.postMessage({ task, tally: runTask(task) }));
