import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** The test run's server: its maintenance database, and the name of the migrated template. */
interface TestServer {
  readonly url: string;
  /** The same by the role of the API and the workers. */
  readonly applicationUrl: string;
  readonly template: string;
}

export interface TestDatabase {
  readonly name: string;
  /** By the role that owns it, for what a test does by itself. */
  readonly url: string;
  /** By the role of the API and the workers, for whatever the product does. */
  readonly applicationUrl: string;
  /** Ends every session on the database and deletes it. */
  drop(): Promise<void>;
}

const START_TIMEOUT_MS = 120_000;
let known: Promise<TestServer> | undefined;

/** Asks the test run for its server, which starts it for the first spec that asks. */
async function findServer(): Promise<TestServer> {
  const folder = process.env.TEST_RUN_FOLDER;
  if (folder === undefined) throw new Error('no test run: start specs by `npm run jest -- PATH` or `npm test`');
  writeFileSync(join(folder, 'wanted'), '');
  const file = join(folder, 'connection.json');
  for (const deadline = Date.now() + START_TIMEOUT_MS; !existsSync(file); await pause(20)) {
    if (Date.now() > deadline) throw new Error('the test PostgreSQL did not start in time');
  }
  const answer = JSON.parse(readFileSync(file, 'utf8')) as TestServer | { error: string };
  if ('error' in answer) throw new Error(`the test PostgreSQL did not start: ${answer.error}`);
  return answer;
}

/** The maintenance database of the test server, for specs about servers rather than about our tables. */
export function testServer(): Promise<TestServer> {
  return (known ??= findServer());
}

async function command(...statements: string[]): Promise<void> {
  const client = new pg.Client((await testServer()).url);
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Makes a database one that can be cloned: that fails while anybody is connected to it, so nobody may. */
export const closeToConnections = (name: string): Promise<void> =>
  command(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);

/** Ends every session on a database and deletes it. */
export const dropDatabase = (name: string): Promise<void> => command(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

/**
 * A database of the caller's own, about 0.1 s: a clone of the migrated template or of another one, or an empty one. Make
 * one per spec file in `beforeAll`, and drop it in `afterAll`.
 */
export async function createDatabase(options: { empty?: boolean; like?: string } = {}): Promise<TestDatabase> {
  const server = await testServer();
  const name = `spec_${process.pid}_${randomBytes(5).toString('hex')}`;
  const template = options.empty === true ? "template0 LC_CTYPE 'C'" : (options.like ?? server.template);
  await command(
    // Copying the files costs a third of writing each page to the log, which is the default.
    `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`,
    // A clone has the rights on what is in the database, but not those on the database itself.
    `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`,
  );
  const within = (address: string): string => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    name,
    url: within(server.url),
    applicationUrl: within(server.applicationUrl),
    drop: () => dropDatabase(name),
  };
}
