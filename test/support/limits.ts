import { makeUser } from './accounts.js';
import type { TestApp } from './app.js';

const LEVELS = ['provincial', 'below_provincial'] as const;

/** States the purchase limit of a place over HTTP, at both local levels; answers their ids. */
export async function statePurchaseLimit(
  app: TestApp,
  region: string,
  amount: string,
  change: { effectiveFrom?: string; kind?: string; levels?: readonly string[] } = {},
): Promise<string[]> {
  const { levels = LEVELS, ...rest } = change;
  const admin = await makeUser(app, 'admin');
  const ids: string[] = [];
  for (const level of levels) {
    const answer = await app.http
      .post('/api/v1/thresholds')
      .set(admin.auth)
      .send({
        kind: 'procurement',
        region,
        level,
        object: 'services',
        amount,
        effectiveFrom: '2015-01-01',
        source: '示例目录',
        confidence: 'B',
        ...rest,
      });
    if (answer.status !== 201) throw new Error(answer.text);
    ids.push((answer.body as { id: string }).id);
  }
  return ids;
}
