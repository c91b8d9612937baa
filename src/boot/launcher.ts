import { readFileSync } from 'node:fs';
import { choosePort } from './launcher-port.js';
import { loadSettings, SettingsError, type Settings } from '../kernel/config/settings.js';
import { DATABASE, EmbeddedDatabaseError, moveAside, openEmbeddedServer } from '../kernel/embedded/index.js';
import { UnreadyDatabaseError } from '../kernel/database/schema/old-databases.js';
import { runUntilSignal, type Life } from './process.js';
import { StartRefused } from './start-refused.js';

const PARENT_CHECK_MS = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function version(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function readOptions(args: readonly string[]): { fresh: boolean } {
  const unknown = args.find((arg) => arg !== '--fresh');
  if (unknown !== undefined) {
    throw new StartRefused(`Unknown option ${unknown}. npm start knows --fresh: start with an empty database.`);
  }
  return { fresh: args.includes('--fresh') };
}

/** Starts or adopts the database of the data folder, and puts its address into the settings. */
async function startDatabase(settings: Settings, fresh: boolean, life: Life): Promise<void> {
  if (fresh) {
    const aside = await moveAside(settings.dataDir);
    if (aside !== null) say(`the old database is kept in ${aside}`);
  }
  const opening = openEmbeddedServer({
    dataDir: settings.dataDir,
    exclusive: true,
    database: DATABASE,
    onLost: (error) => {
      process.stderr.write(`${error.message}\n`);
      life.stop(1);
    },
  });
  life.onStop(async () => {
    const database = await opening.catch(() => null);
    if (database !== null) say((await database.close()) ? 'stopped' : 'stopped; the database serves another command');
  });
  const database = await opening;
  settings.databaseUrl = database.applicationUrl();
  settings.migrationDatabaseUrl = database.url();
  say(`data folder   ${settings.dataDir}`);
  const { hostname, port } = new URL(database.url());
  say(`database      ${hostname}:${port}, ${database.data}`);
  if (database.adopted) say('              its server was still running and is used again');
}

/** npm killed outright cannot pass a signal on; the command that the user started is over all the same. */
function followParent(life: Life): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) life.stop(0);
  }, PARENT_CHECK_MS).unref();
}

const sayInstead = (wanted: number, used: number): void =>
  say(`port ${wanted} is occupied, port ${used} is used instead`);

/** For a port that somebody took after it was chosen. */
async function otherPort(taken: number, host: string): Promise<number> {
  const port = await choosePort(taken + 1, host, false);
  sayInstead(taken, port);
  return port;
}

/** `npm start`: database, migrations, demonstration data, API and worker in this one process. */
export function launch(args: readonly string[]): Promise<void> {
  process.stdout.on('error', () => undefined); // whoever read it may have gone; that is no reason to fall
  return runUntilSignal(
    async (life) => {
      followParent(life);
      const { fresh } = readOptions(args);
      const settings = loadSettings();
      if (process.env.LOG_LEVEL === undefined) settings.logLevel = 'warn'; // the terminal is for people here
      say(`Throughline ${version()}`);
      const embedded = settings.databaseUrl === undefined;
      if (embedded) await startDatabase(settings, fresh, life);
      const isWish = process.env.PORT !== undefined;
      const wanted = settings.port;
      settings.port = await choosePort(wanted, settings.host, isWish);
      if (settings.port !== wanted) sayInstead(wanted, settings.port);

      const { loadDemonstration, prepareDatabase, startApi } = await import('./bootstrap.js');
      await prepareDatabase(settings);
      if (embedded) for (const line of await loadDemonstration(settings)) say(line);

      const nextPort = isWish ? undefined : (taken: number) => otherPort(taken, settings.host);
      const api = await startApi(settings, { withWorker: true, nextPort });
      life.onStop(() => api.close());
      life.onStop(() => {
        say('stopping …');
        return api.leave();
      });
      say(`documentation ${api.url}/docs`);
      say(`ready ${api.url}`);
    },
    SettingsError,
    EmbeddedDatabaseError,
    UnreadyDatabaseError,
    StartRefused,
  );
}
