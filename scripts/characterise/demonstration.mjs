/**
 * The three demonstration datasets as `npm start` loads them, with an account for each role and a few things recorded
 * beside them whose deadlines lie between the moments.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CharacteriseError, freePort } from './checkout.mjs';
import { Client } from './client.mjs';
import { Crawl } from './crawl.mjs';
import { Instants } from './instants.mjs';
import { Observations } from './observe.mjs';
import { readRoutes } from './routes.mjs';

/** The first day on which everything that the datasets record has happened. */
const LOADED_AT = '2025-12-20T09:00:00+08:00';
const DEADLINE = '2026-01-09T09:30:00+08:00';
export const MOMENTS = [
  { name: 'before-the-deadline', to: '2025-12-22T09:00:00+08:00' },
  { name: 'after-it', to: '2026-01-12T09:00:00+08:00' },
  { name: 'after-the-year', to: '2027-01-04T09:00:00+08:00' },
];
const NOTICES = new URL('../../test/fixtures/notices-dirty.jsonl', import.meta.url);
const PASSWORD = '虚构-characterise-口令-1';
/** Who also asks what is malformed, and for every drawing; at each moment for everything. */
const EMPHASIS = {
  admin: { forms: true },
  supervisor: { forms: true, draws: true },
  'officer.fiction': { forms: true, draws: true },
};
const ROLES =
  'bureau_officer bureau_approver procurement_agent agency_manager agency_worker panel_member evaluator community_worker finance_authority supervisor integrator admin'.split(
    ' ',
  );

export async function characteriseDemonstration(checkout, limits, moments, say) {
  const instants = new Instants(Date.now());
  instants.moved(LOADED_AT);
  const port = await freePort();
  const env = { PORT: String(port), BUSINESS_TIME_START: LOADED_AT };
  const server = await checkout.run('scripts/start.mjs', [], env, /^ready /);
  const client = new Client(/^ready (\S+)/.exec(server.lines.at(-1))[1]);
  const unplaced = () => client.unplaced();
  const loaded = Date.now();
  await checkout.control.quiet(unplaced);
  say(`demonstration: loaded, and assessed in ${Math.round((Date.now() - loaded) / 1000)} s`);
  const marks = [new Date().toISOString()];
  const { accounts, missing, imported } = await people(client, server.lines);
  const document = JSON.parse((await client.ask('GET', '/openapi.json')).body.toString('utf8'));
  const observations = new Observations();
  const crawl = new Crawl({
    ...{ client, routes: readRoutes(document), accounts, marks, limits },
    record: (seen) => observations.add(seen),
  });
  // No list names them.
  crawl.universe.learn(null, '/api/v1/imports', { items: [imported] });
  for (const { name, to } of MOMENTS.filter((moment) => moments.includes(moment.name))) {
    await checkout.cli('business-time', '--to', to);
    instants.moved(to);
    await checkout.control.sweep(unplaced);
    const begun = Date.now();
    const before = client.requests;
    await crawl.at(name);
    say(`demonstration ${name}: ${client.requests - before} requests, ${Math.round((Date.now() - begun) / 1000)} s`);
  }
  client.close();
  await checkout.stop(server);
  instants.end();
  const printed = server.lines
    .filter((line) => /^(loaded|flags|account) /.test(line))
    .map((line) => line.replace(/^(account \S+ \S+) .*/, '$1 ‹password›'));
  return { instants, observations, client, missing, skipped: crawl.skipped, accounts, printed };
}

const post = (client, token, path, body, headers) => client.step('POST', `/api/v1/${path}`, { token, body, headers });
const get = (client, token, path) => client.step('GET', `/api/v1/${path}`, { token });

async function signIn(client, login, password) {
  const { accessToken } = await post(client, null, 'auth/sessions', { login, password });
  return accessToken;
}

/** What occurs most often, and of that the first by name. */
function most(values) {
  const counts = new Map();
  for (const value of values) counts.set(value.id, { value, n: (counts.get(value.id)?.n ?? 0) + 1 });
  return [...counts.values()].sort((a, b) => b.n - a.n || (a.value.name < b.value.name ? -1 : 1))[0]?.value;
}

/**
 * Everybody who asks. The accounts that the start prints are `admin`, `supervisor`, `finance_authority` and two of a bureau
 * that has bought nothing; the administrator gives the other roles seats in bodies of the datasets.
 */
