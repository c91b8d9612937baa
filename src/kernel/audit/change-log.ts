import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { forPurpose, Keys, type KeyRing } from '../config/keys.js';
import { runPreparedStatement } from '../database/prepared.js';
import type { Actor, Change } from '../outbox/change.js';
import { CHAIN_PURPOSE, GENESIS, buildAuditRecord, computeSeal, type Head } from './audit-chain.js';
import { BoundRows, ROW_PURPOSE } from './bound-rows.js';
import { canonicalText } from './canonical.js';
import { APPEND } from './change-log-statements.js';
import { coverReasons } from './persons/covered-reasons.js';
import { PersonKeys } from './persons/person-keys.js';
import { HeadCache } from './head-cache.js';
import { findOrigin } from '../observability/trail.js';
import { holdsRows } from './row-kinds.js';
import { StatementSeals } from './statement-seals.js';
import type { ToldRow } from './tables/told-rows.js';

/** Ids of the two rows a change became. */
export interface Recorded {
  audit: string;
  event: string;
}

interface Answer {
  n: number;
  audit: string | null;
  event: string | null;
  head_seq: number | null;
  head_seal: string | null;
}

const ROWS_PER_STATEMENT = 500;
/** Writers of one chain at once, without a lock on its root; each try but the last waits for another to commit. */
const ATTEMPTS = 100;

/**
 * Writes the audit row and the outbox row of changes, in the caller's transaction.
 *
 * A row's seal covers its number and the seal before it, and the key stays outside the database, so the head must be
 * known here before the row can be made. It is guessed (the first row of a new chain, else what this process wrote last)
 * and checked by the statement that writes; a wrong guess writes nothing and answers the true head. So a change costs one
 * statement, two after another process wrote last. The lock on the root row makes the guess stable, but is not relied
 * on: two writers of one chain meet at its unique number, and the later one tries again.
 */
@Injectable()
export class ChangeLog {
  private readonly ring: KeyRing;
  private readonly heads = new HeadCache(10_000);
  /** For what tables keep under a seal beside their audit. */
  readonly seals: StatementSeals;
  /** Rows by which somebody acts, bound to the newest entry of their aggregate. */
  readonly bound: BoundRows;
  /** Keys of those whom reasons are about. */
  readonly persons: PersonKeys;

  constructor(keys: Keys) {
    this.seals = new StatementSeals(keys.audit);
    this.ring = forPurpose(keys.audit, CHAIN_PURPOSE);
    this.persons = new PersonKeys(forPurpose(keys.identity, 'person key'));
    this.bound = new BoundRows(this.ring, forPurpose(keys.identity, ROW_PURPOSE), this.heads);
  }

  async append(manager: EntityManager, actor: Actor, change: Change, at: Date): Promise<Recorded> {
    const [recorded] = await this.appendAll(manager, actor, [change], at);
    return recorded as Recorded;
  }

  /** Many changes by few statements; answers in their order. Changes of one aggregate chain in the order given. */
  async appendAll(manager: EntityManager, actor: Actor, changes: readonly Change[], at: Date): Promise<Recorded[]> {
    const recorded = new Array<Recorded>(changes.length);
    const covered = await coverReasons(manager, this.persons, changes);
    let open = covered.map((change, index) => ({ change, index }));
    for (let attempt = 0; open.length > 0;) {
      const wave = firstOfEach(open);
      const failed = await this.write(manager, actor, wave, at, recorded);
      attempt = failed.size === wave.length ? attempt + 1 : 0;
      if (attempt === ATTEMPTS) throw new Error(`The audit chain of ${wave[0]?.change.aggregate} does not stand still`);
      const written = new Set(wave.filter((w) => !failed.has(w.index)).map((w) => w.index));
      open = open.filter((o) => !written.has(o.index));
    }
    return recorded;
  }

  /** Rows that changed and that no entry of their unit of work holds: an entry of the first, which says nothing else. */
  async appendRows(manager: EntityManager, told: readonly ToldRow[]): Promise<void> {
    const [first] = told;
    if (!first) return;
    const [now] = await runPreparedStatement<{ now: Date }>(manager, 'SELECT business_now() AS now', []);
    const change = { aggregate: first[0], id: first[1], action: 'rows_told', tables: told };
    await this.append(manager, { kind: 'system', id: null }, change, (now as { now: Date }).now);
  }

  /** Writes what it can; answers the indexes whose guessed head was wrong (the true one is now remembered). */
  private async write(
    manager: EntityManager,
    actor: Actor,
    wave: { change: Change; index: number }[],
    at: Date,
    recorded: Recorded[],
  ): Promise<Set<number>> {
    const rows = wave.map(({ change, index }) => this.row(actor, change, at, index));
    const answers = await runPreparedStatement<Answer>(manager, APPEND, [
      JSON.stringify(rows.map((r) => r.json)),
      JSON.stringify(rows.map((r) => r.canonical)),
      JSON.stringify(rows.map((r) => r.payload)),
    ]);
    const failed = new Set<number>();
    const byIndex = new Map(rows.map((r) => [r.json.n, r]));
    for (const { n, audit, event, head_seq, head_seal } of answers) {
      const row = byIndex.get(n);
      if (!row) continue;
      if (audit !== null && event !== null) {
        recorded[n] = { audit, event };
        this.heads.set(row.json.aggregate_type, row.json.aggregate_id, row.head);
        continue;
      }
      failed.add(n);
      if (holdsRows(row.json.aggregate_type)) {
        const { aggregate_type: aggregate, aggregate_id: id } = row.json;
        this.heads.set(aggregate, id, await this.bound.load(manager, aggregate, id));
        continue;
      }
      const head = head_seq !== null && head_seal !== null ? { seq: head_seq, seal: head_seal } : GENESIS;
      this.heads.set(row.json.aggregate_type, row.json.aggregate_id, head);
    }
    return failed;
  }

  private row(actor: Actor, change: Change, at: Date, n: number) {
    const before = this.heads.get(change.aggregate, change.id) ?? GENESIS;
    const key = this.ring[0];
    const { request, trace } = findOrigin();
    const record = buildAuditRecord(actor, change, at, before, key, request);
    const canonical = canonicalText(record);
    const seal = computeSeal(canonical, key).toString('hex');
    const head: Head = { seq: record.seq, seal, ...(record.rows && { rows: record.rows }) };
    const { aggregate, id, seq, actor: by, data, from, to } = record;
    const json = {
      n,
      aggregate_type: aggregate,
      aggregate_id: id,
      seq,
      at: record.at,
      action: record.action,
      actor_kind: by.kind,
      actor_id: by.id,
      tenants: record.tenants,
      region: record.region,
      dataset: record.dataset,
      public: record.public,
      key: record.key,
      prev: record.prev,
      seal,
      ...(request !== null && { request }),
      ...(trace !== null && { trace }),
    };
    return { json, canonical, payload: { data, from, to }, head };
  }
}

/** One change per aggregate, at most a statement's worth: the heads of a statement are those before it. */
function firstOfEach<T extends { change: Change }>(open: readonly T[]): T[] {
  const seen = new Set<string>();
  const wave: T[] = [];
  for (const item of open) {
    const name = `${item.change.aggregate} ${item.change.id}`;
    if (seen.has(name)) continue;
    seen.add(name);
    wave.push(item);
    if (wave.length === ROWS_PER_STATEMENT) break;
  }
  return wave;
}
