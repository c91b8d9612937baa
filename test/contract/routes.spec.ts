import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import { PERMISSIONS } from '../../src/people/accounts/roles.js';
import { RouteCheck } from '../../src/kernel/access/route-check.js';
import { PROBLEMS } from '../../src/boot/refusals.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { readOperations, type Operation } from '../support/operations.js';
import { PlainRequests } from '../support/plain-requests.js';
import { toPathName } from '../../src/kernel/actions/allowed-actions.js';
import { FLAG_ACTIONS } from '../../src/watch/flags/actions/flag-actions.js';

let app: TestApp;
let operations: Operation[];
let requests: PlainRequests;
beforeAll(async () => {
  app = await startTestApp();
  ({ operations } = await readOperations(app));
  requests = new PlainRequests(app.url);
});
afterAll(async () => {
  requests.close();
  await app.close();
});

const name = (o: Pick<Operation, 'verb' | 'path'>) => `${o.verb.toUpperCase()} ${o.path.replace('/api/v1', '')}`;
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code;

/** What anybody may ask without an account, by hand. A route that is not here needs a permission. */
const PUBLIC = [
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
  'POST /auth/sessions',
  'POST /auth/sessions/second-factor',
  'GET /auth/providers',
  'GET /me/calendar.ics',
  'POST /auth/providers/{name}/start',
  'POST /auth/providers/{name}/sessions',
  'POST /auth/refresh',
  'POST /auth/setup',
  'GET /personal-data/register',
  'POST /registrations',
  'POST /registrations/claims',
  'POST /registrations/claims/corrections',
  'POST /registrations/claims/documents',
  'POST /registrations/claims/documents/content',
  'POST /registrations/claims/documents/removal',
  'POST /registrations/claims/setup-code',
  'POST /registrations/claims/withdrawal',
  'POST /needs/suggestions',
  'POST /survey-answers/questions',
  'POST /survey-answers',
  'GET /surveys/{id}/results',
  'GET /s',
  'GET /communities',
  'GET /communities/{id}',
  'GET /service-lines',
  'GET /service-lines/{id}',
  'GET /service-lines/{id}/coverage',
  'GET /service-lines/{id}/uncovered',
  'GET /service-lines/{id}/coverage.svg',
  'GET /service-lines/{id}/coverage.png',
  'GET /rules',
  'GET /code-lists/{name}',
  'GET /risk/indicators',
  'GET /notices',
  'GET /tenders',
  'GET /tenders/{id}',
  'GET /tenders/{id}/deadlines',
  'GET /tenders/{id}/clarifications',
  'GET /tenders/{id}/opening',
  'GET /tenders/{id}/review/draws',
  'GET /tenders/{id}/review/draws/{draw}',
  'GET /tenders/{id}/awards',
  'GET /awards/{id}',
  'GET /contracts',
  'GET /contracts/{id}',
  'GET /contracts/{id}/evaluations',
  'GET /evaluations',
  'GET /ratings',
  'GET /evaluations/{id}',
  'GET /contracts/{id}/acceptance',
  'GET /acceptances/{id}',
  'POST /planning/windows',
  'POST /planning/backward',
  'GET /statistics/awards',
  'GET /statistics/coverage',
  'GET /ocds/releases/{ocid}',
  'GET /ocds/records/{ocid}',
  'GET /ocds/packages',
];

/**
 * A path below which every action has its own address answers anything else with `route_not_found`, and an address of before
 * goes on answering whoever still uses it: the document names neither.
 */
const OUTSIDE_DOCUMENT = /\.(refuseUnknownAction|actAtFormerAddress)$/;

describe('the routes', () => {
  it('are public where that is meant, and nowhere else', () => {
    const open = operations.filter((o) => o.permission === 'public').map(name);
    expect(open.sort()).toEqual([...PUBLIC].sort());
  });

  it('are public in fact where they say so', async () => {
    for (const route of operations.filter((o) => o.permission === 'public')) {
      const answer = await requests.send(route.verb, route.url);
      expect([name(route), [401, 403].includes(answer.status) && code(answer) === 'not_signed_in']).toEqual([
        name(route),
        false,
      ]);
    }
  });

  it('stand in the document, all of them, each under a name of its own', () => {
    const routes = app.running.app
      .get(RouteCheck)
      .routes()
      .filter(({ handler }) => !OUTSIDE_DOCUMENT.test(handler))
      .map((r) =>
        `${r.method} /${r.path}`
          .replaceAll(/\/+/g, '/')
          .replace(/\/$/, '')
          .replaceAll(/:(\w+)/g, '{$1}'),
      );
    expect(operations.map(name).sort()).toEqual(routes.sort());
    expect(new Set(operations.map((o) => o.id)).size).toBe(operations.length);
  });
});

