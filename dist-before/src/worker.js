import { startWorker } from './bootstrap.js';
import { loadSettings, SettingsError } from './platform/config/settings.js';
import { untilSignalled } from './process.js';
/** The job process of a production service. The API process migrates; a worker that is too early fails and is started again. */
export const work = () => untilSignalled(async (life) => {
    const worker = await startWorker(loadSettings());
    life.onStop(() => worker.close());
    process.stdout.write('worker ready\n');
}, SettingsError);
if (import.meta.filename === process.argv[1])
    await work();
//# sourceMappingURL=worker.js.map