import { Anchors } from '../../src/kernel/audit/anchors/anchors.js';
import { PLACE } from '../../src/kernel/outbox/relay-statements.js';
import type { TestApp } from './app.js';

/** SQL as the owner of the database writes it, past every trigger and foreign key. */
export const writeByHand =
  (app: () => TestApp) =>
  <T = unknown>(text: string, params: unknown[] = []): Promise<T> =>
    app().dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL session_replication_role = replica`);
      return manager.query<T>(text, params);
    });

/** What the relay and the anchors do every minute. */
export async function anchorAudit(app: TestApp): Promise<void> {
  await app.dataSource.query(PLACE, [100_000]);
  await app.running.app.get(Anchors).run();
}
