import { randomUUID } from 'node:crypto';
import { makeUser, type TestAccount } from '../support/accounts.js';
import type { TestApp } from '../support/app.js';
import { upload } from '../support/acceptances.js';
import { creditCode } from '../support/contracts.js';
import { makeProgramme, type Bureau } from '../support/drafts.js';
import { pdf } from '../support/files.js';
import { importRows, row } from '../support/imports.js';
import { Registrations } from '../support/registrations.js';
import { ALL_MEMBERS, makeReviewers } from '../support/reviews.js';
import type { People } from './people.js';

/** A thing that routes are asked about, as one of its own people sees it. */
export interface Resource {
  /** Parts of addresses: `id`, `line`, `member`, `bid`, … */
  params: Record<string, string>;
  /** What of it stands in a list that holds it; by the list where that is not the same in all. */
  marker?: string;
  markers?: Record<string, string>;
  /** Its own address; whoever is not shown it there does not see it. */
  view?: string;
  /** Somebody who sees it. */
  reader?: TestAccount;
  /** What is sent, by the route; `{}` where nothing stands here nor among the valid bodies. */
  bodies?: Record<string, object>;
  query?: Record<string, string>;
}

export type Made = { id: string } & Record<string, unknown>;
export type Makers = Record<string, () => Promise<Resource>>;
const SOURCE = { kind: 'statement', url: null, publishedOn: null, reference: '座谈会' };

/** What stands before everything that is asked about. */
export interface Ground {
  bureau: Bureau;
  reviewers: TestAccount[];
  community: string;
}

