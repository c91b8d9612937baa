import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../access/scope.js';
import { Sql } from '../database/sql.js';
import { visibleRows } from './visible.js';
import { Watch } from './watch.js';

export interface FeedRow {
  position: string;
  aggregate_type: string;
  aggregate_id: string;
  action: string;
  at: Date;
  payload: { data: Record<string, unknown>; from: string | null; to: string | null };
  dataset: string | null;
}
export interface FeedRequest {
  after: bigint;
  limit: number;
  dataset?: string | undefined;
  /** How long to wait for the first event, in milliseconds. */
  waitMs: number;
  signal: AbortSignal;
}
/** A restore: positions behind `after` and before `start` were lost with what they named. */
interface FeedBreak {
  after: bigint;
  start: bigint;
}
interface FeedExtent {
  head: bigint;
  breaks: readonly FeedBreak[];
}
export interface FeedPage {
  rows: FeedRow[];
  /** Everything up to here has been looked at: the next request's `after`. */
  position: bigint;
  more: boolean;
}

/** Positions one statement looks through: a tenant with few events does not scan the whole feed in one go. */
const WINDOW = 10_000n;
/** How long one request goes on looking through windows; what is left is the next page's. */
const SCAN_MS = 1_000;
const LOOK_MS = 100;

/** Reads the outbox by position: nothing is lost, nothing repeated, whatever else is writing. */
@Injectable()
export class Feed implements OnModuleDestroy {
  private readonly watch: Watch;

  constructor(private readonly dataSource: DataSource) {
    this.watch = new Watch(() => this.head(), LOOK_MS);
  }

  /** Long polls end at once, so that a server that stops does not wait for them. */
  onModuleDestroy(): void {
    this.watch.close();
  }

  async head(): Promise<bigint> {
    const rows = await this.dataSource.query<{ head: string }[]>(
      `SELECT coalesce(max(position), 0) AS head FROM outbox`,
    );
    return BigInt(rows[0]?.head ?? 0);
  }

  /** Where the feed ends, and where restores of the database broke it. */
  async readExtent(): Promise<FeedExtent> {
    const [row] = await this.dataSource.query<{ head: string; breaks: { after: string; start: string }[] }[]>(
      `SELECT (SELECT coalesce(max(position), 0) FROM outbox) AS head,
              (SELECT coalesce(json_agg(json_build_object('after', e.after::text, 'start', e.start::text) ORDER BY e.start), '[]')
               FROM feed_epoch e) AS breaks`,
    );
    const breaks = (row?.breaks ?? []).map(({ after, start }) => ({ after: BigInt(after), start: BigInt(start) }));
    return { head: BigInt(row?.head ?? 0), breaks };
  }

  async read(scope: Scope, request: FeedRequest): Promise<FeedPage> {
    const deadline = Date.now() + request.waitMs;
    let position = request.after;
    for (;;) {
      const page = await this.scan(scope, request, position);
      const left = deadline - Date.now();
      if (page.rows.length > 0 || page.more || left <= 0 || request.signal.aborted) return page;
      position = page.position;
      if (!(await this.watch.waitUntilGreater(position, left, request.signal))) return page;
    }
  }

  private async scan(scope: Scope, request: FeedRequest, from: bigint): Promise<FeedPage> {
    const { head, breaks } = await this.readExtent();
    const until = Date.now() + SCAN_MS;
    const rows: FeedRow[] = [];
    let position = from;
    while (position < head && rows.length < request.limit && Date.now() < until) {
      position = skipLostPositions(position, breaks);
      const end = position + WINDOW < head ? position + WINDOW : head;
      const wanted = request.limit - rows.length;
      const found = await this.window(scope, position, end, wanted, request.dataset);
      rows.push(...found);
      const last = found.at(-1);
      position = found.length === wanted && last ? BigInt(last.position) : end;
    }
    return { rows, position, more: position < head };
  }

  private window(scope: Scope, after: bigint, end: bigint, limit: number, dataset?: string): Promise<FeedRow[]> {
    const sql = new Sql();
    sql.and(`o.position > ${sql.p(after.toString())} AND o.position <= ${sql.p(end.toString())}`);
    sql.when(dataset, (p) => `o.dataset = ${p}`);
    visibleRows(scope, 'o', sql);
    return this.dataSource.query<FeedRow[]>(
      `SELECT o.position, o.aggregate_type, o.aggregate_id, o.action, o.at, o.payload, o.dataset
       FROM outbox o WHERE ${sql.where} ORDER BY o.position LIMIT ${limit}`,
      sql.params,
    );
  }
}

/** From the last position before a restore one reads on at the first behind it. */
const skipLostPositions = (position: bigint, breaks: readonly FeedBreak[]): bigint =>
  (breaks.find(({ after, start }) => after <= position && position < start - 1n)?.start ?? position + 1n) - 1n;
