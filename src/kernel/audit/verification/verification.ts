import type { DataSource, QueryRunner } from 'typeorm';
import { forPurpose, type KeyRing } from '../../config/keys.js';
import { ANCHOR_PURPOSE, anchorPublicKey, lineHash } from '../anchors/anchor.js';
import {
  ANCHOR_ROWS,
  checkAnchors,
  checkLeaves,
  checkSignatures,
  LEAF_ROWS,
  NO_ANCHOR,
  RESTED_ANCHOR_ROWS,
  RESTED_LEAF_ROWS,
  type AnchorRow,
  type LeafRow,
} from '../anchors/anchor-check.js';
import { AnchorFile } from '../anchors/anchor-file.js';
import { CHAIN_PURPOSE } from '../audit-chain.js';
import { listComparedTables } from '../tables/accepted-rows.js';
import { findAlteredFunctions } from '../tables/function-check.js';
import { currentRowsSql, tableFindingsSql, type TableFinding } from '../tables/table-check.js';
import { findMovedBorder } from '../../moved/moved-border.js';
import {
  CHAIN_ROWS,
  ChainCheck,
  LATER_CHAIN_ANCHORS,
  LATER_CHAIN_ROWS,
  UNMOVED_CHAIN_ROWS,
  type ChainRow,
} from './chain-check.js';
import type { VerifiedPlace } from './checkpoint.js';
import {
  checkMovedBorder,
  checkMovedRows,
  checkToldEntries,
  COMPARED_MOVED_ROWS,
  FOLLOWED_ANCHORS,
  FOLLOWED_ROWS,
  type MovedRow,
} from './moved-check.js';
import { Findings, type AuditVerification } from './verification-types.js';

/** Rows of one round trip: what is between two of them weighs less than a hundredth of the work. */
const FETCH = 5_000;

/** What a verification found, and up to where the next one need not look again if it found nothing. */
export interface Verified {
  outcome: AuditVerification;
  place: VerifiedPlace | null;
}

/** What is verified beside the chains and the anchors, and from where on. */
export interface VerificationScope {
  since?: VerifiedPlace | null;
  /** Whether tables are compared with the audit. */
  tables?: boolean;
  /** Whether what was moved is read as well; it was verified when it was moved. */
  moved?: boolean;
}

/**
 * Reads the whole audit, or what came since a place, in bounded memory and as of one instant, and says whether it is what was
 * written: every seal and link, every anchor and the heads it names, and that every event of the feed still has its row. Where
 * asked, also whether the tables are what the audit says of them.
 */
export async function verifyAudit(
  dataSource: DataSource,
  auditKeys: KeyRing,
  anchorFile: string,
  { since = null, tables = false, moved = false }: VerificationScope = {},
): Promise<Verified> {
  const findings = new Findings();
  const anchorRing = forPurpose(auditKeys, ANCHOR_PURPOSE);
  const chainRing = forPurpose(auditKeys, CHAIN_PURPOSE);
  const chains = new ChainCheck(chainRing, findings);
  const runner = dataSource.createQueryRunner();
  try {
    const border = await findMovedBorder(runner, chainRing);
    const from = since ?? (moved ? null : border);
    const before = from ?? NO_ANCHOR;
    // The file's end before the database's instant: an anchor that comes in between is new there, not missing.
    const lines = await findLaterLines(new AnchorFile(anchorFile), from, findings);
    await runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await runner.query('SET LOCAL statement_timeout = 0');
    // A schema of the role's own name would be looked into first, and its functions taken for those that were compared.
    await runner.query('SET LOCAL search_path = pg_catalog, public');
    if (from) await checkPlace(runner, from, findings);
    await checkMovedBorder(runner, border, findings);
    if (since) {
      await checkRestedLeaves(runner, LATER_CHAIN_ANCHORS, toParams(since), anchorRing, findings);
    } else if (from) {
      await checkMovedRows(streamRows<MovedRow>(runner, 'followed', FOLLOWED_ROWS, [from.no]), chainRing, findings);
      await checkRestedLeaves(runner, FOLLOWED_ANCHORS, [from.no], anchorRing, findings);
    }
    if (from && tables) {
      const before = findings.total;
      await checkMovedRows(streamRows<MovedRow>(runner, 'compared', COMPARED_MOVED_ROWS), chainRing, findings);
      // Where one of them is not ours it is named already.
      if (border && findings.total === before) await checkToldEntries(runner, border, findings);
    }
    const anchors = await checkAnchors(
      streamRows<AnchorRow>(runner, 'anchors', ANCHOR_ROWS, [before.no]),
      lines,
      anchorRing,
      findings,
      before,
    );
    await checkLeaves(
      streamRows<LeafRow>(runner, 'leaves', LEAF_ROWS, [from?.no ?? null]),
      streamRows<AnchorRow>(runner, 'anchors_again', ANCHOR_ROWS, [before.no]),
      anchorRing,
      findings,
    );
    const rows = since
      ? streamRows<ChainRow>(runner, 'chains', LATER_CHAIN_ROWS, toParams(since))
      : from
        ? streamRows<ChainRow>(runner, 'chains', UNMOVED_CHAIN_ROWS, [from.no])
        : streamRows<ChainRow>(runner, 'chains', CHAIN_ROWS);
    for await (const row of rows) chains.add(row);
    chains.end();
    await checkEvents(runner, findings);
    const tableRows = tables ? await checkTables(runner, findings) : undefined;
    const entry = await findLastEntry(runner);
    await runner.query('COMMIT');
    const last = anchors.last ?? from;
    const { lastOfFile } = anchors;
    return {
      outcome: {
        ok: findings.total === 0,
        checkedAt: new Date().toISOString(),
        rows: chains.rows,
        chains: chains.chains,
        anchors: {
          inDatabase: anchors.inDatabase,
          inFile: anchors.inFile,
          last: last && { no: last.no, at: last.at, position: last.position },
          publicKey: anchorPublicKey(anchorRing[0]),
        },
        notYetAnchored: chains.notYetAnchored,
        findings: findings.kept,
        findingsTotal: findings.total,
        movedUpTo: !since && from ? { no: from.no, at: from.at } : null,
        ...(tableRows !== undefined && { tableRows }),
      },
      place: lastOfFile
        ? {
            no: lastOfFile.anchor.no,
            line: lastOfFile.line,
            at: lastOfFile.anchor.at,
            position: lastOfFile.anchor.position,
            entry,
          }
        : from && { no: from.no, line: from.line, at: from.at, position: from.position, entry },
    };
  } finally {
    await runner.query('ROLLBACK').catch(() => undefined);
    await runner.release();
  }
}

