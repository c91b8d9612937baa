import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { toScope } from '../../src/kernel/access/scope.js';
import type { DocumentStore } from '../../src/kernel/documents/document-store.js';
import { ChangesService } from '../../src/kernel/outbox/changes.service.js';
import { Feed } from '../../src/kernel/outbox/feed.js';
import { ChangeStates } from '../../src/kernel/outbox/states/change-states.js';
import { RestoreRecorder } from '../../src/kernel/restore/record-restore.js';
import { AuditBench } from '../audit/support.js';

let bench: AuditBench;
beforeAll(async () => {
  bench = await AuditBench.open();
});
afterAll(() => bench.close());

/** The database is as it was when the copy was made: with the chain `a` and one anchor. */
async function readCopyBack(): Promise<void> {
  await bench.tamper(`DELETE FROM outbox WHERE aggregate_id <> 'a'`);
  await bench.tamper(`DELETE FROM audit_entry WHERE aggregate_id <> 'a'`);
  await bench.tamper(`DELETE FROM audit_anchor WHERE no > 1`);
  await bench.tamper(`DELETE FROM audit_anchor_leaf WHERE anchor > 1`);
  await bench.tamper(`DELETE FROM feed_epoch`);
}
const documents = { listMissing: () => Promise.resolve([]), listPlacedFiles: () => [] } as unknown as DocumentStore;
const sayRestored = () => new RestoreRecorder(bench.transactions, bench.anchors(), documents).record('a disk was lost');

it('a copy that is restored twice leaves free the positions of both lives that were lost', async () => {
  await bench.chain('a', 'create', 'issue');
  await bench.anchor();
  await bench.chain('b', 'create');
  await bench.anchor();
  await readCopyBack();
  const first = await sayRestored();
  for (const id of ['c1', 'c2', 'c3', 'c4']) await bench.chain(id, 'create');
  await bench.anchor();
  const feed = new Feed(bench.dataSource);
  try {
    const cursor = Number(await feed.head());
    await readCopyBack();
    const second = await sayRestored();
    expect(second.start).toBeGreaterThan(first.start);
    expect(second.start).toBeGreaterThan(cursor);
    for (const id of ['d1', 'd2', 'd3', 'd4', 'd5', 'd6']) await bench.chain(id, 'create');
    await bench.anchor();
    const read = new ChangesService(feed, new ChangeStates()).list(
      toScope(SYSTEM),
      { after: cursor },
      { url: '/changes', lang: 'zh', signal: new AbortController().signal },
    );
    await expect(read).rejects.toMatchObject({ code: 'feed_restarted' });
  } finally {
    feed.onModuleDestroy();
  }
});

it('what waited for its position when the copy was made comes behind the restart', async () => {
  await bench.reset();
  await bench.tamper(`DELETE FROM feed_epoch`);
  await bench.chain('a', 'create');
  await bench.anchor();
  await bench.chain('late', 'create');
  const { after, start } = await sayRestored();
  const rows = await bench.dataSource.query<{ id: string; position: string }[]>(
    `SELECT aggregate_id AS id, position FROM outbox ORDER BY position`,
  );
  expect([after, rows]).toEqual([
    1,
    [
      { id: 'a', position: '1' },
      { id: 'feed', position: String(start) },
      { id: 'late', position: String(start + 1) },
    ],
  ]);
});
