import { randomUUID } from 'node:crypto';
import { makeAccount, makeUser, type TestAccount } from './accounts.js';
import type { AllowedAction } from './actions.js';
import type { TestApp } from './app.js';
import type { Contracting, Parties } from './contracts.js';
import { readVersion } from './version.js';

export interface PaymentBody {
  id: string;
  version: number;
  no: number;
  instalment: number | null;
  amendment: string | null;
  trigger: string;
  amount: string;
  payable: string;
  claimed: string | null;
  state: string;
  met: { on: string | null; missing: string | null };
  invoice: { id: string; number: string; state: string } | null;
  approversNeeded: number | null;
  approvals: { user: string }[];
  paidOn: string | null;
  paidTo: string | null;
  allowedActions: (AllowedAction | string)[];
}
export interface InvoiceBody {
  id: string;
  version: number;
  number: string;
  amount: string;
  state: string;
  receivedAt: string;
  notices: { code: string; signedOn: string }[];
  allowedActions: (AllowedAction | string)[];
}

export const ACCOUNT = '6222020000000000018';
let numbers = 0;
/** A number that no other invoice of a test has. */
export const invoiceNumber = (): string => `2544200000${String((numbers += 1)).padStart(10, '0')}`;

/** Who acts on the money of one contract beside its officer, approver and manager. */
export interface Payers {
  approver: TestAccount;
  /** Has the officer's and the approver's seat in the buyer. */
  both: TestAccount;
}
export async function makePayers(app: TestApp, { bureau }: Parties): Promise<Payers> {
  return {
    approver: await makeUser(app, 'bureau_approver', bureau.id),
    both: await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau.id },
      { role: 'bureau_approver', organisation: bureau.id },
    ),
  };
}

/** Puts a setting of a body under the version that it has. */
export async function putOf(app: TestApp, organisation: string, path: string, body: object, by: TestAccount) {
  const of = `/api/v1/organisations/${organisation}`;
  const read = await app.http.get(of).set(by.auth).expect(200);
  return app.http
    .put(`${of}/${path}`)
    .set({ ...by.auth, 'If-Match': `"${(read.body as { version: number }).version}"` })
    .send(body);
}
export const stateAccount = (app: TestApp, { agency, manager }: Parties, account = ACCOUNT) =>
  putOf(app, agency, 'payee-account', { account, holder: '示例社工服务中心', bank: '示例银行' }, manager);

/** Requests on the money of one contract, each with the version as it stands. */
export class Paying {
  constructor(
    readonly app: TestApp,
    readonly contract: Contracting,
  ) {}

  private get parties(): Parties {
    return this.contract.parties;
  }
  private path(rest: string): string {
    return `/api/v1/contracts/${this.contract.id}/${rest}`;
  }

  async payments(by = this.parties.bureau.officer): Promise<PaymentBody[]> {
    const { body } = await this.app.http.get(this.path('payments')).set(by.auth).expect(200);
    return (body as { items: PaymentBody[] }).items;
  }
  async payment(no: number): Promise<PaymentBody> {
    const found = (await this.payments()).find((p) => p.no === no);
    if (!found) throw new Error(`no instalment ${no}`);
    return found;
  }

  /** What a request about an instalment needs of it, without the whole list. */
  private async instalment(no: number): Promise<{ id: string; version: number; amount: string }> {
    const [found] = await this.app.dataSource.query<{ id: string; version: number; amount: string }[]>(
      `SELECT id, version, (amount / 100.0)::numeric(20, 2)::text AS amount FROM payment WHERE contract_id = $1 AND no = $2`,
      [this.contract.id, no],
    );
    if (!found) throw new Error(`no instalment ${no}`);
    return found;
  }

  async invoice(no: number, more: object = {}, by = this.parties.manager) {
    const { id, amount } = await this.instalment(no);
    return this.app.http
      .post(this.path('invoices'))
      .set(by.auth)
      .send({ payment: id, number: invoiceNumber(), amount, issuedOn: '2025-12-22', ...more });
  }
  async invoices(by = this.parties.bureau.officer): Promise<InvoiceBody[]> {
    const { body } = await this.app.http.get(this.path('invoices')).set(by.auth).expect(200);
    return (body as { items: InvoiceBody[] }).items;
  }
  async onInvoice(id: string, action: string, body: object = {}, by = this.parties.bureau.officer) {
    const version = await readVersion(this.app, 'invoice', id);
    return this.app.http
      .post(this.path(`invoices/${id}/actions/${action}`))
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  }
  /** An invoice that was accepted; answers its id. */
  async invoiced(no: number, more: object = {}): Promise<string> {
    const made = await this.invoice(no, more);
    if (made.status !== 201) throw new Error(`${made.status} ${made.text}`);
    const { id } = made.body as InvoiceBody;
    const accepted = await this.onInvoice(id, 'accept');
    if (accepted.status !== 200) throw new Error(`${accepted.status} ${accepted.text}`);
    return id;
  }

  async act(no: number, action: string, body: object = {}, by = this.parties.bureau.officer, version?: number) {
    const payment = await this.instalment(no);
    return this.app.http
      .post(this.path(`payments/${payment.id}/actions/${action}`))
      .set({ ...by.auth, 'If-Match': `"${version ?? payment.version}"`, 'Idempotency-Key': randomUUID() })
      .send(body);
  }
  /** The same, which must succeed. */
  async must(no: number, action: string, body: object = {}, by?: TestAccount): Promise<PaymentBody> {
    const answer = await this.act(no, action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as PaymentBody;
  }
  /** Invoiced, asked for and approved. */
  async approved(no: number): Promise<PaymentBody> {
    await this.invoiced(no);
    await this.must(no, 'request');
    return this.must(no, 'approve', {}, this.parties.bureau.approver);
  }
  async paid(no: number): Promise<PaymentBody> {
    await this.approved(no);
    return this.must(no, 'pay', { account: ACCOUNT });
  }
}