/** The lines of the file behind that of a place, which must stand there as it was. */
async function findLaterLines(
  file: AnchorFile,
  since: VerifiedPlace | null,
  findings: Findings,
): Promise<AsyncIterable<string>> {
  if (!since) return file.lines();
  const lines = await file.findNext(since.no);
  for (;;) {
    const line = await lines.next();
    if (line.done) {
      findings.add('anchor_not_in_file', { anchor: since.no });
      return lines;
    }
    if (lineHash(line.value) === since.line) return lines;
  }
}

/** The anchor of the place is still the one of the database. */
async function checkPlace(runner: QueryRunner, { no, line }: VerifiedPlace, findings: Findings): Promise<void> {
  const [row] = (await runner.query(`SELECT line FROM audit_anchor WHERE no = $1`, [no])) as { line: string }[];
  if (!row) findings.add('anchor_missing', { anchor: no });
  else if (lineHash(row.line) !== line) findings.add('anchor_altered', { anchor: no });
}

/** Parameters of the statements about chains that moved since a place. */
const toParams = ({ position, no, entry }: VerifiedPlace): unknown[] => [position, no, entry];

/** Heads of anchors up to a place of which a statement names the numbers: they make the root that was signed. */
async function checkRestedLeaves(
  runner: QueryRunner,
  sql: string,
  params: readonly unknown[],
  ring: KeyRing,
  findings: Findings,
): Promise<void> {
  const rows = (await runner.query(sql, [...params])) as { anchor: string }[];
  const numbers = [rows.map(({ anchor }) => anchor)];
  await checkLeaves(
    streamRows<LeafRow>(runner, 'rested_leaves', RESTED_LEAF_ROWS, numbers),
    checkSignatures(streamRows<AnchorRow>(runner, 'rested_anchors', RESTED_ANCHOR_ROWS, numbers), ring, findings),
    ring,
    findings,
  );
}

async function findLastEntry(runner: QueryRunner): Promise<string> {
  const rows = (await runner.query(`SELECT coalesce(max(id), 0) AS entry FROM audit_entry`)) as { entry: string }[];
  return rows[0]?.entry ?? '0';
}

/** Rows of a statement through a cursor of the open transaction. */
async function* streamRows<T>(
  runner: QueryRunner,
  name: string,
  sql: string,
  params: unknown[] = [],
): AsyncGenerator<T> {
  await runner.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, params);
  for (;;) {
    const rows = (await runner.query(`FETCH ${FETCH} FROM ${name}`)) as T[];
    yield* rows;
    if (rows.length < FETCH) break;
  }
  await runner.query(`CLOSE ${name}`);
}

/**
 * Compares the rows of tables with what the audit says of them, and the functions that do so with those of this version;
 * answers how many rows there are: none where a function is missing, for then no row can be compared.
 */
async function checkTables(runner: QueryRunner, findings: Findings): Promise<number> {
  const functions = await findAlteredFunctions(runner);
  for (const { signature } of functions) findings.add('function_altered', { function: signature });
  if (functions.some(({ what }) => what === 'missing')) return 0;
  const tables = await listComparedTables(runner);
  for await (const row of streamRows<TableFinding>(runner, 'differing_rows', tableFindingsSql(tables))) {
    const { what, table, id, entry, between } = row;
    findings.add(`table_row_${what}`, { table, id, ...(entry !== null && { entry }), ...(between && { between }) });
  }
  const counted = (await runner.query(`SELECT count(*)::integer AS rows FROM (${currentRowsSql(tables)}) r`)) as [
    { rows: number },
  ];
  return counted[0].rows;
}

/** Newer than the last anchor, a row that was taken out of a chain's end still leaves its event behind. */
async function checkEvents(runner: QueryRunner, findings: Findings): Promise<void> {
  const rows = (await runner.query(
    `SELECT o.aggregate_type AS aggregate, o.aggregate_id AS id, o.audit_id AS entry
     FROM outbox o LEFT JOIN audit_entry a ON a.id = o.audit_id
     WHERE a.id IS NULL AND (o.position IS NULL OR o.position > coalesce((SELECT max(position) FROM audit_anchor), 0))
     ORDER BY o.id LIMIT 1000`,
  )) as { aggregate: string; id: string; entry: string }[];
  for (const row of rows) findings.add('row_missing', row);
}
