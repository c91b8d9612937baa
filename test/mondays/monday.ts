import { it } from '@jest/globals';
import { FirstAccounts } from '../../src/people/accounts/users/first-accounts.js';
import { Person, TourFault, type Stage } from '../../tour/stage.js';
import { BEGINS } from '../../tour/tour.js';
import type { TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';
import type { Scene } from '../support/scenes.js';

/** A running product with its jobs on a database of its own, on which a paragraph is walked by HTTP. */
export interface Ground {
  app: TestApp;
  stage: Stage;
}

const MINUTES = 6;

/**
 * One paragraph of docs/mondays.md by its name: what its user does on the first day, and sees. On a day of business time
 * with an administrator, or on what a scene holds, which has its own.
 */
export function monday(
  name: string,
  walk: (ground: Ground) => Promise<void>,
  begins: string | (() => Promise<Scene>) = BEGINS,
): void {
  it(
    `Monday: ${name}`,
    async () => {
      const scene = typeof begins === 'string' ? undefined : await begins();
      const app = await startTestApp({ worker: true, scene });
      try {
        const admins = ['monday.admin', 'monday.second', 'monday.third'].map((login) => ({ login, setupCode: '' }));
        if (typeof begins === 'string') {
          await startBusinessAt(app, begins);
          const accounts = app.running.app.get(FirstAccounts);
          for (const admin of admins)
            ({ setupCode: admin.setupCode } = await accounts.createAdmin({ ...admin, name: '【虚构】管理员' }));
        }
        const moveTo = async (at: string): Promise<void> => void (await startBusinessAt(app, at));
        await walk({
          app,
          stage: { url: app.url, admins: admins as unknown as Stage['admins'], moveTo, say: () => undefined },
        });
      } finally {
        await app.close();
      }
    },
    MINUTES * 60_000,
  );
}

/** Somebody of a test's own making, as one who acts by HTTP alone. */
export const personOf = ({ url }: TestApp, { login, accessToken }: TestAccount): Person =>
  new Person(url, login, accessToken);

/** How a call is refused: status and code. */
export async function refusalOf(call: Promise<unknown>): Promise<[number | null, string | null]> {
  try {
    await call;
  } catch (fault) {
    if (fault instanceof TourFault) return [fault.status, fault.code];
    throw fault;
  }
  return [null, null];
}
