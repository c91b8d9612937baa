import { randomUUID } from 'node:crypto';
import { creditCode } from './contracts.js';
import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

export interface Filed {
  id: string;
  claimCode: string;
}

/** What an agency files. */
export const filing = (more: object = {}) => ({
  ...{ agencyName: `中心${randomUUID().slice(0, 8)}`, creditCode: creditCode(), contactName: '测试' },
  ...{ phone: '138 0013 8765', login: `w${randomUUID().slice(0, 8)}`, ...more },
});

/** Registrations of one app: what applicants do with their claim codes, and what an administrator decides. */
export class Registrations {
  constructor(
    private readonly app: TestApp,
    private readonly admin: TestAccount,
  ) {}

  async file(body: object = filing()): Promise<Filed> {
    return (await this.post('', body).expect(201)).body as Filed;
  }

  post(path: string, body: object) {
    return this.app.http.post(`/api/v1/registrations${path}`).send(body);
  }

  claim(claimCode: string) {
    return this.post('/claims', { claimCode });
  }

  upload(claimCode: string, bytes: Buffer, name: string) {
    return this.app.http
      .post('/api/v1/registrations/claims/documents')
      .field('claimCode', claimCode)
      .attach('file', bytes, name);
  }

  async decide(id: string, action: string, body: object = {}) {
    const path = `/api/v1/registrations/${id}`;
    const { version } = (await this.app.http.get(path).set(this.admin.auth).expect(200)).body as { version: number };
    return this.app.http
      .post(`${path}/actions/${action}`)
      .set(this.admin.auth)
      .set('If-Match', `"${version}"`)
      .send(body);
  }
}
