import type { Settings } from '../kernel/config/settings.js';

/** A start that cannot go on, in words for the person at the terminal. */
export class StartRefused extends Error {}

/** @throws StartRefused where a production process that serves or works could change its own schema */
export function refuseOwnersRole({ production, migrationDatabaseUrl, maintenanceDatabaseUrl }: Settings): void {
  if (production && migrationDatabaseUrl !== undefined)
    throw new StartRefused(
      'MIGRATION_DATABASE_URL: in production only `migrate` is given it, never a process that serves or works.',
    );
  if (production && maintenanceDatabaseUrl !== undefined)
    throw new StartRefused(
      'MAINTENANCE_DATABASE_URL: in production only `migrate` and `move-old-rows` are given it, never a process that serves or works.',
    );
}
