import { randomInt, randomUUID } from 'node:crypto';
import { checkCharacter } from '../../src/kernel/identity/credit-code.js';
import { NewContractDto } from '../../src/purchase/contracts/conducted/contract-content.dto.js';
import { ContractDraftsService } from '../../src/purchase/contracts/content/contract-drafts.service.js';
import { NewTenderDto } from '../../src/purchase/tenders/reads/tender.dto.js';
import { RecordingService } from '../../src/purchase/tenders/recording/recording.service.js';
import { RecordTenderFactsDto } from '../../src/purchase/tenders/tender-facts.dto.js';
import type { AllowedAction } from './actions.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { makeBureau, startBusinessAt, type Bureau } from './drafts.js';
import { readBody, runAs } from './use-cases.js';
import { readVersion } from './version.js';

/** A valid credit code that no other body of the test has. */
export function creditCode(prefix = '52'): string {
  const first = `${prefix}440303${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
  return `${first}${checkCharacter(first) ?? ''}`;
}

/** Two parties to contracts, each with somebody who signs. */
export interface Parties {
  bureau: Bureau;
  agency: string;
  manager: TestAccount;
}

export async function makeParties(app: TestApp, at: string | null = '2025-12-22T09:00:00+08:00'): Promise<Parties> {
  if (at !== null) await startBusinessAt(app, at);
  const bureau = await makeBureau(app);
  await app.dataSource.query(`UPDATE organisation SET credit_code = $2 WHERE id = $1`, [bureau.id, creditCode('11')]);
  const agency = await makeBody(app, { kind: 'agency', creditCode: creditCode() });
  return { bureau, agency, manager: await makeUser(app, 'agency_manager', agency) };
}

export const STANDARDS = [
  { no: 1, text: '上门服务', target: 9600, unit: '人次' },
  { no: 2, text: '满意度', target: 90, unit: '%' },
];
export const PAYMENTS = [
  { no: 1, trigger: 'signing', share: 3000 },
  { no: 2, trigger: 'acceptance', share: 7000 },
];
export const WINDOW = { start: '2026-01-01', end: '2026-12-31' };
export const CONTENT = { standards: STANDARDS, payments: PAYMENTS };

export interface ContractBody {
  id: string;
  version: number;
  state: string;
  conducted: string;
  published: boolean;
  award: string;
  tender: string;
  amount: string;
  signedOn: string | null;
  terminatedOn: string | null;
  window: { start: string; end: string };
  facts: { kind: string; data: Record<string, unknown> }[];
  allowedActions: AllowedAction[];
  here: {
    deliveredOn: string | null;
    content: Record<string, unknown> & { amount: string; standards: unknown[] };
    contentHash: string;
    contentAgreed: boolean;
    signatures: { side: string; hash: string }[];
    supplements: string;
    team: { name: string }[];
    amendments: {
      id: string;
      no: number;
      hash: string;
      state: string;
      supplement: string | null;
      difference: { pointer: string; old: unknown; new: unknown }[];
      signatures: unknown[];
      due: { date: string | null; rule: string; state: string } | null;
    }[];
    requests: { kind: string; state: string }[];
    halts: {
      id: string;
      state: string;
      ground: string;
      until: string | null;
      confirmDue: string | null;
      endedOn: string | null;
      servedBy: object[];
    }[];
    objections: { id: string; answer: string | null; dueOn: string | null }[];
    demands: { id: string; amount: string; interest: string; items: { no: number; amount: string; dueOn: string }[] }[];
    endings: { id: string; kind: string; state: string; hearUntil: string | null; statement: string | null }[];
  };
  deadlines: { event: string; date: string | null; rule: string; state: string }[];
}
export interface Answer {
  status: number;
  body: { code?: string; rule?: string; errors?: { pointer: string }[]; facts?: Record<string, unknown> };
}
/** Status, code, rule and pointers of a refusal. */
export const said = ({ status, body }: Answer): unknown[] => [
  status,
  body.code,
  body.rule ?? null,
  body.errors?.map((e) => e.pointer) ?? [],
];

/** Requests on one contract, each with the version as it stands. */
export class Contracting {
  constructor(
    readonly app: TestApp,
    readonly parties: Parties,
    readonly id: string,
  ) {}

  /** A recorded purchase with an award; answers the id of its tender and of the award. */
  static async awarded(
    app: TestApp,
    { bureau, agency }: Parties,
    known: object = {},
    award: object = {},
    facts: object[] = [],
  ): Promise<{ tender: string; award: string }> {
    const data = {
      decidedOn: '2025-12-01',
      publishedOn: '2025-12-01',
      supplier: { organisation: agency },
      amount: '180000.00',
      ...award,
    };
    const source = { kind: 'notice', publishedOn: data.publishedOn, reference: randomUUID() };
    const tender = await runAs(app, bureau.officer, async (principal, find) => {
      const recording = find(RecordingService);
      const dto = await readBody(NewTenderDto, {
        buyer: bureau.id,
        title: '社区居家养老服务项目',
        method: 'COMPETITIVE_CONSULTATION',
        category: 'ELDERLY_HOME_CARE',
        region: '990203',
        window: WINDOW,
        serviceLines: [bureau.line],
        lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
        ...known,
      });
      const id = await recording.createTender(principal, { ...dto, dataset: dto.dataset ?? 'live' });
      const told = await readBody(RecordTenderFactsDto, { facts: [{ kind: 'award', lot: 1, data, source }, ...facts] });
      await recording.recordFacts(principal, id, told.facts);
      return id;
    });
    const [made] = await app.dataSource.query<{ id: string }[]>(
      `SELECT a.id FROM award a JOIN lot l ON l.id = a.lot_id WHERE l.tender_id = $1 AND l.no = 1`,
      [tender],
    );
    return { tender, award: made?.id ?? '' };
  }

  /** A draft that may be signed unless `content` says otherwise. */
  static async drafted(app: TestApp, parties: Parties, content: object = {}, known: object = {}): Promise<Contracting> {
    const { award } = await Contracting.awarded(app, parties, known);
    const id = await runAs(app, parties.bureau.officer, async (principal, find) =>
      find(ContractDraftsService).draft(principal, await readBody(NewContractDto, { award, ...CONTENT, ...content })),
    );
    return new Contracting(app, parties, id);
  }

  static async signed(app: TestApp, parties: Parties, content: object = {}, known: object = {}): Promise<Contracting> {
    const contract = await Contracting.drafted(app, parties, content, known);
    await contract.signBoth();
    return contract;
  }

  static async active(app: TestApp, parties: Parties): Promise<Contracting> {
    const contract = await Contracting.signed(app, parties, {}, { window: { start: '2025-12-15', end: '2026-12-14' } });
    await contract.must('start');
    return contract;
  }

  /** A contract that was recorded, as it stands. */
  static async recorded(
    app: TestApp,
    parties: Parties,
    data: object = {},
    source: object = {},
    award: object = {},
  ): Promise<Contracting> {
    const fact = {
      kind: 'contract',
      lot: 1,
      data: {
        signedOn: '2025-12-10',
        amount: '180000.00',
        supplier: { organisation: parties.agency },
        window: WINDOW,
        ...data,
      },
      source: { kind: 'statement', ...source },
    };
    const { tender } = await Contracting.awarded(app, parties, {}, award, [fact]);
    const { body } = await app.http.get(`/api/v1/tenders/${tender}`).set(parties.bureau.officer.auth).expect(200);
    return new Contracting(app, parties, (body as { contracts: { id: string }[] }).contracts[0]?.id ?? '');
  }

  async read(by = this.parties.bureau.officer): Promise<ContractBody> {
    return (await this.app.http.get(`/api/v1/contracts/${this.id}`).set(by.auth).expect(200)).body as ContractBody;
  }

  async post(path: string, body: object, by = this.parties.bureau.officer, version?: number) {
    const at = version ?? (await readVersion(this.app, 'contract', this.id));
    return this.app.http
      .post(`/api/v1/contracts/${this.id}/${path}`)
      .set({ ...by.auth, 'If-Match': `"${at}"`, 'Idempotency-Key': randomUUID() })
      .send(body);
  }

  act(action: string, body: object = {}, by = this.parties.bureau.officer) {
    return this.post(`actions/${action}`, body, by);
  }

  /** The same, which must succeed. */
  async must(action: string, body: object = {}, by?: TestAccount): Promise<ContractBody> {
    const answer = await this.act(action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as ContractBody;
  }

  /** What stands in the contract, as somebody who has read it names it. */
  private async contentHash(): Promise<string> {
    const [row] = await this.app.dataSource.query<{ hash: string }[]>(
      `SELECT content_hash AS hash FROM contract WHERE id = $1`,
      [this.id],
    );
    return row?.hash ?? '';
  }

  /** Signs what stands in the contract. */
  async sign(by: TestAccount, hash?: string) {
    return this.act('sign', { hash: hash ?? (await this.contentHash()) }, by);
  }

  async signBoth(action = 'sign'): Promise<ContractBody> {
    const hash = await this.contentHash();
    await this.must(action, { hash }, this.parties.manager);
    return this.must(action, { hash }, this.parties.bureau.approver);
  }

  /** A day that lies so many days ahead of the business day. */
  async dayAhead(days: number): Promise<string> {
    const [row] = await this.app.dataSource.query<{ day: string }[]>(
      `SELECT (business_today() + $1::int)::text AS day`,
      [days],
    );
    return row?.day ?? '';
  }

  /** Halted for force majeure, as one proposed and another ordered, for sixty days. */
  async halted(reason = '防汛'): Promise<ContractBody> {
    const until = await this.dayAhead(60);
    await this.must('propose-halt', { ground: 'force_majeure', reference: '应急通知〔2026〕1号', reason, until });
    return this.must('order-halt', {}, this.parties.bureau.approver);
  }

  /** Halted for a challenge that is kept elsewhere. */
  async challenged(): Promise<ContractBody> {
    const until = await this.dayAhead(30);
    return this.must('halt', { reason: '质疑', ground: 'challenge', reference: '质疑函1号', until });
  }

  /** Terminated as one proposed, with the agency heard, and another decided. */
  async terminated(reason = '严重违约'): Promise<ContractBody> {
    await this.must('propose-termination', { ground: 'breach', reference: '违约通知书1号', reason });
    await this.must('be-heard', { statement: '没有意见' }, this.parties.manager);
    return this.must('terminate', {}, this.parties.bureau.approver);
  }

  /** Rescinded by a decision or a judgment, as one proposed and another carried out. */
  async rescinded(proposal: object): Promise<ContractBody> {
    const decidedOn = await this.dayAhead(0);
    await this.must('propose-rescission', { decidedOn, ...proposal });
    return this.must('rescind', {}, this.parties.bureau.approver);
  }

  propose(body: object, by?: TestAccount) {
    return this.post('amendments', { reasonCode: 'clause_of_contract', reason: '双方协商', ...body }, by);
  }

  /** Proposes and has both sign; answers the contract. */
  async amended(body: object): Promise<ContractBody> {
    const proposed = await this.propose(body);
    if (proposed.status !== 200) throw new Error(`${proposed.status} ${proposed.text}`);
    const amendment = (proposed.body as ContractBody).here.amendments.at(-1);
    const words = { amendment: amendment?.id, hash: amendment?.hash };
    await this.must('amend', words, this.parties.manager);
    return this.must('amend', words, this.parties.bureau.approver);
  }
}
