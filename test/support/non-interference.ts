import { ROLE_NAMES, type Role } from '../../src/modules/accounts/roles.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** What everybody but the bidders may read, by who looked where. */
export type Views = Record<string, string>;

/** Headers that tell of one request alone. */
const OF_ONE_REQUEST = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);

/** One of each role: the buyer's people in its body, who watch over a region in that of the tender, the rest elsewhere. */
export async function everybody(app: TestApp, bureau: string): Promise<Map<Role | 'public', TestAccount | null>> {
  const people = new Map<Role | 'public', TestAccount | null>([['public', null]]);
  for (const role of ROLE_NAMES) {
    const isBuyer = role === 'bureau_officer' || role === 'bureau_approver';
    const watches = role === 'supervisor' || role === 'finance_authority';
    const body = isBuyer ? bureau : await makeBody(app, watches ? { kind: role, region: '990000' } : {});
    people.set(role, await makeUser(app, role, body));
  }
  return people;
}

interface Described {
  paths: Record<string, { get?: { parameters?: { name: string; in: string; required?: boolean }[] } }>;
}
/** Values of required questions. */
const ASKED: Record<string, string> = { year: '2025', after: '0' };

/** Every GET that needs no id, and every GET of one tender. */
async function addresses(app: TestApp, tender: string): Promise<string[]> {
  const { paths } = (await app.http.get('/openapi.json')).body as Described;
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const own = path.replace('/api/v1/tenders/{id}', `/api/v1/tenders/${tender}`);
    if (!get || own.includes('{') || ['/metrics', '/health/ready'].includes(path)) return [];
    const required = get.parameters?.filter((p) => p.in === 'query' && p.required) ?? [];
    const query = required.map(({ name }) =>
      name === 'subject' ? `subject=tender:${tender}` : `${name}=${ASKED[name] ?? ''}`,
    );
    return [query.length > 0 ? `${own}?${query.join('&')}` : own];
  });
}

/** Every such GET as each role sees it: status, headers, body. Moments of the asking itself are written as one. */
export async function viewsOf(
  app: TestApp,
  people: ReadonlyMap<string, TestAccount | null>,
  tender: string,
): Promise<Views> {
  const views: Views = {};
  for (const path of await addresses(app, tender))
    for (const [role, account] of people) {
      const answer = await app.http.get(path).set(account?.auth ?? {});
      const headers = Object.entries(answer.headers as Record<string, string>).filter(([h]) => !OF_ONE_REQUEST.has(h));
      const text = answer.text.replace(/"(requestId|verifiedAt|checkedAt|at|asOf)":"[^"]*"/g, '"$1":"…"');
      views[`${role} ${path}`] = `${answer.status}\n${JSON.stringify(headers.sort())}\n${text}`;
    }
  views['loopback /metrics'] = figures((await app.http.get('/metrics')).text);
  return views;
}

/** What the application counts: requests by route and answer, jobs, the outbox. Other figures are the process's own. */
const figures = (text: string): string =>
  text
    .split('\n')
    .filter((line) => /^http_request_duration_seconds_count|^(queue|outbox|jobs)_/.test(line))
    .filter((line) => !/seconds\b(?!_count)/.test(line))
    .filter((line) => !/method="GET"/.test(line) || /bids/.test(line))
    .sort()
    .join('\n');

/** Where two looks differ. */
export const differing = (a: Views, b: Views): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
