import type { DataSource, QueryRunner } from 'typeorm';
import { forPurpose, type KeyRing } from '../config/keys.js';
import { ANCHOR_PURPOSE, anchorPublicKey } from './anchors/anchor.js';
import {
  ANCHOR_ROWS,
  checkAnchors,
  checkLeaves,
  LEAF_ROWS,
  type AnchorRow,
  type LeafRow,
} from './anchors/anchor-check.js';
import { AnchorFile } from './anchors/anchor-file.js';
import { CHAIN_PURPOSE } from './audit-chain.js';
import { CHAIN_ROWS, ChainCheck, type ChainRow } from './chain-check.js';
import { Findings, type AuditVerification } from './verification-types.js';

const FETCH = 1_000;

/**
 * Reads the whole audit, in bounded memory and as of one instant, and says whether it is what was written: every seal and
 * link, every anchor and the heads it names, and that every event of the feed still has its row.
 */
export async function verifyAudit(
  dataSource: DataSource,
  auditKeys: KeyRing,
  anchorFile: string,
): Promise<AuditVerification> {
  const findings = new Findings();
  const anchorRing = forPurpose(auditKeys, ANCHOR_PURPOSE);
  const chains = new ChainCheck(forPurpose(auditKeys, CHAIN_PURPOSE), findings);
  const runner = dataSource.createQueryRunner();
  try {
    // The file's end before the database's instant: an anchor that comes in between is new there, not missing.
    const lines = await new AnchorFile(anchorFile).lines();
    await runner.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await runner.query('SET LOCAL statement_timeout = 0');
    const anchors = await checkAnchors(
      streamRows<AnchorRow>(runner, 'anchors', ANCHOR_ROWS),
      lines,
      anchorRing,
      findings,
    );
    await checkLeaves(
      streamRows<LeafRow>(runner, 'leaves', LEAF_ROWS),
      streamRows<AnchorRow>(runner, 'anchors_again', ANCHOR_ROWS),
      anchorRing,
      findings,
    );
    for await (const row of streamRows<ChainRow>(runner, 'chains', CHAIN_ROWS)) chains.add(row);
    chains.end();
    await checkEvents(runner, findings);
    await runner.query('COMMIT');
    const { last } = anchors;
    return {
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
    };
  } finally {
    await runner.query('ROLLBACK').catch(() => undefined);
    await runner.release();
  }
}

/** Rows of a statement through a cursor of the open transaction. */
async function* streamRows<T>(runner: QueryRunner, name: string, sql: string): AsyncGenerator<T> {
  await runner.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const rows = (await runner.query(`FETCH ${FETCH} FROM ${name}`)) as T[];
    yield* rows;
    if (rows.length < FETCH) break;
  }
  await runner.query(`CLOSE ${name}`);
}

/** Newer than the last anchor, a row that was taken out of a chain's end still leaves its event behind. */
async function checkEvents(runner: QueryRunner, findings: Findings): Promise<void> {
  const rows = (await runner.query(
    `SELECT o.aggregate_type AS aggregate, o.aggregate_id AS id, o.audit_id AS entry
     FROM outbox o LEFT JOIN audit_entry a ON a.id = o.audit_id
     WHERE a.id IS NULL AND (o.position IS NULL OR o.position > coalesce((SELECT max(position) FROM audit_anchor), 0))
     ORDER BY o.id LIMIT ${FETCH}`,
  )) as { aggregate: string; id: string; entry: string }[];
  for (const row of rows) findings.add('row_missing', row);
}
