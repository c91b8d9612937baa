import { loadSettings, SettingsError } from './kernel/config/settings.js';
import { UnreadyDatabaseError } from './kernel/database/schema/old-databases.js';
import { runUntilSignal } from './boot/process.js';
import { refuseOwnersRole, StartRefused } from './boot/start-refused.js';

/** The HTTP process of a production service. */
export const serve = (): Promise<void> =>
  runUntilSignal(
    async (life) => {
      const settings = loadSettings();
      // Who gets into what answers requests must not be able to open a bid there.
      if (settings.production && settings.openingKeyFile !== undefined)
        throw new StartRefused(
          'OPENING_KEY_FILE: in production only the worker is given it, never a process that answers requests.',
        );
      refuseOwnersRole(settings);
      // The product is loaded once it is clear that it may start: that takes seconds, a refusal none.
      if (settings.production) await (await import('./kernel/database/data-source.js')).checkDatabase(settings);
      const { prepareDatabase, startApi } = await import('./boot/bootstrap.js');
      if (!settings.production) await prepareDatabase(settings);
      const api = await startApi(settings);
      life.onStop(() => api.close());
      // A step of its own: requests that were promised their end have the whole time of the next one.
      life.onStop(() => api.leave());
      process.stdout.write(`ready ${api.url}\n`);
    },
    SettingsError,
    UnreadyDatabaseError,
    StartRefused,
  );

if (import.meta.filename === process.argv[1]) await serve();
