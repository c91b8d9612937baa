import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { listOperations } from '../../src/kernel/openapi/operations.js';
import { committedDocument } from '../contract/schemas.js';
import { makeBody, makeUser, PASSWORD, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';

const SOURCE = { kind: 'statement' };
/** What a second factor or a provider is needed for: their own specs walk them. */
const OF_SECOND_FACTORS = ['linkProvider', 'redeemTicket', 'signInByProvider'];
/** What a running contract, an agency or a lot under review is needed for: their own specs walk them. */
const OF_CONTRACTS = [
  'addExpert',
  'addExpertDraw',
  'registerRecipient',
  'registerWorker',
  'recordOrganisationBar',
  'recordService',
  'correctServiceRecord',
  'createSurvey',
  'answerSurvey',
  'proposeSettlement',
  'submitInvoice',
  'draftReport',
  'planVisit',
  'planEvaluation',
  'requestBudgetExtension',
  'openAcceptance',
  'recordLineOpinion',
  'proposeContinuityPlan',
  'offerHandover',
  'requestMethodChange',
  'proposeOrganisationMerge',
];
const CODE = '52150200MJ0000018P';

describe('what is made says where it is', () => {
  let app: TestApp;
  let bureau: string;
  let community: string;
  let admin: TestAccount;
  let officer: TestAccount;
  let agency: string;
  let manager: TestAccount;
  let key: string;
  let awarded: { tender: string; award: string };
  beforeAll(async () => {
    app = await startTestApp();
    bureau = await makeBody(app);
    admin = await makeUser(app, 'admin');
    officer = await makeUser(app, 'bureau_officer', bureau);
    agency = await makeBody(app, { kind: 'agency' });
    manager = await makeUser(app, 'agency_manager', agency);
    const { body } = await post('/api/v1/communities', { name: 'C', region: '990203' }, officer).expect(201);
    key = await makeKey();
    community = (body as { id: string }).id;
    const tender = await post('/api/v1/tenders', { buyer: bureau, title: 'x' }, officer).expect(201);
    const { id } = tender.body as { id: string };
    const award = { supplier: { organisation: agency }, amount: '1.00' };
    const facts = [{ kind: 'award', lot: 1, data: award, source: { kind: 'notice', reference: 'N-1' } }];
    const told = await post(`/api/v1/tenders/${id}/facts`, { facts }, officer, { 'Idempotency-Key': 'a' }).expect(200);
    const [lot] = (told.body as { lots: { award: { id: string } }[] }).lots;
    awarded = { tender: id, award: lot?.award.id ?? '' };
  });
  afterAll(() => app.close());

  /** A key that may read changes. */
  const makeKey = async (): Promise<string> => {
    const body = { name: 'changes', organisation: bureau, scopes: ['changes.read'] };
    return ((await post('/api/v1/api-keys', body, officer).expect(201)).body as { id: string }).id;
  };
  const post = (path: string, body: object, by: TestAccount | null, headers: object = {}) =>
    app.http
      .post(path)
      .set({ ...by?.auth, ...headers })
      .send(body);
  const programme = async (): Promise<string> => {
    const body = { name: randomUUID(), year: 2018, source: SOURCE };
    return ((await post('/api/v1/programmes', body, officer).expect(201)).body as { id: string }).id;
  };

  /** Every operation that makes something, by its id: what is sent, and who may read what was made. */
  type Who = 'officer' | 'admin' | 'manager';
  const MAKERS: Record<string, { by: Who | null; body: () => object; reads?: Who }> = {
    createOrganisation: { by: 'officer', body: () => ({ name: randomUUID() }), reads: 'officer' },
    askForPersonalData: {
      by: 'officer',
      body: () => ({ wants: 'copy', kind: 'account', id: officer.id }),
      reads: 'officer',
    },
    createCommunity: { by: 'officer', body: () => ({ name: randomUUID(), region: '990203' }), reads: 'officer' },
    createServiceLine: {
      by: 'officer',
      body: () => ({ name: randomUUID(), category: 'OTHER', since: '2018-01-01' }),
      reads: 'officer',
    },
    recordNeed: { by: 'officer', body: () => ({ title: 'x', source: SOURCE }), reads: 'officer' },
    suggestNeed: { by: null, body: () => ({ title: 'x', community }), reads: 'officer' },
    createProgramme: {
      by: 'officer',
      body: () => ({ name: randomUUID(), year: 2018, source: SOURCE }),
      reads: 'officer',
    },
    addBudgetLine: { by: 'officer', body: () => ({ name: 'x', amount: '1.00' }) },
    recordTender: { by: 'officer', body: () => ({ buyer: bureau, title: 'x' }), reads: 'officer' },
    callMeeting: {
      by: 'officer',
      body: () => ({
        kind: 'joint',
        subject: { type: 'tender', id: awarded.tender },
        title: 'x',
        heldAt: '2030-01-02T09:00:00+08:00',
      }),
      reads: 'officer',
    },
    draftScheme: { by: 'officer', body: () => ({ template: 'ELDERLY_HOME_CARE' }), reads: 'officer' },
    draftContract: { by: 'officer', body: () => ({ award: awarded.award }), reads: 'officer' },
    fileChallenge: {
      by: 'manager',
      body: () => ({ tender: awarded.tender, stage: 'result', grounds: 'x', requests: 'y' }),
      reads: 'officer',
    },
    fileComplaint: {
      by: 'manager',
      body: () => ({ tender: awarded.tender, grounds: 'x', requests: 'y' }),
      reads: 'manager',
    },
    createApiKey: {
      by: 'officer',
      body: () => ({ name: 'k', organisation: bureau, scopes: ['tender.read'] }),
      reads: 'officer',
    },
    createWebhookEndpoint: {
      by: 'officer',
      body: () => ({ name: 'w', url: 'https://example.org/told', apiKey: key }),
      reads: 'officer',
    },
    createUser: { by: 'admin', body: () => ({ login: randomUUID(), name: 'x', seats: [] }), reads: 'admin' },
    askForCorrection: {
      by: 'admin',
      body: () => ({ organisation: bureau, kind: 'street_office', ground: 'x' }),
      reads: 'admin',
    },
    register: {
      by: null,
      body: () => ({
        agencyName: 'x',
        creditCode: CODE,
        contactName: 'y',
        phone: '010-00000000',
        login: randomUUID(),
      }),
      reads: 'admin',
    },
    addThreshold: {
      by: 'admin',
      body: () => ({
        region: '990000',
        level: 'provincial',
        object: 'services',
        amount: '1.00',
        effectiveFrom: '2017-01-01',
        source: 's',
        confidence: 'B',
      }),
    },
    saveSearch: { by: 'officer', body: () => ({ name: randomUUID(), filters: { q: '养老' } }) },
    signIn: { by: null, body: () => ({ login: officer.login, password: PASSWORD }) },
    refresh: { by: null, body: () => ({ refreshToken: officer.refreshToken }) },
  };
  const who = (name: Who | null) => (name === null ? null : { officer, admin, manager }[name]);

  it('on every operation that answers 201, and the document says so', () => {
    const made = listOperations(committedDocument()).filter(
      ({ operation }) => operation.responses['201'] !== undefined,
    );
    const undocumented = made.filter(({ operation }) => {
      const answer = operation.responses['201'];
      return !(answer && 'headers' in answer && answer.headers?.Location);
    });
    expect(undocumented.map(({ operation }) => operation.operationId)).toEqual([]);
    const walked = [
      ...[...Object.keys(MAKERS), 'uploadDocument', 'createBid', 'copyTender', 'makeCalendarKey'],
      ...[...OF_CONTRACTS, ...OF_SECOND_FACTORS],
    ].sort();
    expect(made.map(({ operation }) => operation.operationId ?? '').sort()).toEqual(walked);
  });

  it.each(Object.entries(MAKERS))('%s', async (operationId, { by, body, reads }) => {
    const found = listOperations(committedDocument()).find((o) => o.operation.operationId === operationId);
    const collection = (found?.path ?? '').replace('{id}', await programme());
    const once = { 'Idempotency-Key': randomUUID() };
    const sent = body();
    const made = await post(collection, sent, who(by), once).expect(201);
    const { location } = made.headers as { location: string };
    const { id } = made.body as { id?: string };
    if (operationId === 'signIn' || operationId === 'refresh') expect(location).toBe('/api/v1/auth/sessions');
    else if (operationId === 'addThreshold' || operationId === 'saveSearch') expect(location).toBe(collection);
    else expect(location).toBe(`${collection.replace('/suggestions', '')}/${id ?? '?'}`);
    if (reads) {
      const read = await app.http
        .get(location)
        .set(who(reads)?.auth ?? {})
        .expect(200);
      expect(read.body).toMatchObject({ id });
    }
    // The same request again says the same.
    const again = await post(collection, sent, who(by), once).expect(201);
    expect([again.headers['idempotent-replay'], again.headers.location]).toEqual(['true', location]);
  });

  // A calendar's is in `calendar.spec.ts`, a copy's in `tender-copies.spec.ts`, a bid's in `bids.spec.ts`: it is made once for a body and a lot, with or without a key.
  it('an uploaded document too', async () => {
    const made = await app.http
      .post('/api/v1/documents')
      .set(officer.auth)
      .attach('file', Buffer.from('text'), { filename: 'a.txt', contentType: 'text/plain' })
      .expect(201);
    const { id } = made.body as { id: string };
    expect(made.headers.location).toBe(`/api/v1/documents/${id}`);
    expect(
      (
        await app.http
          .get(made.headers.location as string)
          .set(officer.auth)
          .expect(200)
      ).body,
    ).toEqual(made.body);
  });

  it('what made nothing says nothing of the kind', async () => {
    const refused = await post('/api/v1/needs', { title: 'x' }, officer).expect(400);
    const signIn = await post('/api/v1/auth/sessions', { login: officer.login, password: 'another one' }, null).expect(
      401,
    );
    const hint = await post('/api/v1/needs/suggestions', { title: 'x' }, null).expect(400);
    const asked = await post('/api/v1/planning/windows', { start: '2018-01-01', end: '2018-05-31' }, null).expect(200);
    for (const answer of [refused, signIn, hint, asked]) expect(answer.headers).not.toHaveProperty('location');
  });
});
