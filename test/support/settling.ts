import { randomUUID } from 'node:crypto';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { Contracting, type Parties } from './contracts.js';
import { readVersion } from './version.js';

export interface SettlementBody {
  id: string;
  version: number;
  no: number;
  from: string;
  to: string;
  state: string;
  items: { no: number; unitPrice: string; counted: number; units: number; accepted: number; reason: string | null }[];
  deductions: { no: number; times: number }[];
  unitsTotal: string;
  deducted: string;
  carried: string;
  total: string;
  confirmBy: string;
  payment: string | null;
}
/** 35 yuan a visit, with one thing that is taken off. */
export const PRICE = {
  kind: 'units',
  items: [{ no: 1, unit: '人次', unitPrice: '35.00', quantity: 4000, measure: { of: 'visits', form: 'visit' } }],
  deductions: [{ no: 1, text: '未按约定时间上门', amount: '50.00', most: '5000.00' }],
};
export const BY_UNITS = { price: PRICE, payments: [], confirmDays: 10 };

/** What is asked of the settlements of one contract that is paid by the unit. */
export class Settling {
  constructor(
    readonly app: TestApp,
    readonly contract: Contracting,
  ) {}

  /** Under a contract of 2026 that began, with an amount of its own. */
  static async begin(app: TestApp, parties: Parties, content: object = {}, amount = '180000.00'): Promise<Settling> {
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const { award } = await Contracting.awarded(app, parties, { window }, { amount });
    const standards = [
      { no: 1, text: '上门服务' },
      { no: 2, text: '满意度' },
    ];
    const made = await app.http
      .post('/api/v1/contracts')
      .set(parties.bureau.officer.auth)
      .send({ award, standards, ...BY_UNITS, ...content });
    if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
    const contract = new Contracting(app, parties, (made.body as { id: string }).id);
    await contract.signBoth();
    await contract.must('start');
    return new Settling(app, contract);
  }

  private path(rest = ''): string {
    return `/api/v1/contracts/${this.contract.id}/${rest}`;
  }

  /** So many visits on a day; answers the id of their record. */
  async served(on: string, visits: number, more: object = {}): Promise<string> {
    const body = { servedOn: on, form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: visits, ...more };
    const answer = await this.app.http
      .post(this.path('service-records'))
      .set({ ...this.contract.parties.manager.auth, 'Idempotency-Key': randomUUID() })
      .send(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return (answer.body as { id: string }).id;
  }

  /** There were so many visits in truth. */
  async corrected(record: string, on: string, visits: number): Promise<void> {
    const entry = { servedOn: on, form: 'visit', minutes: 60, workers: { assistant: 1 }, participants: visits };
    const answer = await this.app.http
      .post(this.path(`service-records/${record}/corrections`))
      .set(this.contract.parties.manager.auth)
      .send({ reason: '重复登记', record: entry });
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  }

  propose(body: object = {}, by: TestAccount = this.contract.parties.manager) {
    return this.app.http
      .post(this.path('settlements'))
      .set({ ...by.auth, 'Idempotency-Key': randomUUID() })
      .send(body);
  }
  async proposed(body: object = {}): Promise<SettlementBody> {
    const answer = await this.propose(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as SettlementBody;
  }

  async act(
    id: string,
    action: string,
    body: object = {},
    by: TestAccount = this.contract.parties.bureau.officer,
    version?: number,
  ) {
    const at = version ?? (await readVersion(this.app, 'settlement', id));
    return this.app.http
      .post(this.path(`settlements/${id}/actions/${action}`))
      .set({ ...by.auth, 'If-Match': `"${at}"` })
      .send(body);
  }
  async must(id: string, action: string, body: object = {}, by?: TestAccount): Promise<SettlementBody> {
    const answer = await this.act(id, action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as SettlementBody;
  }

  async list(): Promise<SettlementBody[]> {
    const { body } = await this.app.http
      .get(this.path('settlements'))
      .set(this.contract.parties.bureau.officer.auth)
      .expect(200);
    return (body as { items: SettlementBody[] }).items;
  }
}
