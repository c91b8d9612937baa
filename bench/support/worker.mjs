/** The job process of a production service, which says when it is ready. */
import '../../scripts/lib/load-ts.mjs';

const { startWorker } = await import('../../src/boot/bootstrap.js');
const { loadSettings } = await import('../../src/kernel/config/settings.js');

const worker = await startWorker(loadSettings());
process.once('SIGTERM', () => void worker.close().then(() => process.exit(0)));
process.stdout.write('ready\u0020worker\n');