async function people(client, lines) {
  const accounts = [{ name: 'public', role: 'public', token: null, reach: 'all', draws: true, forms: true }];
  const printed = new Map();
  for (const line of lines) {
    const [, role, login, password] = /^account (\S+) (\S+) (\S+)$/.exec(line) ?? [];
    if (role) printed.set(role, await signIn(client, login, password));
  }
  const admin = printed.get('admin');
  const supervisor = printed.get('supervisor');
  if (!admin || !supervisor)
    throw new CharacteriseError('the start printed no account of an administrator or a supervisor');
  const list = async (path) => (await get(client, supervisor, path)).items;
  const bodies = await Promise.all(['fiction', 'study'].map((d) => list(`organisations?kind=bureau&dataset=${d}`)));
  const [fictional, studied] = bodies.map((found) => most(found));
  const contracts = async (dataset) => (await list(`contracts?dataset=${dataset}&limit=200`)).map((c) => c.supplier);
  const [served] = [most(await contracts('fiction'))];
  const servedInStudy = most(await contracts('study'));
  const [evaluation] = await list('evaluations?dataset=fiction');
  const made = async (name, kind, dataset) =>
    (await post(client, admin, 'organisations', { name, kind, region: '990203', ...(dataset && { dataset }) })).id;
  const seats = [
    ['officer.fiction', 'bureau_officer', fictional.id, 'all'],
    ['approver.fiction', 'bureau_approver', fictional.id, 'all'],
    ['integrator.fiction', 'integrator', fictional.id, 'sample'],
    ['manager.fiction', 'agency_manager', served.id, 'all'],
    ['worker.fiction', 'agency_worker', served.id, 'all'],
    ['evaluator.fiction', 'evaluator', evaluation.evaluator, 'all'],
    ['officer.study', 'bureau_officer', studied.id, 'all'],
    ['manager.study', 'agency_manager', servedInStudy.id, 'sample'],
    ['community', 'community_worker', await made('虚构居民委员会', 'community_committee', 'fiction'), 'all'],
    ['agent', 'procurement_agent', await made('虚构采购代理有限公司', 'agent'), 'all'],
    ['panel', 'panel_member', await made('虚构评审专家库', 'individual_provider'), 'all'],
  ];
  const missing = [];
  const tokens = new Map();
  for (const [login, role, organisation, reach] of seats) {
    try {
      const user = await post(client, admin, 'users', { login, name: login, seats: [{ organisation, role }] });
      await post(client, null, 'auth/setup', { code: user.setupCode, password: PASSWORD });
      tokens.set(login, await signIn(client, login, PASSWORD));
      accounts.push({ name: login, role, token: tokens.get(login), reach, ...EMPHASIS[login] });
    } catch (error) {
      missing.push(`${login} (${role}): ${error.message}`);
    }
  }
  for (const [role, token] of printed)
    accounts.push({ name: role, role, token, reach: role.startsWith('bureau_') ? 'sample' : 'all', ...EMPHASIS[role] });
  accounts.push({
    ...{ name: 'supervisor in Chinese', role: 'supervisor', token: supervisor, reach: 'all' },
    headers: { 'accept-language': 'zh-CN' },
    only: (route) => route.isTranslated,
  });
  await key(client, tokens.get('integrator.fiction'), fictional.id, accounts, missing);
  const imported = await imports(client, tokens.get('officer.fiction'));
  await recorded(
    client,
    tokens.get('officer.fiction'),
    fictional.id,
    accounts.find((a) => a.name === 'community'),
  );
  const reached = new Set(accounts.map(({ role }) => role));
  missing.push(...ROLES.filter((role) => !reached.has(role)).map((role) => `${role}: no account`));
  return { accounts, missing, imported };
}

/** An integrator is a program: it asks with a key of its own. */
async function key(client, token, organisation, accounts, missing) {
  try {
    const { permissions } = await get(client, token, 'me');
    const scopes = permissions.filter((name) => !/^(user|api_key|registration)\./.test(name));
    const made = await post(client, token, 'api-keys', { name: 'characterise', organisation, scopes });
    accounts.push({ name: 'integrator key', role: 'integrator', token: made.key, reach: 'all' });
  } catch (error) {
    missing.push(`integrator key: ${error.message}`);
  }
}

/** A file of notices, most of them with faults, of which it is only asked what would become of them. */
function imports(client, token) {
  const body = readFileSync(NOTICES, 'utf8').split('\n').slice(0, 60).join('\n');
  const headers = { 'content-type': 'application/x-ndjson' };
  return client.step('POST', '/api/v1/imports?dryRun=true&name=characterise', { token, headers, body });
}

/** A purchase recorded with a deadline between the first moment and the second, and a community with its committee. */
async function recorded(client, token, buyer, community) {
  const tender = await post(client, token, 'tenders', {
    ...{ conducted: 'elsewhere', dataset: 'fiction', buyer, title: '虚构：两个期限之间的项目' },
    ...{ method: 'COMPETITIVE_CONSULTATION', category: 'ELDERLY_HOME_CARE', region: '990203' },
    window: { start: '2026-02-01', end: '2026-12-31' },
    lots: [
      { no: 1, name: '第一包', ceiling: '200000.00', pricing: 'competitive' },
      { no: 2, name: '第二包', ceiling: '100000.00', pricing: 'fixed' },
    ],
    externalIds: [{ system: 'characterise', id: '1' }],
  });
  const source = { kind: 'notice', url: 'https://example.org/n/1', publishedOn: '2025-12-19', reference: '虚构-1' };
  await post(
    client,
    token,
    `tenders/${tender.id}/facts`,
    { facts: [{ kind: 'notice', data: { publishedOn: '2025-12-19', deadline: DEADLINE }, source }] },
    { 'idempotency-key': randomUUID() },
  );
  await post(client, token, 'needs', {
    ...{
      dataset: 'fiction',
      title: '虚构：午间照看',
      description: '虚构',
      category: 'ELDERLY_HOME_CARE',
      targetGroup: 'ELDERLY',
    },
    source,
    community: await ownCommunity(client, token, community),
  });
}

async function ownCommunity(client, token, { token: worker }) {
  const { seats } = await get(client, worker, 'me');
  const made = await post(client, token, 'communities', {
    ...{ name: '虚构社区', dataset: 'fiction', region: '990203', kind: 'urban', households: 100, residents60: 20 },
    committee: seats[0].organisation,
  });
  await post(client, token, 'service-lines', {
    ...{ name: '虚构社区居家养老', dataset: 'fiction', category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY' },
    ...{ region: '990203', since: '2026-01-01', communities: [made.id] },
  });
  return made.id;
}
