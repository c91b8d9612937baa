import { prepareScene, startTestApp, type TestApp, type TestAppOptions } from './app.js';
import { makeParties, type Parties } from './contracts.js';
import { makeBureau, makeThreshold, setBusinessTime, startBusinessAt, type Bureau } from './drafts.js';
import { allowFixedInstant } from './fixed-instant.js';
import { makeOnce, type Scene } from './scenes.js';

/** Who signed in while a scene was made is signed in for the whole run. */
const SIGNED_IN_SECONDS = String(24 * 60 * 60);

/** A scene that was made by an application as a suite would make it: with what stands there, and the business time of its end. */
interface Beginning<Known> extends Scene {
  known: Known;
  at: string;
}

async function makeBeginning<Known>(make: (app: TestApp) => Promise<Known>): Promise<Beginning<Known>> {
  const { scene, prepared } = await prepareScene({ env: { ACCESS_TOKEN_SECONDS: SIGNED_IN_SECONDS } }, async (app) => {
    const known = await make(app);
    const [{ at }] = await app.dataSource.query<[{ at: string }]>(`SELECT business_now()::text AS at`);
    return { known, at };
  });
  return { ...scene, ...prepared };
}

/** An application on a clone of the scene of that name; its business time goes on from where the scene's stood. */
export async function startBegun<Known>(
  name: string,
  make: (app: TestApp) => Promise<Known>,
  options: Omit<TestAppOptions, 'scene'> = {},
): Promise<{ app: TestApp; known: Known }> {
  const scene = await makeOnce(name, () => makeBeginning(make));
  const app = await startTestApp({ ...options, scene });
  await setBusinessTime(app, scene.at);
  return { app, known: scene.known };
}

/** An application in the week in which the bureau's purchases begin, with that bureau and the threshold of its region. */
export async function startBureau(): Promise<{ app: TestApp; bureau: Bureau }> {
  const { app, known } = await startBegun('bureau', async (making) => {
    await startBusinessAt(making, '2025-11-03T09:00:00+08:00');
    const bureau = await makeBureau(making);
    await makeThreshold(making);
    return bureau;
  });
  return { app, bureau: known };
}

/** The same, where business time can be set to an instant. */
export async function startPurchasing(): Promise<{ app: TestApp; bureau: Bureau }> {
  const started = await startBureau();
  await allowFixedInstant(started.app);
  return started;
}

/** An application in the weeks before a contract's term begins, with two parties to contracts. */
export async function startContracting(): Promise<{ app: TestApp; parties: Parties }> {
  const { app, known } = await startBegun('parties', (making) => makeParties(making));
  return { app, parties: known };
}
