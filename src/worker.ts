import { loadSettings, SettingsError } from './kernel/config/settings.js';
import { UnreadyDatabaseError } from './kernel/database/schema/old-databases.js';
import { runUntilSignal } from './boot/process.js';
import { refuseOwnersRole, StartRefused } from './boot/start-refused.js';

/** The job process of a production service. One that starts before `migrate` is refused, and is started again. */
export const work = (): Promise<void> =>
  runUntilSignal(
    async (life) => {
      const settings = loadSettings();
      refuseOwnersRole(settings);
      // The product is loaded once it is clear that it may start: that takes seconds, a refusal none.
      const { startWorker } = await import('./boot/bootstrap.js');
      const worker = await startWorker(settings);
      life.onStop(() => worker.close());
      const { serveWorkerHealth } = await import('./boot/worker/worker-health.js');
      life.onStop(await serveWorkerHealth(worker, settings));
      process.stdout.write('worker ready\n');
    },
    SettingsError,
    UnreadyDatabaseError,
    StartRefused,
  );

if (import.meta.filename === process.argv[1]) await work();
