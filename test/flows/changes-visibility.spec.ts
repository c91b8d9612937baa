import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { workedOff } from '../support/owed-work.js';
import { makeBody, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { row as noticeRow, text } from '../support/imports.js';
import { given, Recorder } from '../support/purchases.js';

const VIEWERS = ['owner', 'neighbour', 'supervisor', 'stranger'] as const;
type Viewer = (typeof VIEWERS)[number];

/** Who hears of a kind of root; one that is not named here fails the test, so that nobody forgets to say. */
const HEARS: Readonly<Record<string, readonly Viewer[]>> = {
  tender: ['owner', 'supervisor'],
  contract: ['owner', 'supervisor'],
  programme: ['owner', 'supervisor'],
  need: ['owner', 'supervisor'],
  /** Of a new body those hear too who named it; what becomes of it is its own and its region's business. */
  organisation: ['owner', 'supervisor'],
  /** The seal of a seat there, which its account's own event tells of. */
  'organisation.rows_bound': [],
  'organisation.changed': ['supervisor'],
  /** Communities, service lines, the law's figures and the calendar are public. */
  community: VIEWERS,
  service_line: VIEWERS,
  threshold: VIEWERS,
  working_calendar: VIEWERS,
  /** A case is for those who oversee; a body concerned hears of it when it is asked. */
  flag: ['supervisor'],
  /** Files and keys are their body's own business. */
  import: ['owner'],
  document: ['owner'],
  api_key: ['owner'],
  /** For administrators and the person alone. */
  session: [],
  registration: [],
  risk_run: [],
  /** Hashes of lists that nobody reads but the worker that opens. */
  envelope_register: [],
};

interface Item {
  position: number;
  event: string;
  aggregate: string;
  id: string;
}

interface Shown {
  allowedActions?: { needs?: unknown }[];
}
interface Stated extends Item {
  state: Shown | null;
  stateOmitted: 'not_offered' | 'not_readable' | null;
}
/** What an action is refused for now is told at the address of one object alone. */
const withoutNeeds = (state: Shown): object => ({
  ...state,
  ...(state.allowedActions && { allowedActions: state.allowedActions.map(({ needs: _, ...action }) => action) }),
});

describe('who hears of what', () => {
  let app: TestApp;
  let officer: Recorder;
  const viewers = {} as Record<Viewer, TestAccount>;

  beforeAll(async () => {
    app = await startTestApp({ worker: true });
    officer = await Recorder.of(app, '990203');
    viewers.owner = officer.account;
    viewers.neighbour = await makeUser(app, 'bureau_officer', await makeBody(app, { region: '990204' }));
    viewers.supervisor = await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' }));
    viewers.stranger = await makeUser(app, 'supervisor', await makeBody(app, { region: '980000' }));
    await chain();
    await workedOff(app);
  });
  afterAll(() => app.close());

  /** A purchase from the first community to its end, with everything beside it that is told of. */
  async function chain(): Promise<void> {
    const admin = await makeUser(app, 'admin', officer.body);
    const made = async (path: string, body: object, by = officer.account) =>
      (await app.http.post(`/api/v1${path}`).set({ ...by.auth, 'Idempotency-Key': randomUUID() }).send(body).expect(201)).body; // prettier-ignore
    const change = (path: string, body: object, version: number, by = officer.account) =>
      app.http.patch(`/api/v1${path}`).set({ ...by.auth, 'If-Match': `"${version}"` }).send(body).expect(200); // prettier-ignore

    const agency = await made('/organisations', { name: `机构 ${randomUUID()}`, kind: 'agency', region: '990203' });
    await change(`/organisations/${agency.id}`, { licensedWorkers: 3 }, agency.version, admin);
    const community = await made('/communities', { name: `社区 ${randomUUID()}`, region: '990203', kind: 'urban' });
    await change(`/communities/${community.id}`, { residents60: 400 }, community.version);
    const line = await made('/service-lines', {
      name: '居家养老',
      category: 'ELDERLY_HOME_CARE',
      targetGroup: 'ELDERLY',
      region: '990203',
      since: '2017-01-01',
      communities: [community.id],
    });
    const source = { kind: 'statement' };
    const needed = { title: '助餐', category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY', headcount: 10 };
    await made('/needs', { ...needed, community: community.id, serviceLine: line.id, recordedOn: '2017-01', source });
    const programme = await made('/programmes', { name: '2017 年计划', year: 2017, region: '990203', source });
    await app.http
      .post(`/api/v1/programmes/${programme.id}/budget-lines`)
      .set({ ...officer.account.auth, 'If-Match': `"${programme.version}"`, 'Idempotency-Key': randomUUID() })
      .send({ name: '养老', amount: '9000000.00' })
      .expect(201);

    const tender = await officer.tender({ region: '990203', programme: programme.id, category: 'ELDERLY_HOME_CARE' });
    const supplier = { name: `未登记机构 ${randomUUID()}` };
    const window = { start: '2018-01-01', end: '2018-05-31' };
    const { body: signed } = await officer
      .facts(tender.id, [
        given('notice', { publishedOn: '2017-11-24' }),
        given('award', { supplier, amount: '200000.00', decidedOn: '2017-12-10' }, { lot: 1 }),
        given('contract', { supplier, amount: '200000.00', signedOn: '2017-12-20', window }, { lot: 1 }),
      ])
      .expect(200);
    const contract = signed.contracts[0].id as string;
    await officer.contractFacts(contract, [given('payment', { on: '2018-01-10', amount: '1.00' })]).expect(200);
    const code = { name: supplier.name, creditCode: '52150200MJ0000018P' };
    const [award] = signed.facts.filter((f: { kind: string }) => f.kind === 'award');
    await officer
      .facts(tender.id, [
        given('award', { ...award.data, supplier: code }, { lot: 1, replaces: award.id, reason: '补充代码' }),
      ])
      .expect(200);
    await officer.change('put', `/tenders/${tender.id}/service-lines`, await version(tender.id), { serviceLines: [line.id] }).expect(200); // prettier-ignore
    await change(`/tenders/${tender.id}`, { title: '居家养老采购' }, await version(tender.id));

    await app.http
      .post('/api/v1/imports?name=heard')
      .set({ ...officer.account.auth, 'Content-Type': 'application/x-ndjson' })
      .send(text([noticeRow('h-1')]))
      .expect(202);
    await app.http.post('/api/v1/risk/runs').set(admin.auth).send({}).expect(202);
  }
  const version = async (tender: string): Promise<number> => (await officer.get(`/tenders/${tender}`)).body.version;

  /** Positions of the events a caller's feed holds. */
  async function heardBy(by: TestAccount): Promise<Set<number>> {
    const items: Item[] = [];
    for (let after = 0; ;) {
      const { body } = await app.http.get(`/api/v1/changes?after=${after}&limit=200`).set(by.auth).expect(200);
      items.push(...(body.items as Item[]));
      if (body.items.length === 0) return new Set(items.map((item) => item.position));
      after = body.position;
    }
  }

  it('every event of a full chain reaches its own body and its region’s supervisor, and nobody else', async () => {
    const events = await app.dataSource.query<{ position: string; aggregate: string; action: string }[]>(
      `SELECT position, aggregate_type AS aggregate, action FROM outbox
       WHERE dataset IS DISTINCT FROM 'import:heard' OR aggregate_type = 'import' ORDER BY position`,
    );
    const heard = new Map<Viewer, Set<number>>();
    for (const viewer of VIEWERS) heard.set(viewer, await heardBy(viewers[viewer]));
    const listHearers = (position: string): Viewer[] =>
      VIEWERS.filter((viewer) => heard.get(viewer)?.has(Number(position)));
    // Of an account those hear who sit in its body: of these bodies one viewer each.
    const ofAccounts = events
      .filter(({ aggregate }) => aggregate === 'user')
      .map(({ position }) => listHearers(position));
    expect(ofAccounts.filter((by) => by.length > 1)).toEqual([]);
    expect(new Set(ofAccounts.flat())).toEqual(new Set(['owner', 'neighbour', 'supervisor', 'stranger']));
    const wrong = events
      .filter(({ aggregate }) => aggregate !== 'user')
      .map(({ position, aggregate, action }) => ({
        event: `${aggregate}.${action}`,
        by: listHearers(position),
        expected: HEARS[`${aggregate}.${action}`] ?? HEARS[aggregate] ?? ['nobody has said who'],
      }))
      .filter(({ by, expected }) => by.join() !== expected.join());
    expect(wrong).toEqual([]);
    const told = new Set(events.map(({ aggregate, action }) => `${aggregate}.${action}`));
    expect([...told]).toEqual(
      expect.arrayContaining([
        'organisation.created',
        'organisation.identified',
        'organisation.changed',
        'community.created',
        'community.changed',
        'service_line.created',
        'need.recorded',
        'programme.recorded',
        'programme.budget_line_added',
        'tender.recorded',
        'tender.facts_recorded',
        'tender.changed',
        'tender.service_lines_set',
        'contract.recorded',
        'contract.facts_recorded',
        'flag.opened',
        'import.received',
        'import.finished',
        'risk_run.requested',
        'risk_run.finished',
      ]),
    );
  });

  it('says of what is heard what its own address shows to who hears it, and nothing else', async () => {
    const PATHS: Record<string, string> = {
      ...{ tender: 'tenders', contract: 'contracts', organisation: 'organisations' },
      ...{ need: 'needs', service_line: 'service-lines' },
    };
    const shown = { state: 0, not_readable: 0, not_offered: 0 };
    for (const viewer of [...Object.values(viewers), await makeUser(app, 'auditor')])
      for (const item of await readStates(viewer)) {
        const path = PATHS[item.aggregate];
        const own = path ? await app.http.get(`/api/v1/${path}/${item.id}`).set(viewer.auth) : null;
        const state = own?.status === 200 ? withoutNeeds(own.body as Shown) : null;
        expect({ event: item.event, state: item.state && withoutNeeds(item.state) }).toEqual({
          event: item.event,
          state,
        });
        expect(item.stateOmitted).toBe(state ? null : path ? 'not_readable' : 'not_offered');
        shown[item.stateOmitted ?? 'state']++;
      }
    expect(shown.state).toBeGreaterThan(10);
    expect(shown.not_offered).toBeGreaterThan(10);
  });

  async function readStates(by: TestAccount): Promise<Stated[]> {
    const items: Stated[] = [];
    for (let after = 0; ;) {
      const answer = await app.http
        .get(`/api/v1/changes?after=${after}&limit=200&include=state`)
        .set(by.auth)
        .expect(200);
      const body = answer.body as { items: Stated[]; position: number };
      items.push(...body.items);
      if (body.items.length === 0) return items;
      after = body.position;
    }
  }

  it('bodies that a file names are heard of by nobody but themselves as long as no region is known', async () => {
    const [bodies] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM outbox WHERE dataset = 'import:heard' AND aggregate_type = 'organisation' AND region IS NOT NULL`,
    );
    expect(bodies?.n).toBe(0);
  });
});
