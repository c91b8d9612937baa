import { randomUUID } from 'node:crypto';
import { makeUser, type TestAccount } from './accounts.js';
import type { AllowedAction } from './actions.js';
import type { TestApp } from './app.js';
import { Contracting, type Parties } from './contracts.js';
import { makePhoto, pdf } from './files.js';
import { readVersion } from './version.js';

export interface AcceptanceBody {
  id: string;
  version: number;
  no: number;
  state: string;
  items: {
    no: number;
    target: number | null;
    result: string | null;
    counted: string | null;
    short: boolean;
    documents: string[];
  }[];
  records: { records: number; recipients: number } | null;
  publicService: boolean;
  recipientsHeard: number | null;
  opinions: { documents: string[]; voices: { recipient: string; number: string; verdict: string | null }[] }[] | null;
  members: { no: number; name: string; user: string | null; signedAt: string | null }[];
  result: string | null;
  ofEnded: boolean | null;
  reason: string | null;
  acceptedPart: string | null;
  acceptedAmount: string | null;
  concludedOn: string | null;
  publishedOn: string | null;
  publishedUrl: string | null;
  allowedActions: (AllowedAction | string)[];
  code?: string;
}

export async function upload(app: TestApp, by: TestAccount, file = pdf(randomUUID()), name = 'x.pdf'): Promise<string> {
  const answer = await app.http.post('/api/v1/documents').set(by.auth).attach('file', file, name);
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return (answer.body as { id: string }).id;
}

export const uploadPhoto = (app: TestApp, by: TestAccount): Promise<string> => upload(app, by, makePhoto(), 'x.jpg');

/** A recipient of the contract, as the agency registers them. */
export async function registered(app: TestApp, { bureau, manager }: Parties, contract: string): Promise<string> {
  const answer = await app.http
    .post(`/api/v1/service-lines/${bureau.line}/recipients`)
    .set(manager.auth)
    .send({ contract, displayName: '示例服务对象' });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return (answer.body as { id: string }).id;
}

/** Requests on one round of acceptance, each with the version as it stands. */
export class Accepting {
  constructor(
    readonly app: TestApp,
    readonly contract: Contracting,
    readonly id: string,
  ) {}

  get officer(): TestAccount {
    return this.contract.parties.bureau.officer;
  }

  static open(app: TestApp, contract: Contracting, by = contract.parties.bureau.officer, body: object = {}) {
    return app.http.post(`/api/v1/contracts/${contract.id}/acceptance`).set(by.auth).send(body);
  }

  /** A contract that began, was delivered and has a round of acceptance. */
  static async begin(app: TestApp, parties: Parties, known: object = {}): Promise<Accepting> {
    const contract = await Contracting.signed(
      app,
      parties,
      {},
      { window: { start: '2025-12-15', end: '2026-12-14' }, ...known },
    );
    await contract.must('start');
    await contract.must('deliver', {}, parties.manager);
    return Accepting.of(app, contract);
  }

  static async of(app: TestApp, contract: Contracting): Promise<Accepting> {
    const made = await Accepting.open(app, contract);
    if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
    return new Accepting(app, contract, (made.body as AcceptanceBody).id);
  }

  async read(by: TestAccount = this.officer): Promise<AcceptanceBody> {
    return (await this.app.http.get(`/api/v1/acceptances/${this.id}`).set(by.auth).expect(200)).body as AcceptanceBody;
  }

  async send(verb: 'put' | 'post', path: string, body: object, by = this.officer, version?: number) {
    const at = version ?? (await readVersion(this.app, 'acceptance', this.id));
    return this.app.http[verb](`/api/v1/acceptances/${this.id}/${path}`)
      .set({ ...by.auth, 'If-Match': `"${at}"` })
      .send(body);
  }

  act(action: string, body: object = {}, by?: TestAccount, version?: number) {
    return this.send('post', `actions/${action}`, body, by, version);
  }

  /** The same, which must succeed. */
  async must(action: string, body: object = {}, by?: TestAccount): Promise<AcceptanceBody> {
    const answer = await this.act(action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as AcceptanceBody;
  }

  /** Ticks the two standards of the test's contracts, with a document of its own for each. */
  async tick(...results: string[]) {
    const { items: standards } = await this.read();
    const items = await Promise.all(
      results.map(async (result, i) => ({
        no: i + 1,
        result,
        measured: String((result === 'met' ? standards[i]?.target : null) ?? 90),
        documents: [await upload(this.app, this.officer)],
      })),
    );
    return this.send('put', 'items', { items });
  }

  async hear(recipient: string, verdict: string | null = 'satisfied', by?: TestAccount, heldOn?: string) {
    const documents = [await upload(this.app, this.officer)];
    const [{ today } = { today: '' }] = await this.app.dataSource.query<{ today: string }[]>(
      `SELECT business_today()::text AS today`,
    );
    const body = { form: 'meeting', heldOn: heldOn ?? today, documents, voices: [{ recipient, verdict }] };
    return this.send('post', 'opinions', body, by);
  }

  name(...members: object[]) {
    return this.send('put', 'members', { members });
  }

  /** Ticked, heard and signed: it waits to be concluded. Answers who was heard. */
  async prepared(...results: string[]): Promise<string> {
    const recipient = await registered(this.app, this.contract.parties, this.contract.id);
    const steps = [
      await this.tick(...(results.length > 0 ? results : ['met', 'met'])),
      await this.name({ user: this.officer.id, capacity: 'buyer' }),
      await this.act('itemise'),
      await this.hear(recipient),
      await this.act('take-opinions'),
      await this.act('sign'),
    ];
    for (const { status, text } of steps) if (status !== 200) throw new Error(`${status} ${text}`);
    return recipient;
  }

  conclude(body: object, by = this.contract.parties.bureau.approver, version?: number) {
    return this.act('conclude', body, by, version);
  }
}

/** Another person of the buyer who may conclude. */
export const anotherApprover = (app: TestApp, { bureau }: Parties): Promise<TestAccount> =>
  makeUser(app, 'bureau_approver', bureau.id);
