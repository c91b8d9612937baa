import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import helmet from 'helmet';
import { DataSource } from 'typeorm';
import { AppModule, CoreModule } from '../app.module.js';
import { PUBLIC } from '../kernel/access/principal.js';
import { toScope } from '../kernel/access/scope.js';
import { adoptOnce, type Adoption } from '../kernel/audit/adopt-once.js';
import { COMPARED_ROWS } from '../kernel/audit/tables/accepted-rows.js';
import { AWARD_MARKS } from '../purchase/awards/lots/award-marks.js';
import { isOcidDrafted } from '../purchase/contracts/content/drafted-ocids.js';
import { adoptOcidPrefix } from '../purchase/tenders/ocids/ocid-prefix.js';
import { loadToday } from '../kernel/clock/load-today.js';
import { loadKeys } from '../kernel/config/keys.js';
import { networks } from '../kernel/config/is-networks.js';
import type { Settings } from '../kernel/config/settings.js';
import { checkDatabase, migrate as migrateSchema, ownerUrl } from '../kernel/database/data-source.js';
import { beginTurn } from '../kernel/database/turns/request-turn.js';
import { grantApplicationRole, readRole } from '../kernel/database/roles/application-role.js';
import { chooseLanguage } from '../kernel/errors/texts.js';
import { Readiness } from '../kernel/health/readiness.js';
import { ApiAdapter } from '../kernel/http/api-adapter.js';
import { jsonBody } from '../kernel/http/body.js';
import { allowOrigins } from '../kernel/http/transport/origins.js';
import { ORDINARY_PACE, paceBodies } from '../kernel/http/transport/body-pace.js';
import { packAnswers } from '../kernel/http/transport/packing.js';
import { ListTables } from '../kernel/http/tables/list-tables.js';
import { answerClientError } from '../kernel/http/problems/client-error.js';
import { answerUnknownRoute } from '../kernel/http/problems/problem-filter.js';
import { Throttle } from '../kernel/http/throttling/throttle.js';
import { SignInThrottle } from '../people/accounts/sessions/sign-in/sign-in-throttle.js';
import { readableUrl } from '../kernel/http/url.js';
import { rememberMetadata } from '../kernel/http/validation/remembered-metadata.js';
import { ACTING_ROWS, SEAT_ROWS, USED_CODES } from '../people/accounts/acting/adoption.js';
import { ChangeStates } from '../kernel/outbox/states/change-states.js';
import { JsonLogger } from '../kernel/observability/json-logger.js';
import { Metrics } from '../kernel/observability/metrics.js';
import { trailRequests } from '../kernel/observability/trail.js';
import { startTraces, stopTraces } from '../kernel/observability/traces/traces.js';
import { requestLog } from '../kernel/observability/request-log.js';
import { migrateQueue } from '../kernel/queue/backends/backend-postgres.js';
import { listMaintenanceRights, listRights } from './database/rights.js';
import { ApiDocuments, OUTSIDE_API, serveDocumentation } from './documentation.js';
import { serveHomePage } from './html/home-page.js';
import { serveProblemPages } from './html/problem-pages.js';
import { QUEUES } from './jobs.js';
import { boundHeaders, listen, type Place } from './listening.js';
import { NAMED_OBJECTS } from './named-objects.js';
import { CODE_WORDS, OPEN_WORDS } from '../imports/words/code-words.js';
import { compareBeginningsFirst } from './route-beginnings.js';

export interface Running {
  /** Where it answers; empty for a worker alone. */
  url: string;
  app: { get<T>(type: abstract new (...args: never[]) => T): T };
  /** Says that it leaves, and answers on for `DRAIN_SECONDS`. Once: `close` does it where nobody has. */
  leave(): Promise<void>;
  /** Stops taking requests and jobs, finishes those in hand, closes the pools. */
  close(): Promise<void>;
}

/** Longest time an open connection may hold up a stop. */
const DRAIN_MS = 10_000;

/**
 * Brings the database to this version's schema, the queue's own tables too where they are kept there, by the owner's role,
 * and gives the role of the API and the workers its rights where it is another. Answers what was done.
 */
export async function migrate(settings: Settings): Promise<string[]> {
  const done = await migrateSchema(settings);
  const { databaseUrl, queueBackend } = settings;
  const owner = ownerUrl(settings);
  if (databaseUrl === undefined || owner === undefined) return done;
  if (queueBackend === 'postgres' && (await migrateQueue(owner, QUEUES))) done.push('the tables of the queue');
  const adopt = (what: Adoption) => adoptOnce({ ...settings, databaseUrl: owner }, () => loadKeys(settings), what);
  const adopted = await adopt(ACTING_ROWS);
  if (adopted > 0) done.push(`adopted ${adopted} accounts and API keys: their rows are bound to the audit from now on`);
  const codes = await adopt(USED_CODES);
  if (codes > 0) done.push(`adopted ${codes} codes that were used: whose hand an account is in is bound from now on`);
  for (const seats of SEAT_ROWS) {
    const known = await adopt(seats);
    if (known > 0) done.push(`adopted ${known} seats of ${seats.name}: their bodies know them from now on`);
  }
  const renamed = await adopt(adoptOcidPrefix(settings, isOcidDrafted));
  if (renamed > 0) done.push(`the OCIDs of ${renamed} purchases`);
  const compared = await adopt(COMPARED_ROWS);
  if (compared > 0) done.push(`adopted ${compared} rows of purchases: they are compared with the audit from now on`);
  // Behind their adoption: the first entry that names compared rows closes it.
  const marks = await adopt(AWARD_MARKS);
  if (marks > 0) done.push(`the marks of ${marks} awards whose winners a new round does not put out`);
  if (readRole(owner) !== readRole(databaseUrl)) await grantApplicationRole(owner, databaseUrl, listRights);
  const { maintenanceDatabaseUrl } = settings;
  if (maintenanceDatabaseUrl !== undefined)
    await grantApplicationRole(owner, maintenanceDatabaseUrl, listMaintenanceRights);
  return done;
}

