import { migrate, startApi } from './bootstrap.js';
import { loadSettings, SettingsError } from './platform/config/settings.js';
import { untilSignalled } from './process.js';

/** The HTTP process of a production service. */
await untilSignalled(async () => {
  const settings = loadSettings();
  await migrate(settings);
  const api = await startApi(settings);
  process.stdout.write(`ready ${api.url}\n`);
  return [() => api.close()];
}, SettingsError);
