import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../access/principal.js';
import { readAnchor, ANCHOR_PURPOSE, lineHash } from '../audit/anchors/anchor.js';
import { Anchors } from '../audit/anchors/anchors.js';
import { CHAIN_PURPOSE } from '../audit/audit-chain.js';
import { AuditVerifier } from '../audit/verification/audit-verifier.js';
import type { VerifiedPlace } from '../audit/verification/checkpoint.js';
import { forPurpose, Keys } from '../config/keys.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { BORDER, findMovedBorder, hasToldEntries, loadToldDigest } from './moved-border.js';

/** What was moved, and up to which anchor. */
export interface MovedEntries {
  entries: number;
  heads: number;
  events: number;
  upTo: { anchor: number; at: string; position: string } | null;
}

/** The audit has findings: nothing of it is put where verification looks less often. */
export class DamagedAuditError extends Error {
  constructor(findings: number, command = 'verify-audit') {
    super(`${command} has ${findings} findings; nothing was moved.`);
    this.name = 'DamagedAuditError';
  }
}

/** Rows of one transaction. */
const AT_ONCE = 20_000;
/** Anchors whose heads are moved by one transaction. */
const ANCHORS_AT_ONCE = 5_000;
/** One process moves at a time. */
const LOCK = `SELECT pg_advisory_xact_lock(7244100005)`;

/** The last anchor older than `$1` months of which every event has reached the queue; the newest event stays, so that positions go on behind it. */
const LAST_OLD_ANCHOR = `
  SELECT line FROM audit_anchor
  WHERE at < clock_timestamp() - make_interval(months => $1) AND position < (SELECT max(position) FROM outbox) AND position <= (SELECT enqueued FROM outbox_relay)
    AND (position <= (SELECT position FROM delivery_follower) OR NOT EXISTS (SELECT FROM delivery_target WHERE active AND ended_at IS NULL))
    AND NOT EXISTS (SELECT FROM delivery d JOIN delivery_target t ON t.id = d.target_id AND t.active
      WHERE d.state = 'pending' AND d.position <= audit_anchor.position)
  ORDER BY no DESC LIMIT 1`;

/** The greatest id of an entry before which there is none whose event has a later position than `$1`. */
const LAST_OLD_ENTRY = `SELECT min(audit_id) - 1 AS entry FROM outbox WHERE position > $1 OR position IS NULL`;

const IS_OLD_ENTRY = `e.id <= $1 AND NOT (e.aggregate_type = '${BORDER.aggregate}' AND e.aggregate_id = '${BORDER.id}')`;
const NEXT_ENTRY = `
  SELECT max(id) AS last FROM (SELECT e.id FROM ONLY audit_entry e WHERE ${IS_OLD_ENTRY} ORDER BY e.id LIMIT ${AT_ONCE}) next`;
const COPY_ENTRIES = `INSERT INTO audit_entry_moved SELECT e.* FROM ONLY audit_entry e WHERE ${IS_OLD_ENTRY}`;
const DELETE_ENTRIES = `
  WITH gone AS (DELETE FROM ONLY audit_entry e WHERE ${IS_OLD_ENTRY} RETURNING 1) SELECT count(*)::integer AS n FROM gone`;

const FIRST_HEAD = `SELECT min(anchor) AS anchor FROM ONLY audit_anchor_leaf`;
const COPY_HEADS = `
  INSERT INTO audit_anchor_leaf_moved
  SELECT l.* FROM ONLY audit_anchor_leaf l
  WHERE l.anchor <= $1 AND EXISTS (SELECT FROM audit_entry_moved m
    WHERE m.aggregate_type = l.aggregate_type AND m.aggregate_id = l.aggregate_id AND m.seq = l.seq)`;
const DELETE_HEADS = `
  WITH gone AS (
    DELETE FROM ONLY audit_anchor_leaf l
    WHERE l.anchor <= $1 AND EXISTS (SELECT FROM audit_anchor_leaf_moved m
      WHERE m.aggregate_type = l.aggregate_type AND m.aggregate_id = l.aggregate_id AND m.seq = l.seq)
    RETURNING 1
  ) SELECT count(*)::integer AS n FROM gone`;

/** Who asks for events once more waits for who moves them, and the other way round. */
const LOCK_FOLLOWER = `SELECT FROM delivery_follower FOR UPDATE`;
/** Of events that are still to be delivered, as one that a replay asked for since the border was set, and of those behind it none moves. */
const NEXT_EVENT = `
  SELECT max(position) AS last FROM (
    SELECT position FROM outbox
    WHERE position <= least($1::bigint, (SELECT min(d.position) - 1 FROM delivery d JOIN delivery_target t ON t.id = d.target_id AND t.active
      WHERE d.state = 'pending'))
    ORDER BY position LIMIT ${AT_ONCE}) next`;
const COPY_EVENTS = `
  INSERT INTO outbox_moved (id, position, aggregate_type, aggregate_id, action, at, payload, tenants, region, dataset, public,
                            audit_id, created_at, request_id, trace)
  SELECT id, position, aggregate_type, aggregate_id, action, at, payload, tenants, region, dataset, public,
         audit_id, created_at, request_id, trace
  FROM outbox WHERE position <= $1`;