/**
 * What comes before a process serves or works. Production finds its schema made by `migrate`; elsewhere the process makes
 * it, by the owner's role, and forgets that role before anything else runs.
 * @throws UnreadyDatabaseError for a production database that is behind, or whose role may too much
 */
export async function prepareDatabase(settings: Settings): Promise<void> {
  if (settings.production) await checkDatabase(settings);
  else await migrate(settings);
  delete settings.migrationDatabaseUrl;
}

/** An HTTP application that does not listen yet. */
async function createApp(settings: Settings, withWorker: boolean): Promise<NestExpressApplication> {
  const logger = new JsonLogger(settings.logLevel);
  // Before anything is mounted: one address, one spelling.
  const server = express().enable('case sensitive routing');
  const adapter = new ApiAdapter(server);
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.forRoot(settings, loadKeys(settings), withWorker),
    adapter,
    { logger, bodyParser: false, abortOnError: false, forceCloseConnections: false },
  );
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', networks(settings.trustedProxies));
  app.use(requestLog(logger, app.get(Metrics)));
  app.use(paceBodies({ ...ORDINARY_PACE, idleMs: settings.importIdleSeconds * 1000 }));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null },
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    // Express would answer 304 by itself, by a version too; see `Revalidated`.
    request.knownEtags = request.headers['if-none-match'];
    delete request.headers['if-none-match'];
    next();
  });
  const throttle = app.get(Throttle);
  if (settings.corsOrigins.length > 0)
    app.use(allowOrigins(settings.corsOrigins, (request, response) => throttle.tellRead(request, response)));
  app.use('/api', packAnswers());
  const readiness = app.get(Readiness);
  app.use((_request: Request, response: Response, next: NextFunction) => {
    // The next request of this connection would come to a process that is gone.
    if (readiness.isLeaving) response.setHeader('Connection', 'close');
    next();
  });
  app.use(readableUrl);
  app.use(jsonBody);
  app.use(beginTurn);
  app.use(trailRequests);
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_API });
  const signIns = app.get(SignInThrottle, { strict: false });
  throttle.leaveKnownSignIns((login, address) => signIns.knows(login, address));
  const { page: countPage } = throttle;
  serveHomePage(server, countPage, settings);
  const documents = new ApiDocuments(app);
  serveProblemPages(server, countPage, (language) => documents.buildDocument(language));
  serveDocumentation(server, countPage, documents);
  adapter.tables = new ListTables(
    () => documents.findTables(),
    () => loadToday(app.get(DataSource)),
    NAMED_OBJECTS,
    async (request, kind, ids) => {
      const scope = toScope(request.principal ?? PUBLIC);
      const language = chooseLanguage(request.headers['accept-language']);
      return (await app.get(ChangeStates).read(scope, kind, ids, language)) ?? new Map<string, object>();
    },
    { closed: CODE_WORDS, open: OPEN_WORDS },
  );
  return app;
}

/** Serves the API, and runs the jobs in the same process where asked. */
export async function startApi(
  settings: Settings,
  options: { withWorker?: boolean; nextPort?: Place['nextPort'] } = {},
): Promise<Running> {
  await startTraces(settings.tracesEndpoint);
  const app = await createApp(settings, options.withWorker ?? false);
  try {
    await app.init();
    compareBeginningsFirst(app.getHttpAdapter().getInstance());
    app.use(answerUnknownRoute(app.get(Throttle)));
    app.getHttpServer().on('clientError', answerClientError);
    boundHeaders(app.getHttpServer());
    const { port, host } = settings;
    await listen(app.getHttpServer(), { port, host, nextPort: options.nextPort });
  } catch (error) {
    await app.close();
    throw error;
  }
  const server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  const host = settings.host === '0.0.0.0' || settings.host === '::' ? '127.0.0.1' : settings.host;
  let left: Promise<void> | undefined;
  const leave = (): Promise<void> => {
    app.get(Readiness).leave();
    return (left ??= pause(settings.drainSeconds * 1000));
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    app,
    leave,
    async close() {
      await leave();
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.closeIdleConnections();
      await app.close();
      clearTimeout(late);
      await stopTraces();
    },
  };
}

/** Everything but HTTP, for a worker (`works`) or a command. */
async function startCore(settings: Settings, works: boolean): Promise<Running> {
  rememberMetadata();
  const app = await NestFactory.createApplicationContext(
    CoreModule.forRoot(settings, loadKeys(settings), { http: false, works }),
    { logger: new JsonLogger(settings.logLevel), abortOnError: false },
  );
  return { url: '', app, leave: () => Promise.resolve(), close: () => app.close() };
}

/** Runs the jobs alone. */
export async function startWorker(settings: Settings): Promise<Running> {
  await checkDatabase(settings);
  await startTraces(settings.tracesEndpoint);
  const worker = await startCore(settings, true);
  return { ...worker, close: () => worker.close().then(stopTraces) };
}

/** For a command: nothing listens, no job runs. */
export const startCommand = (settings: Settings): Promise<Running> => startCore(settings, false);

/** Loads the demonstration into an empty database, screens it, and says what was loaded and found. */
export async function loadDemonstration(settings: Settings): Promise<string[]> {
  const { loadAndReport } = await import('../demonstration/report.js');
  const running = await startCommand(settings);
  try {
    return await loadAndReport(running.app);
  } finally {
    await running.close();
  }
}
