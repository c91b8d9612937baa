import { migrate, startApi } from './bootstrap.js';
import { loadSettings, SettingsError } from './platform/config/settings.js';
import { untilSignalled } from './process.js';
import { StartRefused } from './start-refused.js';

/** The HTTP process of a production service. */
export const serve = (): Promise<void> =>
  untilSignalled(
    async (life) => {
      const settings = loadSettings();
      await migrate(settings);
      const api = await startApi(settings);
      life.onStop(() => api.close());
      process.stdout.write(`ready ${api.url}\n`);
    },
    SettingsError,
    StartRefused,
  );

if (import.meta.filename === process.argv[1]) await serve();
