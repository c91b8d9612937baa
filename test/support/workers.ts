import type { TestApp } from './app.js';
import type { Parties } from './contracts.js';

/** Registers a worker of the agency; answers the id. */
export async function makeWorker(app: TestApp, { agency, manager }: Parties, more: object = {}): Promise<string> {
  const answer = await app.http
    .post(`/api/v1/organisations/${agency}/workers`)
    .set(manager.auth)
    .send({ name: '虚构员工', kind: 'assistant', since: '2026-01-01', ...more });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return (answer.body as { id: string }).id;
}
