import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { addSeats } from '../../src/people/accounts/seats.js';
import { OwnBidsQueries } from '../../src/purchase/bids/own/own-bids.queries.js';
import { TendersQueries } from '../../src/purchase/tenders/reads/tenders.queries.js';
import { bearer, makeAccount, makeBody, makeUser, runInProduct, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import {
  bidAll,
  Bidding,
  issueTender,
  makeBidder,
  makeBidders,
  offer,
  openTenderBids,
  OPEN_TENDER,
  type Bidder,
  type Issued,
} from '../support/bidding.js';
import { Consulting, FINAL, RESPOND_BY, TALKS } from '../support/consultation.js';
import { CONTENT, creditCode } from '../support/contracts.js';
import type { Bureau } from '../support/drafts.js';
import { setInstant } from '../support/fixed-instant.js';
import { given, Recorder } from '../support/purchases.js';
import { makeReviewers } from '../support/reviews.js';
import { startPurchasing } from '../support/started.js';
import { countQueries } from '../support/statements.js';

interface Step {
  action: string;
  method: string;
  href: string;
  dueAt: string | null;
}
interface Row {
  id: string;
  version: number;
  tender: { id: string; title: string; projectNo: string | null };
  lot: { id: string; no: number; name: string | null };
  organisation: string;
  conducted: string;
  state: string | null;
  receivedAt: string | null;
  stale: boolean;
  deadlineAt: string | null;
  nextStep: Step | null;
}
interface Page {
  items: Row[];
  next: string | null;
}

const TWO_LOTS = [1, 2].map((no) => ({ no, name: `第${no}包`, ceiling: '200000.00', pricing: 'competitive' }));
const OPEN_DEADLINE = '2025-12-01T01:30:00.000Z';
/** A place in the ciphertext of an envelope where its head lies, and one where its sealed content lies. */
const IN_HEAD = 20;
const IN_CONTENT = 10_000;

let app: TestApp;
let bureau: Bureau;
/** Two lots; then one; both open until December. */
let first: Issued;
let second: Issued;
/** Its bids could not all be read when they were opened. */
let spoilt: { issued: Issued; bidders: Bidder[]; bids: Bidding[] };
let talks: Consulting;
let agency: Bidder;
let draft: Bidding;
let withdrawn: Bidding;
let submitted: Bidding;

beforeAll(async () => {
  ({ app, bureau } = await startPurchasing());
  first = await issueTender(app, bureau, { ...OPEN_TENDER, lots: TWO_LOTS });
  second = await issueTender(app, bureau, OPEN_TENDER);
  const issued = await issueTender(app, bureau);
  const bidders = await makeBidders(app, 3);
  const bids = await bidAll(app, bidders, issued.lots[0] ?? '', ['150000.00', '160000.00', '170000.00']);
  spoilt = { issued, bidders, bids };
  talks = await Consulting.sealed(app, bureau, await makeReviewers(app, 3), ['150000.00', '160000.00', '170000.00']);
  const [supplier] = talks.suppliers;
  const user = supplier?.user as TestAccount;
  const [seat] = await app.dataSource.query<{ body: string }[]>(
    `SELECT organisation_id AS body FROM seat WHERE user_id = $1`,
    [user.id],
  );
  agency = { body: seat?.body ?? '', user };
  draft = await Bidding.begin(app, agency, first.lots[0] ?? '', offer('140000.00'));
  withdrawn = await Bidding.submitted(app, agency, first.lots[1] ?? '', offer('141000.00'));
  expect((await withdrawn.act('withdraw')).status).toBe(200);
  submitted = await Bidding.submitted(app, agency, second.lots[0] ?? '', offer('142000.00'));
});
afterAll(() => app.close());

const ask = (by: Pick<TestAccount, 'auth'>, query = '') => app.http.get(`/api/v1/bids${query}`).set(by.auth);
const list = async (by: Pick<TestAccount, 'auth'>, query = ''): Promise<Page> =>
  (await ask(by, query).expect(200)).body as Page;
const itemOf = async (id: string, by: Pick<TestAccount, 'auth'> = agency.user): Promise<Row> => {
  const found = (await list(by)).items.find((row) => row.id === id);
  if (!found) throw new Error(`no bid ${id}`);
  return found;
};
const stepOf = async (id: string, by?: Pick<TestAccount, 'auth'>): Promise<[string, string | null] | null> => {
  const { nextStep } = await itemOf(id, by);
  return nextStep && [nextStep.action, nextStep.dueAt];
};
/** Takes the step that a list names, with the version that it names. */
async function take(id: string, body: object, by: Pick<TestAccount, 'auth'> = agency.user, version?: number) {
  const row = await itemOf(id, by);
  expect(row.nextStep?.method).toBe('POST');
  return app.http
    .post(row.nextStep?.href ?? '')
    .set({ ...by.auth, 'If-Match': `"${version ?? row.version}"`, 'Idempotency-Key': randomUUID() })
    .send(body);
}
const flip = (id: string, at: number) =>
  app.dataSource.query(
    `UPDATE sealed_envelope SET ciphertext = set_byte(ciphertext, $2, get_byte(ciphertext, $2) # 1) WHERE id = $1`,
    [id, at],
  );

describe('the list of own bids', () => {
  it('names bids in three tenders in their states, the newest tender first, as each is read by itself', async () => {
    const { items, next } = await list(agency.user);
    expect(next).toBeNull();
    expect(items.map(({ id, state, lot }) => [id, state, lot.no])).toEqual([
      [talks.suppliers[0]?.bid, 'valid', 1],
      [submitted.id, 'submitted', 1],
      [withdrawn.id, 'withdrawn', 2],
      [draft.id, 'draft', 1],
    ]);
    for (const row of items) {
      const { body } = await app.http.get(`/api/v1/bids/${row.id}`).set(agency.user.auth).expect(200);
      const { version, state, receivedAt, stale, organisation, tender, lot } = body as Record<string, unknown>;
      expect({ ...row, tender: row.tender.id, lot: row.lot.id }).toMatchObject({
        ...{ version, state, receivedAt, stale, organisation, tender, lot },
      });
      expect(row.conducted).toBe('here');
    }
    expect(items[1]).toMatchObject({
      tender: { id: second.tender, title: '社区老人居家养老服务', projectNo: null },
      deadlineAt: OPEN_DEADLINE,
      nextStep: null,
    });
  });

  it('names what is to be done next, which is done at the address it names', async () => {
    const step = (id: string) => ({
      action: 'submit',
      method: 'POST',
      href: `/api/v1/bids/${id}/actions/submit`,
      dueAt: OPEN_DEADLINE,
    });
    expect((await itemOf(draft.id)).nextStep).toEqual(step(draft.id));
    expect((await itemOf(withdrawn.id)).nextStep).toEqual(step(withdrawn.id));
    expect((await take(withdrawn.id, { content: offer('141000.00') })).status).toBe(200);
    expect(await itemOf(withdrawn.id)).toMatchObject({ state: 'submitted', nextStep: null });
    expect((await withdrawn.act('withdraw')).status).toBe(200);
    expect((await itemOf(withdrawn.id)).receivedAt).toBeNull();
  });

  it('holds those of each body in which the caller may bid', async () => {
    const other = await makeBidder(app);
    const theirs = await Bidding.begin(app, other, second.lots[0] ?? '');
    const both = await makeAccount(
      app,
      { role: 'agency_manager', organisation: agency.body },
      { role: 'agency_manager', organisation: other.body },
    );
    const { items } = await list(both);
    expect(items.map(({ organisation }) => organisation).filter((body) => body === other.body)).toHaveLength(1);
    expect(items.map(({ id }) => id).sort()).toEqual(
      [talks.suppliers[0]?.bid, submitted.id, withdrawn.id, draft.id, theirs.id].sort(),
    );
    // A seat that may not bid reads none, whatever the caller may elsewhere.
    const half = await makeAccount(
      app,
      { role: 'agency_worker', organisation: agency.body },
      { role: 'agency_manager', organisation: other.body },
    );
    expect((await list(half)).items.map(({ id }) => id)).toEqual([theirs.id]);
  });

  it('is filtered by state, tender and whether bids are taken', async () => {
    const ids = async (query: string) => (await list(agency.user, query)).items.map(({ id }) => id);
    const opened = talks.suppliers[0]?.bid;
    expect(await ids('?state=submitted')).toEqual([submitted.id]);
    expect(await ids('?state=won')).toEqual([]);
    expect(await ids(`?tender=${first.tender}`)).toEqual([withdrawn.id, draft.id]);
    expect(await ids(`?tender=${first.tender}&state=draft`)).toEqual([draft.id]);
    expect(await ids(`?tender=${randomUUID()}`)).toEqual([]);
    expect(await ids('?open=true')).toEqual([submitted.id, withdrawn.id, draft.id]);
    expect(await ids('?open=false')).toEqual([opened]);
    for (const query of ['?state=sealed', '?open=yes', '?tender=1', '?bidder=1']) {
      const { body } = await ask(agency.user, query).expect(400);
      expect((body as { code: string }).code).toBe('validation_failed');
    }
  });

  it('is read page by page, whose cursors name a lot, its tender and the own body alone', async () => {
    const whole = (await list(agency.user)).items;
    for (const limit of [1, 3]) {
      const read: Row[] = [];
      for (let next: string | null = `/api/v1/bids?limit=${limit}`; next !== null;) {
        const page = (await app.http.get(next).set(agency.user.auth).expect(200)).body as Page;
        read.push(...page.items);
        if (page.next !== null) {
          expect(page.items).toHaveLength(limit);
          const [place = ''] = new URLSearchParams(page.next.split('?')[1]).get('cursor')?.split('.') ?? [];
          const [, tender, no, body, ...more] = JSON.parse(Buffer.from(place, 'base64url').toString()) as string[];
          const last = page.items.at(-1);
          expect([tender, no, body, more]).toEqual([last?.tender.id, last?.lot.no.toString(), agency.body, []]);
        }
        next = page.next;
      }
      expect(read).toEqual(whole);
    }
    const { body } = await ask(agency.user, '?cursor=none').expect(400);
    expect((body as { code: string }).code).toBe('bad_cursor');
  });

  it('goes on behind the lots that one page looks through', async () => {
    const queries = app.running.app.get(OwnBidsQueries) as { reach: number };
    const whole = (await list(agency.user)).items;
    const { reach } = queries;
    queries.reach = 2;
    try {
      const pages: number[] = [];
      const read: Row[] = [];
      for (let next: string | null = '/api/v1/bids'; next !== null;) {
        const page = (await app.http.get(next).set(agency.user.auth).expect(200)).body as Page;
        read.push(...page.items);
        pages.push(page.items.length);
        next = page.next;
      }
      expect(read).toEqual(whole);
      // Five lots: talks and spoilt, second and the second lot of the first, its first.
      expect(pages).toEqual([1, 2, 1]);
    } finally {
      queries.reach = reach;
    }
  });

  it('costs so many statements, whatever it holds', async () => {
    const [one, all] = [
      await countQueries(() => list(agency.user, '?limit=1')),
      await countQueries(() => list(agency.user)),
    ];
    expect(all).toBe(one);
    const none = await makeBidder(app);
    expect(await countQueries(() => list(none.user))).toBeLessThan(all);
    process.stdout.write(`own bids: ${all} statements for a page\n`);
  });

  it('is a table too', async () => {
    const { items } = await list(agency.user);
    const { text, headers } = await ask(agency.user, '?format=csv').set('Accept-Language', 'zh').expect(200);
    expect(headers['content-disposition']).toMatch(/filename="bids-\d{4}-\d{2}-\d{2}\.csv"/);
    const [head = '', ...rows] = text.slice(1).trimEnd().split('\r\n');
    expect(head).toContain('下一步 / 地址');
    expect(rows.map((row) => row.split(',')[0])).toEqual(items.map(({ id }) => id));
    await ask(agency.user, '?format=xlsx')
      .expect(200)
      .expect('Content-Type', /spreadsheetml/);
  });

  it('leaves no figure and no stored answer', async () => {
    await list(agency.user);
    await ask(agency.user, '?format=csv').expect(200);
    const { text, headers } = await ask(agency.user).set('Accept-Encoding', 'gzip').expect(200);
    expect(text.length).toBeGreaterThan(1_024);
    expect(headers['content-encoding']).toBeUndefined();
    await app.http.get('/api/v1/me').set(agency.user.auth).expect(200);
    const figures = (await app.http.get('/metrics').expect(200)).text.split('\n');
    expect(figures.some((line) => /method="GET",route="\/api\/v1\/me"/.test(line))).toBe(true);
    expect(figures.filter((line) => /route="[^"]*\/bids"/.test(line) && /method="GET"/.test(line))).toEqual([]);
  });
});

describe('a table of own bids that is broken off', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** What is logged of a table whose second page fails; its connection is broken off. */
  async function listWarnings(path: string, queries: { list: (...given: never[]) => Promise<unknown> }) {
    const warnings: unknown[] = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((said: unknown) => void warnings.push(said));
    const read = queries.list.bind(queries);
    let pages = 0;
    jest.spyOn(queries, 'list').mockImplementation((...given: never[]) => {
      pages += 1;
      return pages === 2 ? Promise.reject(new Error('a fault of the second page')) : read(...given);
    });
    await expect(
      app.http
        .get(`/api/v1/${path}?format=csv&limit=1`)
        .set(agency.user.auth)
        .then(() => 'whole'),
    ).rejects.toThrow(/aborted|hang up/);
    // Whatever was to be said of it has been said once another request is answered.
    await app.http.get('/api/v1/me').set(agency.user.auth).expect(200);
    return warnings;
  }

  it('leaves no line in the log, as one of tenders does', async () => {
    expect(await listWarnings('bids', app.running.app.get(OwnBidsQueries))).toEqual([]);
    jest.restoreAllMocks();
    expect(await listWarnings('tenders', app.running.app.get(TendersQueries))).toMatchObject([{ table: 'tenders' }]);
  });
});

describe('who else asks for the list of own bids', () => {
  it('a rival is shown its own, a body that has none nothing, who may not bid is refused', async () => {
    const [, rival] = talks.suppliers;
    expect((await list(rival?.user as TestAccount)).items.map(({ id }) => id)).toEqual([rival?.bid]);
    const stranger = await makeBidder(app);
    expect(await list(stranger.user)).toEqual({ items: [], next: null });
    expect(await list(stranger.user, `?tender=${second.tender}`)).toEqual({ items: [], next: null });
    const worker = await makeUser(app, 'agency_worker', agency.body);
    for (const by of [bureau.officer, await makeUser(app, 'admin'), worker]) {
      const { body } = await ask(by).expect(403);
      expect((body as { code: string }).code).toBe('not_permitted');
    }
    await app.http.get('/api/v1/bids').expect(401);
  });

  it('a key reads as its holder does where bids are in its scope', async () => {
    const keyOf = async (scopes: string[]) => {
      const { body } = await app.http.post('/api/v1/api-keys').set(agency.user.auth).send({ name: 'x', scopes });
      return { auth: bearer((body as { key: string }).key) };
    };
    const key = await keyOf(['bid.make', 'tender.read']);
    expect(await list(key)).toEqual(await list(agency.user));
    await ask(await keyOf(['tender.read'])).expect(403);
  });

  it('a seat that others gave after a tender was issued is shown no bid of it', async () => {
    const [row] = await app.dataSource.query<{ at: Date }[]>(
      `SELECT min(published_at) AS at FROM tender_revision WHERE tender_id = $1`,
      [second.tender],
    );
    const at = row?.at.getTime() ?? 0;
    const seated = async (outsideSince: Date) => {
      const guest = await makeUser(app, 'agency_worker');
      await runInProduct(app, (tx) =>
        addSeats(tx, guest.id, [{ organisation: agency.body, role: 'agency_manager', outsideSince, inForceAt: null }]),
      );
      return guest;
    };
    const guest = await seated(new Date(at));
    expect((await list(guest)).items.map(({ id }) => id)).toEqual([talks.suppliers[0]?.bid, submitted.id]);
    await app.http.get(`/api/v1/bids/${draft.id}`).set(guest.auth).expect(403);
    const late = await seated(new Date(TALKS));
    expect(await list(late)).toEqual({ items: [], next: null });
  });
});

describe('an own bid in the list', () => {
  it('that cannot be read any more is unreadable, and not left out', async () => {
    const sealed = await itemOf(submitted.id);
    await flip(submitted.id, IN_HEAD);
    const { body } = await app.http.get(`/api/v1/bids/${submitted.id}`).set(agency.user.auth).expect(200);
    expect(body).toMatchObject({ state: 'unreadable', version: 1 });
    expect(await itemOf(submitted.id)).toEqual({
      ...sealed,
      ...{ state: 'unreadable', version: 1, receivedAt: null, nextStep: null },
    });
    await flip(submitted.id, IN_HEAD);
    expect(await itemOf(submitted.id)).toEqual(sealed);
  });

  it('that was unreadable at the opening is restored by the step that the list names', async () => {
    const [bidder, ...others] = spoilt.bidders as [Bidder, ...Bidder[]];
    const [bid] = spoilt.bids as [Bidding];
    await flip(bid.id, IN_CONTENT);
    await openTenderBids(app, bureau, spoilt.issued.tender);
    expect(await itemOf(bid.id, bidder.user)).toMatchObject({ state: 'unreadable', nextStep: { action: 'restore' } });
    expect((await take(bid.id, { content: offer('150000.00') }, bidder.user)).status).toBe(200);
    expect(await itemOf(bid.id, bidder.user)).toMatchObject({ state: 'opened', nextStep: null });
    const [other] = others as [Bidder];
    expect((await list(other.user)).items).toMatchObject([{ state: 'opened', nextStep: null }]);
  });

  it('is recorded elsewhere: as it was published, and nothing that was not', async () => {
    const recorder = await Recorder.of(app);
    const bidderOf = (body: string) => ({ organisation: body, name: '某社会工作服务中心' });
    const body = await makeBody(app, { kind: 'agency', name: '某社会工作服务中心' });
    const manager = await makeUser(app, 'agency_manager', body);
    const { id } = await recorder.tender({ lots: [{ no: 1 }, { no: 2 }] });
    const facts = [
      given('bid', { bidder: bidderOf(body), price: '198000.00', status: 'rejected' }, { lot: 1 }),
      given('bid', { bidder: bidderOf(body), price: '198000.00' }, { lot: 2, source: { kind: 'statement' } }),
      given(
        'notice',
        { publishedOn: '2017-11-24', deadline: '2017-12-04T09:30:00+08:00' },
        { source: { kind: 'statement' } },
      ),
    ];
    await recorder.facts(id, facts).expect(200);
    expect((await list(manager)).items).toMatchObject([
      { tender: { id }, lot: { no: 1 }, organisation: body, conducted: 'elsewhere', state: 'rejected', nextStep: null },
    ]);
    expect((await list(manager)).items.map(({ deadlineAt }) => deadlineAt)).toEqual([null]);
    expect((await list(manager, '?state=rejected&open=false')).items).toHaveLength(1);
    expect((await list(manager, '?open=true')).items).toEqual([]);
    expect((await list(manager, `?tender=${second.tender}`)).items).toEqual([]);
  });

  it('names each step of a consultation while it waits, up to the contract that is signed', async () => {
    const bid = talks.suppliers[0]?.bid ?? '';
    expect(await stepOf(bid)).toBeNull();
    expect((await talks.propose()).status).toBe(200);
    expect(await stepOf(bid)).toBeNull();
    expect((await talks.confirm()).status).toBe(200);
    expect(await stepOf(bid)).toEqual(['submit_response', RESPOND_BY.replace('Z', '.000000Z')]);
    expect((await take(bid, { statement: '按变动后的要求提供服务' })).status).toBe(200);
    expect(await stepOf(bid)).toBeNull();
    for (const i of [1, 2]) expect((await talks.respond(i)).status).toBe(200);
    expect((await talks.request()).status).toBe(200);
    expect(await stepOf(bid)).toEqual(['submit_final_offer', FINAL.replace('Z', '.000000Z')]);
    expect((await take(bid, { content: offer('145000.00') })).status).toBe(200);
    expect(await stepOf(bid)).toBeNull();
    const rival = talks.suppliers[1] as { bid: string; user: TestAccount };
    expect(await stepOf(rival.bid, rival.user)).toEqual(['submit_final_offer', expect.any(String)]);
    for (const i of [1, 2]) await talks.mustOffer(i, `15${i}000.00`);
    await talks.close();
    await talks.reported();
    await talks.published();
    expect((await itemOf(bid)).state).toBe('won');
    expect((await itemOf(rival.bid, rival.user)).state).toBe('lost');
    expect(await stepOf(bid)).toBeNull();

    for (const [body, code] of [
      [agency.body, creditCode()],
      [bureau.id, creditCode('11')],
    ])
      await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [body, code]);
    const [award] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM award WHERE bid_id = $1`, [bid]);
    const made = await app.http
      .post('/api/v1/contracts')
      .set(bureau.officer.auth)
      .send({ award: award?.id, ...CONTENT })
      .expect(201);
    const contract = made.body as { id: string; version: number; here: { contentHash: string } };
    expect(await stepOf(bid)).toEqual(['sign', null]);
    const signed = await take(bid, { hash: contract.here.contentHash }, agency.user, contract.version);
    expect(signed.body).toMatchObject({ id: contract.id, here: { signatures: [{ side: 'supplier' }] } });
    expect(await stepOf(bid)).toBeNull();
  });

  it('lapses with the deadline where it was not submitted; what was submitted waits for its opening', async () => {
    await setInstant(app, '2025-12-01T01:30:00.000001Z');
    const states = (await list(agency.user)).items.map(({ id, state, nextStep }) => [id, state, nextStep]);
    expect(states).toEqual([
      [talks.suppliers[0]?.bid, 'won', null],
      [submitted.id, 'submitted', null],
      [withdrawn.id, 'sealed_for_good', null],
      [draft.id, 'sealed_for_good', null],
    ]);
    expect((await list(agency.user, '?open=true')).items).toEqual([]);
    await setInstant(app, TALKS);
  });
});
