import { startWorker } from './boot/bootstrap.js';
import { loadSettings, SettingsError } from './kernel/config/settings.js';
import { OldDatabaseError } from './kernel/database/old-databases.js';
import { runUntilSignal } from './boot/process.js';

/** The job process of a production service. The API process migrates; a worker that is too early fails and is started again. */
export const work = (): Promise<void> =>
  runUntilSignal(
    async (life) => {
      const worker = await startWorker(loadSettings());
      life.onStop(() => worker.close());
      process.stdout.write('worker ready\n');
    },
    SettingsError,
    OldDatabaseError,
  );

if (import.meta.filename === process.argv[1]) await work();
