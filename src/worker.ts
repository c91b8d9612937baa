import { startWorker } from './bootstrap.js';
import { loadSettings, SettingsError } from './platform/config/settings.js';
import { untilSignalled } from './process.js';

/** The job process of a production service. The API process migrates; a worker waits for nobody and fails if it is too early. */
await untilSignalled(async (life) => {
  const worker = await startWorker(loadSettings());
  life.onStop(() => worker.close());
  process.stdout.write('worker ready\n');
}, SettingsError);