const DELETE_EVENTS = `
  WITH gone AS (DELETE FROM ONLY outbox WHERE position <= $1 RETURNING 1) SELECT count(*)::integer AS n FROM gone`;

/**
 * Moves old entries of the audit, the heads that anchors keep of them, and their events into tables of their own. First everything is
 * verified; then an entry of the audit, anchored like any other, says up to which anchor: rows that stand among the moved ones
 * without it are a finding. What breaks off goes on with the next call.
 */
@Injectable()
export class OldEntries {
  constructor(
    private readonly transactions: Transactions,
    private readonly verifier: AuditVerifier,
    private readonly anchors: Anchors,
    private readonly keys: Keys,
  ) {}

  /**
   * What is older than so many months.
   * @throws DamagedAuditError where verification finds something
   */
  async move(months: number): Promise<MovedEntries> {
    await this.anchors.run();
    const { ok, findingsTotal } = await this.verifier.verify();
    if (!ok) throw new DamagedAuditError(findingsTotal);
    const place = await this.setBorder(months);
    if (place === null) return { entries: 0, heads: 0, events: 0, upTo: null };
    return {
      entries: await this.moveEntries(place.entry),
      heads: await this.moveHeads(place.no),
      events: await this.moveEvents(place.position),
      upTo: { anchor: place.no, at: place.at, position: place.position },
    };
  }

  /** Seals the border: where it was, or further, whoever else moves at the same time; null where nothing is old enough. */
  private async setBorder(months: number): Promise<VerifiedPlace | null> {
    const border = await this.transactions.run(SYSTEM, async (tx) => {
      await tx.query('SET LOCAL statement_timeout = 0');
      await tx.query(LOCK);
      const known = await findMovedBorder(tx.manager, forPurpose(this.keys.audit, CHAIN_PURPOSE));
      // What is sealed now would hide what was taken from the moved ones before.
      if (known && !(await hasToldEntries(tx.manager, known))) throw new DamagedAuditError(1, 'verify-audit --tables');
      const place = await this.findPlace(tx, months);
      if (place === null || place.no <= (known?.no ?? 0)) return known;
      const told = await loadToldDigest(tx.manager, place.entry);
      await tx.record({ ...BORDER, action: 'move', data: { ...place, told } });
      return place;
    });
    await this.anchors.run();
    return border;
  }

  /** The last anchor that is old enough; null where there is none, or it is not ours. */
  private async findPlace(tx: Tx, months: number): Promise<VerifiedPlace | null> {
    const [last] = await tx.query<{ line: string }>(LAST_OLD_ANCHOR, [months]);
    const anchor = last && readAnchor(last.line, forPurpose(this.keys.audit, ANCHOR_PURPOSE));
    if (!last || !anchor) return null;
    const [oldest] = await tx.query<{ entry: string }>(LAST_OLD_ENTRY, [anchor.position]);
    return {
      no: anchor.no,
      line: lineHash(last.line),
      at: anchor.at,
      position: anchor.position,
      entry: (oldest as { entry: string }).entry,
    };
  }

  private async moveEntries(until: string): Promise<number> {
    let moved = 0;
    for (;;) {
      const step = await this.step(async (tx) => {
        const [next] = await tx.query<{ last: string | null }>(NEXT_ENTRY, [until]);
        if (!next?.last) return null;
        await tx.query(COPY_ENTRIES, [next.last]);
        return tx.query<{ n: number }>(DELETE_ENTRIES, [next.last]);
      });
      if (step === null) return moved;
      moved += step;
    }
  }

  private async moveHeads(until: number): Promise<number> {
    const [first] = await this.transactions.reader.query<{ anchor: string | null }[]>(FIRST_HEAD);
    let moved = 0;
    for (let from = Number(first?.anchor ?? until + 1); from <= until; from += ANCHORS_AT_ONCE) {
      const last = Math.min(from + ANCHORS_AT_ONCE - 1, until);
      moved +=
        (await this.step(async (tx) => {
          await tx.query(COPY_HEADS, [last]);
          return tx.query<{ n: number }>(DELETE_HEADS, [last]);
        })) ?? 0;
    }
    return moved;
  }

  private async moveEvents(until: string): Promise<number> {
    let moved = 0;
    for (;;) {
      const step = await this.step(async (tx) => {
        await tx.query(LOCK_FOLLOWER);
        const [next] = await tx.query<{ last: string | null }>(NEXT_EVENT, [until]);
        if (!next?.last) return null;
        await tx.query(COPY_EVENTS, [next.last]);
        return tx.query<{ n: number }>(DELETE_EVENTS, [next.last]);
      });
      if (step === null) return moved;
      moved += step;
    }
  }

  /** One transaction: whole or not at all. Answers how many rows it moved; null where there was none. */
  private step(work: (tx: Tx) => Promise<{ n: number }[] | null>): Promise<number | null> {
    return this.transactions.run(SYSTEM, async (tx) => {
      await tx.query('SET LOCAL statement_timeout = 0');
      await tx.query(LOCK);
      const counted = await work(tx);
      return counted === null ? null : (counted[0]?.n ?? 0);
    });
  }
}
