import { loadSettings, SettingsError } from '../platform/config/settings.js';
/** The arguments are off. */
export class UsageError extends Error {
}
export const say = (line) => void process.stdout.write(`${line}\n`);
/** Settings of a command: a terminal is for people, so only trouble is logged. */
export function commandSettings() {
    const settings = loadSettings();
    if (process.env.LOG_LEVEL === undefined)
        settings.logLevel = 'error';
    return settings;
}
/** Runs `work` on the application without HTTP and jobs, on a database that is brought up to date first. */
export async function withApplication(work) {
    const { migrate, startCommand } = await import('../bootstrap.js');
    const settings = commandSettings();
    if (!settings.databaseUrl)
        throw new SettingsError([
            'DATABASE_URL: is not set; `npm run cli -- COMMAND` finds the database of the data folder',
        ]);
    await migrate(settings);
    const running = await startCommand(settings);
    try {
        return await work(running.app, settings);
    }
    finally {
        await running.close();
    }
}
//# sourceMappingURL=command.js.map