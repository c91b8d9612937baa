import type { AllowedAction } from './actions.js';
import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { Contracting, creditCode, type Parties } from './contracts.js';
import { readVersion } from './version.js';

export interface Refused {
  status: number;
  body: { code?: string; errors?: { pointer: string }[]; facts?: Record<string, unknown> };
}
/** Status, code and first pointer of an answer. */
export const refusal = ({ status, body }: Refused) => [status, body.code ?? null, body.errors?.[0]?.pointer ?? null];

export interface Thing {
  id: string;
  version: number;
  state: string;
  allowedActions: (AllowedAction | string)[];
}

/** The tables of what stands under a contract. */
const TABLES: Readonly<Record<string, string>> = {
  milestones: 'milestone',
  reports: 'progress_report',
  visits: 'visit',
  'continuity-plan': 'continuity_plan',
  'service-records': 'service_record',
  recipients: 'recipient',
};

/** What is asked of things under one contract, each with the version as it stands. */
export class Implementing {
  constructor(
    readonly app: TestApp,
    readonly parties: Parties,
    readonly contract: Contracting,
  ) {}

  /** Under a contract that runs from the day on which business time stands. */
  static async begin(app: TestApp, parties: Parties, content: object = {}, known: object = {}): Promise<Implementing> {
    const contract = await Contracting.signed(app, parties, content, known);
    await contract.must('start');
    return new Implementing(app, parties, contract);
  }

  path(kind: string, id = ''): string {
    return `/api/v1/contracts/${this.contract.id}/${kind}${id && `/${id}`}`;
  }

  async list<T extends Thing>(kind: string, by = this.parties.bureau.officer): Promise<T[]> {
    const answer = await this.app.http
      .get(`${this.path(kind)}?limit=200`)
      .set(by.auth)
      .expect(200);
    return (answer.body as { items: T[] }).items;
  }

  async one<T extends Thing>(kind: string, id: string, by = this.parties.bureau.officer): Promise<T> {
    return (await this.app.http.get(this.path(kind, id)).set(by.auth).expect(200)).body as T;
  }

  make(kind: string, body: object, by: TestAccount) {
    return this.app.http
      .post(this.path(kind))
      .set({ ...by.auth, 'Idempotency-Key': randomUUID() })
      .send(body);
  }

  async act(kind: string, id: string, action: string, body: object, by: TestAccount, version?: number) {
    const table = TABLES[kind];
    const at = version ?? (table ? await readVersion(this.app, table, id) : (await this.one(kind, id)).version);
    return this.app.http
      .post(`${this.path(kind, id)}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${at}"`, 'Idempotency-Key': randomUUID() })
      .send(body);
  }

  async must<T extends Thing>(kind: string, id: string, action: string, body: object, by: TestAccount): Promise<T> {
    const answer = await this.act(kind, id, action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  /** A record of service; answers its id. */
  async record(
    servedOn: string,
    more: { form?: string; recipients?: string[]; [field: string]: unknown } = {},
  ): Promise<string> {
    // A visit is to somebody: who is not named is counted.
    const visited = more.form === undefined && more.recipients === undefined ? { participants: 1 } : {};
    const body = { servedOn, form: 'visit', minutes: 60, workers: { assistant: 1 }, ...visited, ...more };
    const answer = await this.make('service-records', body, this.parties.manager);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  }

  async tasks(kind: string, by: TestAccount) {
    const { body } = await this.app.http.get(`/api/v1/me/tasks?limit=200&kind=${kind}`).set(by.auth).expect(200);
    const { items } = body as {
      items: {
        id: string;
        title: string;
        subject: { id: string };
        dueOn: string | null;
        overdue: boolean;
        action: { href: string } | null;
      }[];
    };
    return items.filter(({ subject }) => subject.id === this.contract.id);
  }
}

/** Those who see what is done under the contract and are no party, and some who do not. */
export async function makeOnlookers(app: TestApp, { bureau }: Parties) {
  const committee = await makeBody(app, { kind: 'community_committee', creditCode: creditCode('55') });
  const made = await app.http
    .post('/api/v1/communities')
    .set(bureau.officer.auth)
    .send({ name: `社区${randomUUID()}`, region: '990203', committee });
  if (made.status !== 201) throw new Error(made.text);
  const community = (made.body as { id: string }).id;
  await app.dataSource.query(`INSERT INTO service_line_community (service_line_id, community_id) VALUES ($1, $2)`, [
    bureau.line,
    community,
  ]);
  return {
    neighbour: await makeUser(app, 'community_worker', committee),
    watcher: await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990200' })),
    elsewhere: await makeUser(app, 'supervisor', await makeBody(app, { kind: 'supervisor', region: '990300' })),
    otherNeighbour: await makeUser(app, 'community_worker', await makeBody(app, { kind: 'community_committee' })),
    otherBureau: await makeUser(app, 'bureau_officer', await makeBody(app)),
    rival: await makeUser(app, 'agency_manager', await makeBody(app, { kind: 'agency' })),
  };
}

/** Somebody of the buyer who sits in the agency as well. */
export const makeTied = (
  app: TestApp,
  { bureau, agency }: Parties,
  role: 'bureau_officer' | 'bureau_approver' = 'bureau_officer',
): Promise<TestAccount> =>
  makeAccount(app, { role, organisation: bureau.id }, { role: 'integrator', organisation: agency });
