import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';

interface Bar {
  id: string;
  version: number;
}
interface Barring {
  /** Who records the decision, and who confirms it. */
  finance: TestAccount;
  admin: TestAccount;
}

/** Bars a body: recorded by one, confirmed by another; answers what ends it. */
export async function barBody(
  app: TestApp,
  { finance, admin }: Barring,
  body: string | undefined,
  days: { from: string; until: string; revokedOn?: string; decided?: 'finance_authority' | 'court' },
): Promise<() => Promise<Bar>> {
  const { from, until, revokedOn = from, decided = 'finance_authority' } = days;
  const url = `/api/v1/organisations/${body}/bars`;
  const decision = { number: '财监〔2025〕6号', authority: '示例市财政局', decided, from, until };
  const act = async ({ id, version }: Bar, action: string, words: object = {}): Promise<Bar> => {
    const at = { ...admin.auth, 'If-Match': `"${version}"` };
    return (await app.http.post(`${url}/${id}/actions/${action}`).set(at).send(words).expect(200)).body as Bar;
  };
  const made = await app.http.post(url).set(finance.auth).send(decision).expect(201);
  const confirmed = await act(made.body as Bar, 'confirm');
  return () => act(confirmed, 'revoke', { number: '复议〔2025〕1号', decidedOn: revokedOn, reason: '行政复议撤销' });
}
