import type { Tx } from '../kernel/database/transactions.js';
import { AlteredImport, type ImportSeals, type KeptImport } from './import-seals.js';
import { collectGarbage } from './rows/collect-garbage.js';
import type { ReceivedLine } from './rows/import-rows.js';

/** Lines received per statement, so far as they fit into these bytes, and rows taken per transaction: of OCDS fewer, one process after the other. */
const RECEIVE_AT_ONCE = 1000;
const RECEIVE_BYTES = 4 * 1024 * 1024;
export const TAKE_AT_ONCE = 100;
export const BULK_AT_ONCE = 500;
/** Rows of live objects that one transaction takes or tries at most: it holds their locks until it ends, and others wait for them. */
export const ROWS_AT_ONCE = 20_000;
/** Lines taken per transaction have no more bytes than one process may have. */
export const MOST_OF_PROCESS = { lines: 1000, bytes: 32 * 1024 * 1024 };

/**
 * Steps after which a file that is received, or an import that is taken, holds what it will hold: from a collection then on, the heap may
 * grow by half of that. Until the first one stands what V8 chose before the file, and it may not come for tens of thousands of rows.
 */
export const SETTLED = 5;

/** A line as a file gives it; `key`: what it is taken together with. */
export type GivenLine = ReceivedLine & { key?: string | null };

/** Stores the lines of a file; answers how many there are. */
export async function storeLines(
  tx: Tx,
  seals: ImportSeals,
  job: KeptImport,
  lines: AsyncIterable<GivenLine>,
): Promise<number> {
  const { id } = job;
  let [rows, steps] = [0, 0];
  let batch: GivenLine[] = [];
  let [bytes, isKeyed] = [0, false];
  const encodeLine = ({ line, raw }: GivenLine): string => seals.coverLine(job, line, raw).toString('base64');
  const flush = async () => {
    await tx.query(
      `INSERT INTO import_line (import_id, line, raw, key, mac) SELECT $1, g.line, decode(g.raw, 'base64'), g.key, decode(g.mac, 'base64')
       FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[]) AS g(line, raw, key, mac)`,
      [
        ...[id, batch.map((l) => l.line), batch.map((l) => encodeLine(l)), batch.map((l) => l.key ?? null)],
        batch.map((l) => seals.sealLine(id, l.line, l.raw).toString('base64')),
      ],
    );
    rows += batch.length;
    [batch, bytes] = [[], 0];
    if (++steps === SETTLED) collectGarbage();
  };
  for await (const line of lines) {
    batch.push(line);
    bytes += line.raw.length;
    isKeyed ||= (line.key ?? null) !== null;
    if (batch.length === RECEIVE_AT_ONCE || bytes >= RECEIVE_BYTES) await flush();
  }
  if (batch.length > 0) await flush();
  if (isKeyed) await joinLines(tx, id);
  return rows;
}

/**
 * What speaks of one process is taken with the first line that does, wherever it stands; where it is more than is held, each line
 * is its own first, and refused unread. One statement over the whole file, of which nothing is known to the planner yet: taking the
 * lines for few, it would compare each with each.
 */
async function joinLines(tx: Tx, id: string): Promise<void> {
  await tx.query(`SET LOCAL statement_timeout = 0`);
  await tx.query(`SET LOCAL enable_nestloop = off`);
  await tx.query(
    `UPDATE import_line l SET first = CASE WHEN g.exceeds THEN l.line ELSE g.first END
     FROM (SELECT key, min(line) AS first, count(*) > $2::integer OR sum(octet_length(raw)) > $3::bigint AS exceeds
       FROM import_line WHERE import_id = $1 AND key IS NOT NULL GROUP BY key HAVING count(*) > 1) g
     WHERE l.import_id = $1 AND l.key = g.key AND (g.exceeds OR l.line > g.first)`,
    [id, MOST_OF_PROCESS.lines, MOST_OF_PROCESS.bytes],
  );
  await tx.query(`SET LOCAL enable_nestloop = on`);
}

/** Lines that are taken together. */
export interface LoadedLines {
  lines: ReceivedLine[];
  /** Of processes of which the file says more than is held: refused, whatever they say. */
  refused: { line: number; key: string | null }[];
  last: number | undefined;
  isEnd: boolean;
}

/**
 * The next lines behind this one in their order, each with those that are taken with it: so many as fit, at least one.
 * @throws AlteredImport
 */
export async function loadLines(
  tx: Tx,
  seals: ImportSeals,
  job: KeptImport,
  { after, most }: { after: number; most: number },
): Promise<LoadedLines> {
  const { id } = job;
  const found = await tx.query<{ line: number; key: string | null; refused: boolean; bytes: string }>(
    `SELECT l.line, l.key, l.first IS NOT NULL AS refused, octet_length(l.raw) + coalesce((SELECT sum(octet_length(j.raw))
       FROM import_line j WHERE j.import_id = $1 AND j.first = l.line AND l.first IS NULL), 0) AS bytes
     FROM import_line l WHERE l.import_id = $1 AND l.line > $2 AND (l.first IS NULL OR l.first = l.line) ORDER BY l.line LIMIT $3`,
    [id, after, most],
  );
  let bytes = 0;
  const fitting = found.filter((first, i) => (bytes += Number(first.bytes)) <= MOST_OF_PROCESS.bytes || i === 0);
  const taken = fitting.filter(({ refused }) => !refused).map(({ line }) => line);
  const kept = await tx.query<ReceivedLine & { mac: Buffer | null }>(
    `SELECT line, raw, mac FROM import_line WHERE import_id = $1 AND line = ANY ($2::integer[])
     UNION ALL SELECT line, raw, mac FROM import_line WHERE import_id = $1 AND first = ANY ($2::integer[])
     ORDER BY line`,
    [id, taken],
  );
  const lines = kept.map((each) => {
    const raw = seals.readLine(job, each.line, each.raw);
    if (raw === null) throw new AlteredImport();
    return { ...each, raw };
  });
  seals.assertLines(id, lines);
  return {
    lines,
    refused: fitting.filter(({ refused }) => refused).map(({ line, key }) => ({ line, key })),
    last: fitting.at(-1)?.line,
    isEnd: fitting.length === found.length && found.length < most,
  };
}
