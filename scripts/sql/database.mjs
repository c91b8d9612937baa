/** A server of its own with a migrated database, for as long as `work` takes. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const DATABASE = 'throughline_sql';

/** `programs`: the folder of another PostgreSQL's programs, instead of the packaged one. */
export async function withMigratedDatabase(work, { programs } = {}) {
  await import('../lib/load-ts.mjs');
  const { openEmbeddedServer } = await import('../../src/kernel/embedded/index.js');
  const { migrate } = await import('../../src/kernel/database/data-source.js');
  const folder = mkdtempSync(join(tmpdir(), 'throughline-sql-'));
  chmodSync(folder, 0o755); // the server runs under another account when this runs as root
  let server;
  try {
    server = await openEmbeddedServer({
      dataDir: folder,
      exclusive: true,
      database: DATABASE,
      throwaway: true,
      programs,
    });
    await migrate({ databaseUrl: server.url(), databasePoolSize: 2, production: false });
    const { migrateQueue } = await import('../../src/kernel/queue/backends/backend-postgres.js');
    await migrateQueue(server.url());
    const client = new pg.Client(server.url());
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  } finally {
    server?.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}
