import { generateSync } from 'otplib';
import { PASSWORD, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

const STEP = 30;

/** An authenticator app with one secret, as a person carries it. */
export class Authenticator {
  /** Each code is used once: the first is of the step before this one. */
  private next = Math.floor(Date.now() / 1000) - STEP;

  constructor(readonly secret: string) {}

  /** The code of some step from now. */
  codeAt(steps: number): string {
    return generateSync({ secret: this.secret, epoch: Math.floor(Date.now() / 1000) + steps * STEP });
  }

  /** A code of the next step that was not used: three of them are right at one instant. */
  newCode(): string {
    const code = generateSync({ secret: this.secret, epoch: this.next });
    this.next += STEP;
    return code;
  }
}

interface Enrolled {
  app: Authenticator;
  recoveryCodes: string[];
}

/** Sets up a second factor by HTTP, and confirms it. */
export async function enrol(app: TestApp, by: Pick<TestAccount, 'auth'>, password = PASSWORD): Promise<Enrolled> {
  const path = '/api/v1/auth/second-factor';
  const { body } = await app.http.post(path).set(by.auth).send({ password }).expect(200);
  const authenticator = new Authenticator((body as { secret: string }).secret);
  const confirmed = await app.http
    .post(`${path}/confirm`)
    .set(by.auth)
    .send({ code: authenticator.newCode() })
    .expect(200);
  return { app: authenticator, recoveryCodes: (confirmed.body as { recoveryCodes: string[] }).recoveryCodes };
}