export async function makeGround(app: TestApp, { tied, bodies }: People): Promise<Ground> {
  const post = async (path: string, body: object) => {
    const answer = await app.http.post(`/api/v1/${path}`).set(tied.bureau_officer.auth).send(body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return (answer.body as Made).id;
  };
  const community = await post('communities', { name: '向阳社区', region: '990203', committee: bodies.committee });
  const line = await post('service-lines', {
    name: '社区养老',
    category: 'ELDERLY_HOME_CARE',
    since: '2018-01-01',
    region: '990203',
    communities: [community],
  });
  const bureau: Bureau = {
    id: bodies.bureau,
    officer: tied.bureau_officer,
    approver: tied.bureau_approver,
    finance: tied.finance_authority,
    line,
    programme: await makeProgramme(app, bodies.bureau, tied.bureau_officer),
  };
  const reviewers = [tied.panel_member, ...(await makeReviewers(app, ALL_MEMBERS.length - 1))];
  return { bureau, reviewers, community };
}

/** Accounts, bodies, places, needs, programmes and files: each made anew when it is asked for. */
export class Places {
  protected readonly bureau: Bureau;
  protected readonly reviewers: TestAccount[];
  private readonly community: string;

  constructor(
    protected readonly app: TestApp,
    protected readonly people: People,
    { bureau, reviewers, community }: Ground,
  ) {
    this.bureau = bureau;
    this.reviewers = reviewers;
    this.community = community;
  }

  protected async post(path: string, body: object, by = this.bureau.officer): Promise<Made> {
    const answer = await this.app.http
      .post(`/api/v1/${path}`)
      .set({ ...by.auth, 'Idempotency-Key': randomUUID() })
      .send(body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.body as Made;
  }

  protected readonly seen = (path: string, id: string, more: Partial<Resource> = {}): Resource => ({
    params: { id },
    marker: id,
    view: `${path}/${id}`,
    reader: this.bureau.officer,
    ...more,
  });

  protected readonly places: Makers = {
    nothing: () =>
      Promise.resolve({
        params: {
          year: '2025',
          kind: 'payments',
          name: 'categories',
          id: randomUUID(),
          system: 'erp',
          externalId: randomUUID(),
        },
        bodies: {
          createApiKey: { name: 'x', scopes: ['changes.read'] },
          createCommunity: { name: `x${randomUUID()}`, region: '990203' },
          createServiceLine: { name: 'x', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' },
          putServiceLine: { name: 'x', category: 'ELDERLY_HOME_CARE', since: '2018-01-01' },
          putCommunity: { name: `x${randomUUID()}`, region: '990203' },
          putNeed: { title: `x${randomUUID()}`, community: this.community, source: SOURCE },
          putProgramme: { name: randomUUID(), year: 2026, source: SOURCE },
          createProgramme: { name: randomUUID(), year: 2026, source: SOURCE },
          recordNeed: { title: `x${randomUUID()}`, community: this.community, source: SOURCE },
          addThreshold: {
            region: '990203',
            level: 'provincial',
            object: 'services',
            amount: '1.00',
            effectiveFrom: '2025-01-01',
            source: 'x',
            confidence: 'C',
          },
          requestRun: {},
        },
      }),
    'the buyer': () => {
      const known = { buyer: this.bureau.id, title: 'x' };
      return Promise.resolve({
        params: { system: 'erp', externalId: randomUUID() },
        bodies: { recordTender: known, putTender: known },
      });
    },
    place: () => Promise.resolve(this.seen('communities', this.community)),
    'service line': async () => {
      const heard = {
        form: 'meeting',
        heldOn: '2025-10-30',
        heard: 12,
        summary: '居民意见',
        documents: [await upload(this.app, this.bureau.officer)],
      };
      const { id: opinion } = await this.post(`service-lines/${this.bureau.line}/opinions`, heard);
      return this.seen('service-lines', this.bureau.line, {
        params: { id: this.bureau.line, opinion },
        markers: { listLineOpinions: opinion },
        query: { getUncovered: 'month=2026-01' },
        bodies: { recordLineOpinion: heard },
      });
    },
    organisation: () => {
      const known = { name: `机构${randomUUID()}`, kind: 'agency', region: '990203' };
      return Promise.resolve(
        this.seen('organisations', this.people.bodies.agency, {
          params: { id: this.people.bodies.agency, system: 'erp', externalId: randomUUID() },
          reader: this.people.tied.admin,
          bodies: { createOrganisation: known, putOrganisation: known },
        }),
      );
    },
    need: async () => {
      const made = await this.post('needs', {
        title: `助浴 ${randomUUID()}`,
        community: this.community,
        source: SOURCE,
      });
      return this.seen('needs', made.id);
    },
    programme: async () => {
      const { id } = await this.post('programmes', { name: randomUUID(), year: 2026, source: SOURCE });
      const line = await this.app.http
        .post(`/api/v1/programmes/${id}/budget-lines`)
        .set({ ...this.bureau.officer.auth, 'If-Match': '"1"' })
        .send({ name: 'x', amount: '1.00' });
      return this.seen('programmes', id, { params: { id, line: (line.body as Made).id } });
    },
    'asked extension': async () => {
      const { id } = await this.post('programmes', { name: randomUUID(), year: 2026, source: SOURCE });
      const lines = `/api/v1/programmes/${id}/budget-lines`;
      const { auth } = this.bureau.officer;
      const made = await this.app.http.post(lines).set(auth).send({ name: 'x', amount: '1.00', useBy: '2026-05-31' });
      const line = (made.body as Made).id;
      const body = { until: '2026-12-31', reason: '项目延期' };
      const asked = await this.app.http.post(`${lines}/${line}/extensions`).set(auth).send(body);
      const extension = (asked.body as Made).id;
      return {
        params: { id, line, extension },
        view: `programmes/${id}`,
        marker: extension,
        bodies: { requestBudgetExtension: body },
      };
    },
    import: async () => {
      const { id } = await importRows(this.app, `m${randomUUID().slice(0, 8)}`, [row('m-1')], true);
      await this.app.dataSource.query(`UPDATE import SET organisation_id = $2 WHERE id = $1`, [id, this.bureau.id]);
      return { params: { id }, markers: { listImports: id } };
    },
    document: async () => {
      const answer = await this.app.http
        .post('/api/v1/documents')
        .set(this.bureau.officer.auth)
        .attach('file', Buffer.from(`%PDF-1.4\n%${randomUUID()}\n%%EOF\n`), { filename: 'x.pdf' });
      if (answer.status !== 201) throw new Error(answer.text);
      return this.seen('documents', (answer.body as Made).id);
    },
    webhook: async () => {
      const key = await this.post('api-keys', { name: 'x', scopes: ['changes.read'] });
      const given = { url: 'https://example.com', apiKey: key.id };
      const made = await this.post('webhook-endpoints', { name: 'x', ...given });
      return { ...this.seen('webhook-endpoints', made.id), bodies: { takeOverWebhookEndpoint: given } };
    },
    key: async () => this.seen('api-keys', (await this.post('api-keys', { name: 'x', scopes: ['tender.read'] })).id),
    // Of somebody else than whoever asks.
    session: async () => {
      const [row] = await this.app.dataSource.query<{ id: string }[]>(
        `SELECT id FROM session WHERE user_id = $1 AND ended_at IS NULL ORDER BY created_at LIMIT 1`,
        [(await makeUser(this.app, 'integrator')).id],
      );
      return { params: { id: (row as { id: string }).id } };
    },
    link: async () => {
      const [row] = await this.app.dataSource.query<{ id: string }[]>(
        `INSERT INTO identity_link (user_id, provider, subject) VALUES ($1, 'city', sha256(gen_random_uuid()::text::bytea))
         RETURNING id`,
        [(await makeUser(this.app, 'integrator')).id],
      );
      return { params: { id: (row as { id: string }).id } };
    },
    provider: () => Promise.resolve({ params: { name: 'city' } }),
    registration: async () => {
      const login = `a${randomUUID().slice(0, 8)}`;
      const made = await this.post('registrations', {
        agencyName: `中心${login}`,
        creditCode: creditCode(),
        region: '990203',
        contactName: '测试',
        phone: '138 0013 8765',
        login,
      });
      const { admin } = this.people.tied;
      const { body } = await new Registrations(this.app, admin)
        .upload(String(made.claimCode), pdf('licence'), 'licence.pdf')
        .expect(200);
      const seen = this.seen('registrations', made.id, { reader: admin });
      return { ...seen, params: { ...seen.params, document: (body as { documents: Made[] }).documents[0]?.id ?? '' } };
    },
    'account request': async () => {
      const login = `d${randomUUID().slice(0, 8)}`;
      const seats = [{ role: 'bureau_officer', organisation: this.bureau.id }];
      const made = await this.post('users', { login, name: '测试', seats }, this.people.tied.admin);
      const body = { organisation: this.people.bodies.agency, region: '990200', ground: '登记有误' };
      return this.seen('account-requests', (made['requests'] as string[])[0] ?? '', {
        bodies: { askForCorrection: body },
      });
    },
    'data request': async () => {
      const { agency_manager: manager } = this.people.tied;
      const { agency } = this.people.bodies;
      const worker = await this.post(`organisations/${agency}/workers`, { name: '测试', kind: 'assistant' }, manager);
      const body = { wants: 'erasure', kind: 'worker', id: worker.id };
      const { id } = await this.post('personal-data/requests', body, manager);
      return this.seen('personal-data/requests', id, {
        reader: manager,
        bodies: { askForPersonalData: body, erasePersonalData: { ground: 'other' } },
      });
    },
    user: async () => {
      const login = `b${randomUUID().slice(0, 8)}`;
      const body = { login, name: '测试', seats: [{ role: 'bureau_officer', organisation: this.bureau.id }] };
      const made = await this.post('users', body, this.people.tied.admin);
      return this.seen('users', made.id, {
        reader: this.people.tied.admin,
        bodies: { createUser: { ...body, login: `c${randomUUID().slice(0, 8)}` } },
      });
    },
  };
}
