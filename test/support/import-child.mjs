/** Takes the rows of an import in a process that can be killed: `node import-child.mjs DATABASE_URL DATA_DIR IMPORT`. */
import '../../scripts/lib/load-ts.mjs';

const [url, folder, id] = process.argv.slice(2);
const { loadSettings } = await import('../../src/kernel/config/settings.js');
const { startCommand } = await import('../../src/boot/bootstrap.js');
const { ImportsService } = await import('../../src/imports/imports.service.js');

const settings = loadSettings({ NODE_ENV: 'test', DATABASE_URL: url, DATA_DIR: folder, LOG_LEVEL: 'fatal' });
const running = await startCommand(settings);
process.stdout.write('running\n');
await running.app.get(ImportsService).run(id);
process.stdout.write('done\n');
await running.close();
