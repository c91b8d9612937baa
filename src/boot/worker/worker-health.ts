import { createServer, type IncomingMessage } from 'node:http';
import type { Settings } from '../../kernel/config/settings.js';
import { bringsMetricsToken } from '../../kernel/health/metrics-access.js';
import { Readiness } from '../../kernel/health/readiness.js';
import { isLoopback } from '../../kernel/http/address.js';
import { Metrics } from '../../kernel/observability/metrics.js';
import type { Running } from '../bootstrap.js';
import { listen } from '../listening.js';

/** From this machine without a proxy in between, or with the token: as the API does it, which alone knows proxies. */
const mayReadMetrics = ({ headers, socket }: IncomingMessage, token: string | undefined): boolean =>
  bringsMetricsToken(headers.authorization, token) ||
  (isLoopback(socket.remoteAddress) &&
    headers.authorization === undefined &&
    headers.forwarded === undefined &&
    headers['x-forwarded-for'] === undefined);

/**
 * Answers `GET /health/live`, `GET /health/ready` and `GET /metrics` for a process that runs jobs and serves nothing else, in the words of the
 * API's routes: 503 while something is not in order, a sweep that does not run among it.
 * @returns how to end it
 */
export async function serveWorkerHealth(
  worker: Running,
  { host, workerPort, metricsToken }: Settings,
): Promise<() => Promise<void>> {
  if (workerPort === undefined) return () => Promise.resolve();
  const readiness = worker.app.get(Readiness);
  const { registry } = worker.app.get(Metrics);
  const server = createServer((request, response) => {
    const say = (status: number, body: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.method !== 'GET') say(405, { status: 'method_not_allowed' });
    else if (request.url === '/health/live') say(200, { status: 'live' });
    else if (request.url === '/metrics' && mayReadMetrics(request, metricsToken))
      void registry.metrics().then((text) => {
        response.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' });
        response.end(text);
      });
    else if (request.url !== '/health/ready') say(404, { status: 'route_not_found' });
    else
      void readiness
        .ask()
        .then(({ ready, checks }) => say(ready ? 200 : 503, { status: ready ? 'ready' : 'not_ready', checks }));
  });
  await listen(server, { port: workerPort, host });
  return async () => {
    readiness.leave();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
}
