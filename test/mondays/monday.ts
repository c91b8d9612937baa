import { it } from '@jest/globals';
import { Passwords } from '../../src/people/accounts/sessions/passwords.js';
import { FirstAccounts } from '../../src/people/accounts/users/first-accounts.js';
import { Person, TourFault, type Stage } from '../../tour/stage.js';
import { BEGINS } from '../../tour/tour.js';
import { CHEAP, type TestAccount } from '../support/accounts.js';
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
        hashCheaply(app);
        const [admins, roles] = [
          ['monday.admin', 'monday.second', 'monday.third'],
          ['system_admin', 'auditor'] as const,
        ];
        const stage: Stage = {
          ...{ url: app.url, moveTo: async (at) => void (await startBusinessAt(app, at)), say: () => undefined },
          ...{ admins: admins.map(asSetUp) as unknown as Stage['admins'] },
          ...{ systemAdmin: asSetUp('monday.operator'), auditor: asSetUp('monday.auditor') },
        };
        if (typeof begins === 'string') {
          await startBusinessAt(app, begins);
          const accounts = app.running.app.get(FirstAccounts);
          const given = [...stage.admins, stage.systemAdmin, stage.auditor];
          for (const [i, admin] of given.entries())
            ({ setupCode: admin.setupCode } = await accounts.createAdmin({
              login: admin.login,
              name: '【虚构】管理员',
              ...(roles[i - stage.admins.length] && { role: roles[i - stage.admins.length] }),
            }));
        }
        await walk({ app, stage });
      } finally {
        await app.close();
      }
    },
    MINUTES * 60_000,
  );
}

/** As `makeAccount` has it: the passwords of a dozen people by the product's cost are a second of nothing else. */
function hashCheaply({ running }: TestApp): void {
  const passwords = running.app.get(Passwords);
  const hash = passwords.hash.bind(passwords);
  passwords.hash = (password) => hash(password, CHEAP);
}

const asSetUp = (login: string) => ({ login, setupCode: '' });

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
