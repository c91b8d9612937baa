import { parseArgs } from 'node:util';
import { SettingsError, type Settings } from '../../kernel/config/settings.js';
import { say, UsageError, withApplication, type Command } from './command.js';

const DEFAULT_MONTHS = 36;
/** What a year's purchase still needs stays where it is written. */
const LEAST_MONTHS = 12;
const MOST_MONTHS = 600;
const USAGE = `[--months N]`;

function readMonths(args: string[]): number {
  let months: string | undefined;
  try {
    months = parseArgs({ args, options: { months: { type: 'string' } } }).values.months;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const count = Number(months ?? DEFAULT_MONTHS);
  if (!Number.isInteger(count) || count < LEAST_MONTHS || count > MOST_MONTHS)
    throw new UsageError(`move-old-rows ${USAGE}: from ${LEAST_MONTHS} to ${MOST_MONTHS}`);
  return count;
}

/** The role that may: in production its own, elsewhere the owner's. */
function useMaintenanceRole(settings: Settings, owner: string | undefined): void {
  const url = settings.maintenanceDatabaseUrl ?? (settings.production ? undefined : owner);
  if (url === undefined) throw new SettingsError(['MAINTENANCE_DATABASE_URL: `move-old-rows` needs it in production']);
  settings.databaseUrl = url;
}

export const moveOldRows: Command = {
  usage: USAGE,
  does: `entries of the audit and of the feed older than N months (${DEFAULT_MONTHS}), and records of service of contracts that ended before, go to tables of their own`,
  async run(args) {
    const months = readMonths(args);
    const { OldEntries, DamagedAuditError } = await import('../../kernel/moved/old-entries.js');
    const { OldRecords } = await import('../../care/delivery/records/moved/old-records.js');
    try {
      const moved = await withApplication(
        async (app) => ({
          service: await app.get(OldRecords).move(months),
          audit: await app.get(OldEntries).move(months),
        }),
        useMaintenanceRole,
      );
      say(JSON.stringify(moved, null, 1));
      return 0;
    } catch (error) {
      if (!(error instanceof DamagedAuditError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
