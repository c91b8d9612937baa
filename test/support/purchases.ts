import { randomUUID } from 'node:crypto';
import { makeAccount, makeBody, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

/** A fact as a request gives it, from a public notice unless said otherwise. */
export const given = (kind: string, data: object = {}, rest: object = {}) => ({
  kind,
  data,
  source: { kind: 'notice', publishedOn: '2017-12-20', reference: 'N-1' },
  ...rest,
});
export const stated = { source: { kind: 'statement' } };

/** An officer of a bureau who records purchases over HTTP. */
export class Recorder {
  private constructor(
    readonly app: TestApp,
    readonly body: string,
    readonly account: TestAccount,
  ) {}

  static async of(app: TestApp, region = '990203'): Promise<Recorder> {
    const body = await makeBody(app, { region });
    return new Recorder(app, body, await makeAccount(app, { role: 'bureau_officer', organisation: body }));
  }

  post(path: string, body: object, headers: object = {}) {
    return this.app.http
      .post(`/api/v1${path}`)
      .set({ ...this.account.auth, 'Idempotency-Key': randomUUID(), ...headers })
      .send(body);
  }
  get(path: string) {
    return this.app.http.get(`/api/v1${path}`).set(this.account.auth);
  }
  change(method: 'patch' | 'put', path: string, version: number, body: object) {
    return this.app.http[method](`/api/v1${path}`)
      .set({ ...this.account.auth, 'If-Match': `"${version}"` })
      .send(body);
  }

  /** A tender of the recorder's bureau; answers it as the API does. */
  async tender(known: object = {}) {
    const { body } = await this.post('/tenders', { buyer: this.body, title: '社区居家养老服务采购', ...known }).expect(
      201,
    );
    return body;
  }
  facts(tender: string, facts: object[], headers: object = {}) {
    return this.post(`/tenders/${tender}/facts`, { facts }, headers);
  }
  contractFacts(contract: string, facts: object[], headers: object = {}) {
    return this.post(`/contracts/${contract}/facts`, { facts }, headers);
  }
  /** A contract of a new tender, with what its facts say. */
  async contract(data: object = {}, known: object = {}, rest: object = {}): Promise<string> {
    const tender = await this.tender(known);
    const { body } = await this.facts(tender.id, [given('contract', data, { lot: 1, ...rest })]).expect(200);
    return body.contracts[0].id;
  }
  /** A service line of the recorder's bureau. */
  async serviceLine(name = '某社区居家养老'): Promise<string> {
    const [row] = await this.app.dataSource.query<{ id: string }[]>(
      `INSERT INTO service_line (dataset, name, category, responsible_id, since)
       VALUES ('live', $1, 'ELDERLY_HOME_CARE', $2, '2018-01-01') RETURNING id`,
      [name, this.body],
    );
    return (row as { id: string }).id;
  }
  /** A programme of the recorder's bureau with budget lines: category (null: any) and yuan. */
  async programme(...lines: [string | null, string][]): Promise<string> {
    const budgetLines = lines.map(([category, amount], i) => ({ name: `第${i + 1}项`, category, amount }));
    const { body } = await this.post('/programmes', {
      name: '年度购买服务计划',
      year: 2018,
      source: { kind: 'statement' },
      budgetLines,
    }).expect(201);
    return body.id;
  }
}

/** How many rows each table holds: a refused request leaves every one of them as it was. */
export async function rowCounts(app: TestApp, but: readonly string[] = []): Promise<Record<string, number>> {
  const tables = [
    'tender',
    'lot',
    'fact',
    'bid',
    'award',
    'contract',
    'notice',
    'organisation',
    'audit_entry',
    'outbox',
  ];
  const counted = tables.filter((t) => !but.includes(t));
  const [row] = await app.dataSource.query<Record<string, number>[]>(
    `SELECT ${counted.map((t) => `(SELECT count(*)::int FROM ${t}) AS ${t}`).join(', ')}`,
  );
  return row as Record<string, number>;
}
