import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Scope } from '../access/scope.js';
import { Sql } from '../database/sql.js';
import { invalid } from '../http/validation.js';
import { BLOCK, visibleBlocks } from './blocks.js';
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
  /** What the caller may see once it has waited. @throws Problem where that is nothing any more */
  scopeAnew: () => Promise<Scope>;
}
/** A restore: positions behind `after` and before `start` were lost with what they named. */
interface FeedBreak {
  after: bigint;
  start: bigint;
}
interface FeedExtent {
  head: bigint;
  /** Events up to here are no longer kept. */
  moved: bigint;
  /** Up to here it is known of each block whom it concerns. */
  summarised: bigint;
  breaks: readonly FeedBreak[];
}
export interface FeedPage {
  rows: FeedRow[];
  /** Everything up to here has been looked at: the next request's `after`. */
  position: bigint;
  more: boolean;
}
/** A page with what its caller might see when it was read. */
interface ScopedPage extends FeedPage {
  scope: Scope;
}

/** Positions one statement looks through: a tenant with few events does not scan the whole feed in one go. */
const WINDOW = 10_000n;
/** Blocks that one statement looks up. */
const BLOCKS_LOOKED_UP = 50;
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
    const [row] = await this.dataSource.query<
      { head: string; moved: string; summarised: string; breaks: { after: string; start: string }[] }[]
    >(
      `SELECT (SELECT coalesce(max(position), 0) FROM outbox) AS head,
              (SELECT coalesce(max(position), 0) FROM outbox_moved) AS moved,
              (SELECT coalesce(max(no) + 1, 0)::bigint * ${BLOCK} FROM outbox_block) AS summarised,
              (SELECT coalesce(json_agg(json_build_object('after', e.after::text, 'start', e.start::text) ORDER BY e.start), '[]')
               FROM feed_epoch e) AS breaks`,
    );
    const breaks = (row?.breaks ?? []).map(({ after, start }) => ({ after: BigInt(after), start: BigInt(start) }));
    return {
      head: BigInt(row?.head ?? 0),
      moved: BigInt(row?.moved ?? 0),
      summarised: BigInt(row?.summarised ?? 0),
      breaks,
    };
  }

  /** Each look is by what the caller may see at that moment: access may end while somebody waits. */
  async read(admitted: Scope, request: FeedRequest): Promise<ScopedPage> {
    const deadline = Date.now() + request.waitMs;
    let scope = admitted;
    let position = request.after;
    for (;;) {
      const page = { ...(await this.scan(scope, request, position)), scope };
      const left = deadline - Date.now();
      if (page.rows.length > 0 || page.more || left <= 0 || request.signal.aborted) return page;
      position = page.position;
      if (!(await this.watch.waitUntilGreater(position, left, request.signal))) return page;
      scope = await request.scopeAnew();
    }
  }

  /** The event at a position, where the caller may see it and it is still kept. */
  async find(scope: Scope, position: bigint): Promise<FeedRow | null> {
    const [row] = await this.window(scope, position - 1n, position, 1);
    return row ?? null;
  }

  private async scan(scope: Scope, request: FeedRequest, from: bigint): Promise<FeedPage> {
    const extent = await this.readExtent();
    const until = Date.now() + SCAN_MS;
    const rows: FeedRow[] = [];
    let looked = false; // a page looks at something, however long that took to find
    for await (const { after, end } of this.listStretches(scope, from, extent)) {
      const wanted = request.limit - rows.length;
      if (wanted === 0 || (looked && Date.now() >= until)) return { rows, position: after, more: true };
      looked = true;
      const found = await this.window(scope, after, end, wanted, request.dataset);
      rows.push(...found);
      const last = found.at(-1);
      if (found.length === wanted && last) {
        const position = BigInt(last.position);
        return { rows, position, more: position < extent.head };
      }
    }
    const position = extent.head > from ? extent.head : from;
    return { rows, position, more: false };
  }

  /** Stretches of positions behind `from` in which the caller may find something, each no longer than a window. */
  private async *listStretches(scope: Scope, from: bigint, { head, summarised, breaks }: FeedExtent) {
    for (let position = from; position < head;) {
      position = skipLostPositions(position, breaks);
      if (scope.everything || position >= summarised) {
        const end = earlier(position + WINDOW, head);
        yield { after: position, end };
        position = end;
      } else {
        const blocks = await this.listBlocks(scope, position, summarised);
        for (const { first, last } of joinBlocks(blocks))
          yield { after: later(BigInt(first) * BLOCK, position), end: (BigInt(last) + 1n) * BLOCK };
        position = blocks.length < BLOCKS_LOOKED_UP ? summarised : (BigInt(blocks.at(-1) ?? 0) + 1n) * BLOCK;
      }
    }
  }

  /** The next blocks with something that the caller may see; those that were made since the reading began are another one's. */
  private async listBlocks(scope: Scope, position: bigint, summarised: bigint): Promise<number[]> {
    const sql = new Sql();
    sql.and(`b.no >= ${sql.p((position / BLOCK).toString())} AND b.no < ${sql.p((summarised / BLOCK).toString())}`);
    const rows = await this.dataSource.query<{ no: number }[]>(
      `SELECT b.no FROM outbox_block b WHERE ${visibleBlocks(scope, sql).where} ORDER BY b.no LIMIT ${BLOCKS_LOOKED_UP}`,
      sql.params,
    );
    return rows.map(({ no }) => no);
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

/** Blocks that follow each other, together as far as a window goes. */
function joinBlocks(blocks: readonly number[]): { first: number; last: number }[] {
  const joined: { first: number; last: number }[] = [];
  for (const no of blocks) {
    const before = joined.at(-1);
    if (before?.last === no - 1 && no - before.first < Number(WINDOW / BLOCK)) before.last = no;
    else joined.push({ first: no, last: no });
  }
  return joined;
}

const earlier = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const later = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** From the last position before a restore one reads on at the first behind it. */
const skipLostPositions = (position: bigint, breaks: readonly FeedBreak[]): bigint =>
  (breaks.find(({ after, start }) => after <= position && position < start - 1n)?.start ?? position + 1n) - 1n;

/** @throws 400 `beyond_the_end` where no event has come so far yet */
export function refuseLaterPosition(after: bigint, head: bigint): void {
  if (after > head)
    throw invalid('/after', 'beyond_the_end', {
      en: 'the feed has no such position yet; it was taken from another database or from before a restore',
      zh: '变更流中尚无此位置；它来自另一数据库，或来自恢复之前',
    });
}
