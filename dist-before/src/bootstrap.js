import { NestFactory } from '@nestjs/core';
import express from 'express';
import helmet from 'helmet';
import { AppModule, CoreModule } from './app.module.js';
import { loadKeys } from './platform/config/keys.js';
import { networks } from './platform/config/is-networks.js';
import { migrate as migrateSchema } from './platform/database/data-source.js';
import { ApiAdapter } from './platform/http/api.adapter.js';
import { jsonBody } from './platform/http/body.js';
import { answerClientError } from './platform/http/client-error.js';
import { unknownRoute } from './platform/http/problem.filter.js';
import { readableUrl } from './platform/http/url.js';
import { JsonLogger } from './platform/observability/json.logger.js';
import { Metrics } from './platform/observability/metrics.js';
import { requestLog } from './platform/observability/request.log.js';
import { migrateQueue } from './platform/queue/backend.postgres.js';
import { documentation, OUTSIDE_API } from './documentation.js';
import { QUEUES } from './jobs.js';
import { listen } from './listening.js';
/** Longest time an open connection may hold up a stop. */
const DRAIN_MS = 10_000;
/** Brings the database to this version's schema, the queue's own tables too where they are kept there. Answers what was done. */
export async function migrate(settings) {
    const done = await migrateSchema(settings);
    const { databaseUrl, queueBackend } = settings;
    if (databaseUrl === undefined || queueBackend !== 'postgres')
        return done;
    return (await migrateQueue(databaseUrl, QUEUES)) ? [...done, 'the tables of the queue'] : done;
}
/** An HTTP application that does not listen yet. */
export async function createApp(settings, withWorker) {
    const logger = new JsonLogger(settings.logLevel);
    // Before anything is mounted: one address, one spelling.
    const server = express().enable('case sensitive routing');
    const app = await NestFactory.create(AppModule.with(settings, loadKeys(settings), withWorker), new ApiAdapter(server), { logger, bodyParser: false, abortOnError: false, forceCloseConnections: false });
    app.disable('x-powered-by');
    app.set('etag', false);
    app.set('query parser', 'simple');
    app.set('trust proxy', networks(settings.trustedProxies));
    app.use(requestLog(logger, app.get(Metrics)));
    app.use(helmet({
        contentSecurityPolicy: {
            directives: { 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null },
        },
    }));
    app.use((request, response, next) => {
        response.setHeader('Cache-Control', 'no-store');
        // `*` would make Express answer 304 without an ETag of anything.
        delete request.headers['if-none-match'];
        next();
    });
    app.use(readableUrl);
    app.use(jsonBody);
    app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_API });
    documentation(app);
    return app;
}
/** Serves the API, and runs the jobs in the same process where asked. */
export async function startApi(settings, options = {}) {
    const app = await createApp(settings, options.withWorker ?? false);
    try {
        await app.init();
        app.use(unknownRoute);
        app.getHttpServer().on('clientError', answerClientError);
        const { port, host } = settings;
        await listen(app.getHttpServer(), { port, host, nextPort: options.nextPort });
    }
    catch (error) {
        await app.close();
        throw error;
    }
    const server = app.getHttpServer();
    const { port } = server.address();
    const host = settings.host === '0.0.0.0' || settings.host === '::' ? '127.0.0.1' : settings.host;
    return {
        url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
        app,
        async close() {
            const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
            server.closeIdleConnections();
            await app.close();
            clearTimeout(late);
        },
    };
}
/** Everything but HTTP, for a worker (`works`) or a command. */
async function startCore(settings, works) {
    const app = await NestFactory.createApplicationContext(CoreModule.with(settings, loadKeys(settings), { http: false, works }), { logger: new JsonLogger(settings.logLevel), abortOnError: false });
    return { url: '', app, close: () => app.close() };
}
/** Runs the jobs alone. */
export const startWorker = (settings) => startCore(settings, true);
/** For a command: nothing listens, no job runs. */
export const startCommand = (settings) => startCore(settings, false);
/** Loads the demonstration into an empty database, screens it, and says what was loaded and found. */
export async function loadDemonstration(settings) {
    const { loadAndReport } = await import('./modules/demonstration/report.js');
    const running = await startCommand(settings);
    try {
        return await loadAndReport(running.app);
    }
    finally {
        await running.close();
    }
}
//# sourceMappingURL=bootstrap.js.map