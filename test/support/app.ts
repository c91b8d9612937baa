import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { startApi, type Running } from '../../src/boot/bootstrap.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { dataSourceOptions } from '../../src/kernel/database/data-source.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { FileExaminer } from '../../src/kernel/documents/examination/file-examiner.js';
import { LotComparer } from '../../src/purchase/bids/comparison/process/lot-comparer.js';
import { closeToConnections, createDatabase, testServer } from './database.js';
import { GroupExplanations } from '../../src/watch/screening/explanations/group-explanations.js';
import { copyFolder, type Scene } from './scenes.js';
import { watchAnswers, watchGuards } from './seen.js';

export interface TestApp {
  url: string;
  settings: Settings;
  /** For what a test does by itself, by the role that owns the database. The application has a role that may less. */
  dataSource: DataSource;
  running: Running;
  /** `app.http.get('/api/v1/…')`. */
  http: ReturnType<typeof supertest>;
  /** Folder of this application alone. */
  folder: string;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Run the jobs in the same process. */
  worker?: boolean;
  env?: Record<string, string>;
  /** Begin with what stands in this scene instead of nothing. */
  scene?: Scene;
}

/** Programs of the product as the build has them: what starts one from its source compiles it each time. */
const findBuilt = (program: string): string =>
  fileURLToPath(new URL(`../../.cache/readers/src/${program}.js`, import.meta.url));
/** What looks into an uploaded file. */
const EXAMINER = findBuilt('kernel/documents/examination/file-examiner-child');
const COMPARER = findBuilt('purchase/bids/comparison/process/comparison-child');

/** A whole application on a database of its own, listening on a free port. Close it in `afterAll`. */
export const startTestApp = async (options: TestAppOptions = {}): Promise<TestApp> => (await startOwned(options)).app;

/**
 * Makes a scene of what `prepare` does in an application that then ends. A suite that makes one for worlds of its own drops it
 * at its end, by `dropScene`; those of `started.ts` stay for the run.
 */
export async function prepareScene<T>(
  options: TestAppOptions,
  prepare: (app: TestApp) => Promise<T>,
): Promise<{ scene: Scene; prepared: T }> {
  const { app, stop, template } = await startOwned(options);
  const prepared = await prepare(app).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  await stop();
  await closeToConnections(template);
  return { scene: { template, folder: app.folder }, prepared };
}

interface Owned {
  app: TestApp;
  /** Ends the application alone: its database and folder stay. */
  stop(): Promise<void>;
  /** Its database. */
  template: string;
}

async function startOwned(options: TestAppOptions): Promise<Owned> {
  const { scene } = options;
  const database = await createDatabase({ like: scene?.template });
  // in the folder of the run, which goes with it, should the test be killed
  const folder = mkdtempSync(join(process.env.TEST_RUN_FOLDER ?? tmpdir(), 'app-'));
  if (scene) copyFolder(scene, folder);
  const settings = loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: folder,
    DATABASE_URL: database.applicationUrl,
    LOG_LEVEL: 'fatal',
    THROTTLE: 'false',
    // how loaded the machine is that runs the tests is not what they ask
    ...{ TURN_WAIT_MS: '60000', LOCK_WAIT_MS: '60000', POOL_WAIT_MS: '60000' },
    ...options.env,
  });
  let running: Running;
  let dataSource: DataSource | undefined;
  try {
    running = await startApi(settings, { withWorker: options.worker ?? false });
    dataSource = await openAsOwner(settings);
  } catch (error) {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const server = (running.app as NestExpressApplication).getHttpServer();
  // The tests end the connections that they keep: one that the server ends just as it is used again loses a request.
  server.keepAliveTimeout = 0;
  watchAnswers(server);
  watchGuards(running.app.get(ActionEngine));
  running.app.get(FileExaminer).program = [EXAMINER];
  running.app.get(LotComparer).program = [COMPARER];
  // nor how long a thread takes to start on it
  running.app.get(GroupExplanations).waitMs = 120_000;
  const agent = new Agent({ keepAlive: true });
  const source = dataSource;
  const stop = async (): Promise<void> => {
    agent.destroy();
    await source.destroy();
    await running.close();
  };
  const app: TestApp = {
    url: running.url,
    settings,
    dataSource,
    running,
    http: requestsTo(running.url, agent),
    folder,
    async close() {
      await stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return { app, stop, template: database.name };
}

/** Address of an application's database by the role that owns it. */
export async function findOwnerUrl(settings: Settings): Promise<string> {
  const url = new URL(settings.databaseUrl as string);
  const owner = new URL((await testServer()).url);
  [url.username, url.password] = [owner.username, owner.password];
  return url.href;
}

/** A pool on an application's database by the role that owns it. */
const openAsOwner = async (settings: Settings): Promise<DataSource> =>
  new DataSource(dataSourceOptions({ ...settings, databaseUrl: await findOwnerUrl(settings) })).initialize();

/**
 * Requests that share their connections, as a new one for each costs both sides more than many an answer; what is packed for
 * its way costs both as well, so a test asks for it that means it.
 */
function requestsTo(url: string, agent: Agent): TestApp['http'] {
  const http = supertest(url);
  for (const method of ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const) {
    const request = http[method].bind(http);
    http[method] = (path) => request(path).agent(agent).set('Accept-Encoding', 'identity');
  }
  return http;
}
