import { startTestApp, type TestApp } from './app.js';

import { makeBureau, startBusinessAt, type Bureau, makeThreshold } from './drafts.js';
import { allowFixedInstant } from './fixed-instant.js';

/** An application in the week in which the bureau's purchases begin, with that bureau and the threshold of its region. Business time can be set. */
export async function startPurchasing(): Promise<{ app: TestApp; bureau: Bureau }> {
  const app = await startTestApp();
  await startBusinessAt(app, '2025-11-03T09:00:00+08:00');
  await allowFixedInstant(app);
  const bureau = await makeBureau(app);
  await makeThreshold(app);
  return { app, bureau };
}
