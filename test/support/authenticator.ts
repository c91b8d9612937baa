import { generateSync } from 'otplib';
import { PASSWORD, type TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

const STEP = 30;

/** A code that is asked for so shortly before its step ends would be looked at in the next one. */
const SHORTLY_MS = 5_000;

const nowInSteps = (): number => Math.floor(Date.now() / 1000 / STEP);

function waitForStep(): void {
  const left = STEP * 1000 - (Date.now() % (STEP * 1000));
  if (left < SHORTLY_MS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, left);
}

/** An authenticator app with one secret, as a person carries it. */
export class Authenticator {
  private next = 0;

  constructor(readonly secret: string) {}

  /** The code of some step from now. */
  codeAt(steps: number): string {
    return this.makeCode(nowInSteps() + steps);
  }

  /** A code of the first step that was not used, of the three that are right at one instant. */
  newCode(): string {
    waitForStep();
    const step = Math.max(this.next, nowInSteps() - 1);
    this.next = step + 1;
    return this.makeCode(step);
  }

  private makeCode(step: number): string {
    return generateSync({ secret: this.secret, epoch: step * STEP });
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
