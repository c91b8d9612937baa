import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
      {
        ...{ url: '/changes', lang: 'zh', signal: new AbortController().signal },
        scopeAnew: () => Promise.resolve(toScope(SYSTEM)),
      },
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

const COPIED = ['outbox', 'audit_entry', 'audit_anchor', 'audit_anchor_leaf', 'feed_epoch'];
/** What a dump holds of the audit and the feed; answers how it is read back. */
async function takeDump(): Promise<() => Promise<void>> {
  for (const table of COPIED) await bench.tamper(`CREATE TABLE dumped_${table} AS SELECT * FROM ${table}`);
  return async () => {
    for (const table of COPIED) {
      await bench.tamper(`DELETE FROM ${table}`);
      await bench.tamper(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM dumped_${table}`);
    }
  };
}

it('a newer copy behind an older one begins another anchor file, and the feed behind what both lives gave out', async () => {
  await bench.reset();
  await bench.tamper(`DELETE FROM feed_epoch`);
  await bench.chain('a', 'create');
  await bench.anchor();
  for (const id of ['b1', 'b2', 'b3', 'b4', 'b5']) {
    await bench.chain(id, 'create');
    await bench.anchor();
  }
  const readNewerBack = await takeDump();
  await readCopyBack();
  const first = await sayRestored();
  expect(first.lostAnchors).toMatchObject({ from: 2, to: 6 });
  for (const id of ['c1', 'c2']) await bench.chain(id, 'create');
  await bench.anchor();
  const [{ given }] = await bench.dataSource.query<[{ given: string }]>(`SELECT max(position) AS given FROM outbox`);
  const file = readFileSync(bench.anchorFile, 'utf8');

  await readNewerBack();
  await expect(bench.anchors().run()).rejects.toThrow(/it is a copy from another life. After a restore run/);
  expect(readFileSync(bench.anchorFile, 'utf8')).toBe(file);
  const second = await sayRestored();
  expect(second).toMatchObject({ lostAnchors: { from: 2, to: 3, position: given }, unfiledAnchors: null });
  expect(readFileSync(second.anchorFileKept ?? '', 'utf8')).toBe(file);
  expect(second.start).toBeGreaterThan(Number(given));
  await bench.chain('d', 'create');
  await bench.anchor();
  expect(await bench.codes()).toEqual([]);
});

it('a file in which an antivirus found something is not missing: its content was deleted', async () => {
  await bench.reset();
  await bench.tamper(`DELETE FROM feed_epoch`);
  await bench.chain('a', 'create');
  await bench.anchor();
  const [, kept] = await Promise.all(
    (['found', 'clean'] as const).map(async (check) => {
      const id = randomUUID();
      await bench.tamper(
        `INSERT INTO document (id, organisation_id, uploaded_by, name, media_type, size, sha256, malware_check)
         VALUES ('${id}', '${randomUUID()}', 'somebody', 'a.pdf', 'application/pdf', 1, repeat('0', 64), '${check}')`,
      );
      return id;
    }),
  );
  const empty = {
    listMissing: (rows: { id: string }[]) => Promise.resolve(rows.map(({ id }) => id)),
    listPlacedFiles: () => [],
  } as unknown as DocumentStore;
  const record = await new RestoreRecorder(bench.transactions, bench.anchors(), empty).record('a disk was lost');
  expect(record.missingDocuments).toEqual({ count: 1, first: [kept] });
});