/** Changes that take no version, each with its reason. */
const WITHOUT_VERSION: Record<string, string> = {
  ...Object.fromEntries(
    FLAG_ACTIONS.map(({ action }) => [
      `POST /risk/flags/actions/${toPathName(action.name)}`,
      'many flags at once, each stands alone',
    ]),
  ),
  'POST /jobs/failed/actions/retry': 'many jobs at once, each stands alone',
  'POST /jobs/failed/{id}/actions/retry': 'a job has no version; its state decides',
  'POST /jobs/failed/actions/dismiss': 'many jobs at once, which no version does any more',
  'POST /jobs/failed/{id}/actions/dismiss': 'a job has no version; that no version does it decides',
  'PUT /organisations/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /service-lines/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /communities/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /needs/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /programmes/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /tenders/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /contracts/by-external-id/{system}/{externalId}': 'creates or changes; the same body is the same answer',
  'PUT /me/mail-address': 'says the whole anew, of the caller alone',
  'PUT /me/inbox': 'says the whole anew, of the caller alone',
  'PUT /calendars/{year}': 'creates what is not there yet; what is there asks for it',
};
/** Signing and paying ask for a key before anything else; what it keeps of an answer is no part of this. */
const keyOf = ({ needsKey }: Operation): Record<string, string> =>
  needsKey ? { 'Idempotency-Key': randomUUID() } : {};
const changes = () =>
  operations.filter(
    (o) => (['put', 'patch'].includes(o.verb) || /\/actions\//.test(o.path)) && !WITHOUT_VERSION[name(o)],
  );

describe('every change of something that exists', () => {
  it('asks for the version that was read', async () => {
    expect(changes().length).toBeGreaterThan(10);
    for (const route of changes()) {
      const { 'If-Match': _, ...headers } = route.headers;
      const answer = await requests.send(route.verb, route.url, { ...headers, 'Idempotency-Key': randomUUID() }, {});
      expect([name(route), answer.status, code(answer)]).toEqual([name(route), 428, 'if_match_required']);
    }
  });

  it.each(['*', 'W/"1"', '1', '"1", "2"', '"a"', '""', '"-1"', '"1.0"', '"99999999999"', "'1'"])(
    'does not take If-Match %s for one',
    async (version) => {
      for (const route of changes()) {
        const headers = { ...route.headers, ...keyOf(route), 'If-Match': version };
        const answer = await requests.send(route.verb, route.url, headers, {});
        expect([name(route), answer.status, code(answer)]).toEqual([name(route), 400, 'bad_if_match']);
      }
    },
  );
});

describe('a version', () => {
  it('is the ETag of every answer, rises by one with a change, and not without one', async () => {
    const officer = await makeUser(app, 'bureau_officer', await makeBody(app));
    const made = await app.http
      .post('/api/v1/programmes')
      .set(officer.auth)
      .send({ name: randomUUID(), year: 2018, source: { kind: 'statement' } });
    expect([made.status, made.headers.etag]).toEqual([201, '"1"']);
    const url = `/api/v1/programmes/${(made.body as { id: string }).id}`;
    const read = await app.http.get(url).set(officer.auth);
    expect([read.headers.etag, (read.body as { version: number }).version]).toEqual(['"1"', 1]);
    // What was read is not asked for again by its version: an ETag is for changes alone.
    expect((await app.http.get(url).set(officer.auth).set('If-None-Match', '"1"')).status).toBe(200);
    const change = (version: string, body: object) =>
      app.http.patch(url).set(officer.auth).set('If-Match', version).send(body);
    const same = await change('"1"', {});
    expect([same.status, same.headers.etag]).toEqual([200, '"1"']);
    const changed = await change('"1"', { name: 'another' });
    expect([changed.status, changed.headers.etag]).toEqual([200, '"2"']);
    const stale = await change('"1"', { name: 'late' });
    expect([stale.status, code(stale), stale.headers.etag]).toEqual([412, 'stale_version', undefined]);
    const races = await Promise.all(Array.from({ length: 8 }, (_, i) => change('"2"', { name: `racer ${i}` })));
    expect(races.map((a) => a.status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
    expect((await app.http.get(url).set(officer.auth)).headers.etag).toBe('"3"');
  });
});

describe('the tables that everything stands on', () => {
  it('of lifecycles are all on the generated page, and name known permissions and problems', () => {
    const registered = app.running.app.get(ActionEngine).lifecycles();
    expect([...registered].map((l) => l.name).sort()).toEqual(LIFECYCLES.map((l) => l.name).sort());
    for (const { name: lifecycle, transitions } of registered)
      for (const { action, who, guards } of transitions) {
        const known = who in PERMISSIONS || ['clock', 'system'].includes(who);
        expect([lifecycle, action, who, known]).toEqual([lifecycle, action, who, true]);
        for (const guard of guards ?? []) expect([guard, guard in PROBLEMS]).toEqual([guard, true]);
      }
  });

  it('of problems have a status that clients know, and a title in both languages', () => {
    const statuses = new Set([400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 415, 422, 428, 429, 500, 503]);
    for (const [problem, { status, title }] of Object.entries(PROBLEMS)) {
      expect([problem, statuses.has(status)]).toEqual([problem, true]);
      expect([problem, title]).toEqual([
        problem,
        { en: expect.stringMatching(/^[A-Z][^\u4e00-\u9fff]+$/), zh: expect.stringMatching(/[\u4e00-\u9fff]/) },
      ]);
    }
    expect(Object.keys(PROBLEMS).filter((problem) => !/^[a-z]+(_[a-z]+)*$/.test(problem))).toEqual([]);
  });
});
