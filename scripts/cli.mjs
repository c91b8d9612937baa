/**
 * `npm run cli -- COMMAND …`: runs a command beside the server of this data folder, or on a server started for the
 * command and stopped after it; with DATABASE_URL, or in production, against that database.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command, Refusal, root } from './lib/prepare.mjs';

const args = process.argv.slice(2);

async function openDatabase() {
  const { DATABASE_URL, DATABASE_URL_FILE, NODE_ENV, DATA_DIR } = process.env;
  const asksForHelp = args.length === 0 || args.some((arg) => arg === '--help' || arg === 'help');
  if (DATABASE_URL || DATABASE_URL_FILE || NODE_ENV === 'production' || asksForHelp) return null;
  const { openEmbeddedServer, EmbeddedDatabaseError, DATABASE } = await import('../dist/src/kernel/embedded/index.js');
  try {
    return await openEmbeddedServer({ dataDir: DATA_DIR || join(root, '.data'), exclusive: false, database: DATABASE });
  } catch (error) {
    throw error instanceof EmbeddedDatabaseError ? new Refusal(error.message) : error;
  }
}

/** Signals end the command, which drains; we wait for it and then close the database. */
function run(env) {
  const child = spawn(process.execPath, [join(root, 'dist/src/cli.js'), ...args], { stdio: 'inherit', env });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, forward);
  process.on('SIGINT', () => undefined); // the terminal sends it to both of us
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

await command(async () => {
  const database = await openDatabase();
  try {
    const roles = database && { DATABASE_URL: database.applicationUrl(), MIGRATION_DATABASE_URL: database.url() };
    process.exitCode = await run({ ...process.env, ...roles });
  } finally {
    await database?.close();
  }
});
