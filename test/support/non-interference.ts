import { ROLE_NAMES, type Role } from '../../src/people/accounts/roles.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import { addresses } from './addresses.js';
import type { TestApp } from './app.js';
import { haveDrawn } from './experts.js';

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

/**
 * Ties them to the purchase as closely as somebody of their role can be before the opening: the agent is mandated, the
 * panel member sits in the panel, the supervisor is the witness, the community is the one that is served.
 */
export async function tie(
  app: TestApp,
  people: ReadonlyMap<string, TestAccount | null>,
  tender: string,
  officer: TestAccount,
): Promise<void> {
  const account = (role: Role): TestAccount => people.get(role) as TestAccount;
  const bodyOf = async (role: Role): Promise<string> => {
    const [row] = await app.dataSource.query<{ body: string }[]>(
      `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
      [account(role).id],
    );
    return row?.body ?? '';
  };
  await app.dataSource.query(`UPDATE tender SET agent_id = $2 WHERE id = $1`, [
    tender,
    await bodyOf('procurement_agent'),
  ]);
  await app.dataSource.query(
    `WITH made AS (INSERT INTO community (dataset, name, region, committee_id) VALUES ('live', '测试社区', '990203', $2) RETURNING id)
     INSERT INTO service_line_community (service_line_id, community_id)
     SELECT s.service_line_id, made.id FROM tender_service_line s, made WHERE s.tender_id = $1`,
    [tender, await bodyOf('community_worker')],
  );
  const ask = async (path: string, body: object): Promise<void> => {
    const { version } = (await app.http.get(`/api/v1/tenders/${tender}`).set(officer.auth)).body as { version: number };
    const answer = await app.http
      .post(`/api/v1/tenders/${tender}/${path}`)
      .set({ ...officer.auth, 'If-Match': `"${version}"` })
      .send(body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  };
  await haveDrawn(app, tender, officer, [account('panel_member').id]);
  await ask('review/members', { lot: 1, user: account('panel_member').id, kind: 'expert' });
  await ask('actions/appoint-witness', { user: account('supervisor').id });
}

/**
 * Every such GET as each role sees it, or those whose name is `wanted`: status, headers, body. Moments of the asking itself
 * are written as one.
 */
export async function viewsOf(
  app: TestApp,
  people: ReadonlyMap<string, TestAccount | null>,
  tender: string,
  wanted = /(?:)/,
): Promise<Views> {
  const views: Views = {};
  for (const path of await addresses(app, tender)) {
    const askers = [...people].filter(([role]) => wanted.test(`${role} ${path}`));
    const seen = await Promise.all(
      askers.map(async ([role, account]) => {
        const answer = await app.http.get(path).set(account?.auth ?? {});
        const headers = Object.entries(answer.headers as Record<string, string>).filter(
          ([h]) => !OF_ONE_REQUEST.has(h),
        );
        // Of a picture or a file the bytes are compared.
        const body: unknown = answer.body;
        const said = Buffer.isBuffer(body) ? body.toString('latin1') : answer.text;
        const text = said
          .replace(/"(requestId|verifiedAt|checkedAt|at|asOf)":"[^"]*"/g, '"$1":"…"')
          .replace(/"lagSeconds":\d+/g, '"lagSeconds":"…"');
        return [`${role} ${path}`, `${answer.status}\n${JSON.stringify(headers.sort())}\n${text}`] as const;
      }),
    );
    Object.assign(views, Object.fromEntries(seen));
  }
  views['loopback /metrics'] = figures(await readFigures(app));
  return views;
}

/** Ages and waits move by themselves, as the room on a shared disk does. */
const OF_TIME = /^(\w+_age_seconds|database_pool_\w+|disk_\w+)[ {]/;

/** Figures that are read when they are asked for: one that the database is too busy to answer is left out of that answer. */
const GAUGES = ['outbox_unplaced', 'outbox_lag_seconds', 'jobs_waiting', 'jobs_failed'];
/** How long the sweeps that the clock has put may wait for one another before their number counts as a figure. */
const SWEEPS_MS = 30_000;

/**
 * The figures at a moment at which no job waits. Nine sweeps come due together each minute, whatever anybody does, and all
 * but the first wait for their turn, longer under load: a look in that moment counts them. What waits for good, because a
 * request has put it there, is counted still.
 */
async function readFigures(app: TestApp): Promise<string> {
  for (const end = Date.now() + SWEEPS_MS; ;) {
    const { text } = await app.http.get('/metrics').expect(200);
    const isWhole = GAUGES.every((name) => new RegExp(`^${name} \\d`, 'm').test(text));
    if ((isWhole && /^jobs_waiting 0$/m.test(text)) || Date.now() > end) return text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Every figure but those of the process itself (memory, handles, time), the questions of this look, which are counted as
 * they are asked, and the ages of what the relay has not placed yet and of the sweeps.
 */
const figures = (text: string): string =>
  text
    .split('\n')
    .filter(
      (line) =>
        !/^(# \w+ )?(process|nodejs)_/.test(line) &&
        !/^(outbox_lag_seconds|sweeps_latest_periods) /.test(line) &&
        !OF_TIME.test(line),
    )
    .filter((line) => !/method="GET"/.test(line) || /bids/.test(line))
    .sort()
    .join('\n');

/** Where two looks differ. */
export const differing = (a: Views, b: Views): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
