import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { migrate } from '../../src/boot/bootstrap.js';
import { loadSettings } from '../../src/kernel/config/settings.js';
import { openEmbeddedServer, type EmbeddedPostgres } from '../../src/kernel/embedded/index.js';
import { postgres15 } from './optional-servers.js';
import { makeOnce, type Scene } from './scenes.js';

const DATABASE = 'throughline';

const open = (dataDir: string): Promise<EmbeddedPostgres> =>
  openEmbeddedServer({
    dataDir,
    exclusive: true,
    database: DATABASE,
    throwaway: true,
    settings: { fsync: 'off' },
    programs: postgres15.path ?? '',
  });

/** The files of a server whose database is migrated: initdb and all migrations take longer than what most ask of it. */
async function makeFiles(folder: string): Promise<Scene> {
  const server = await open(folder);
  try {
    await migrate(
      loadSettings({
        NODE_ENV: 'test',
        DATA_DIR: folder,
        DATABASE_URL: server.applicationUrl(),
        MIGRATION_DATABASE_URL: server.url(),
        LOG_LEVEL: 'fatal',
      }),
    );
  } finally {
    await server.close();
  }
  return { template: DATABASE, folder };
}

/** A server of the oldest PostgreSQL that is supported, of the caller's own, with the migrated database. For `describeWith(postgres15, …)`. */
export async function openPostgres15(name: string): Promise<EmbeddedPostgres> {
  const files = await makeOnce('postgres-15', makeFiles);
  const dataDir = join(process.env.TEST_RUN_FOLDER ?? '', name);
  const { status, stderr } = spawnSync('cp', ['-a', files.folder, dataDir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the files of the server could not be copied: ${stderr}`);
  return open(dataDir);
}
