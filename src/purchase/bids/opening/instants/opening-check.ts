import { Injectable } from '@nestjs/common';
import { AnchoredChains } from '../../../../kernel/audit/anchors/anchored-chains.js';
import { canonicalText } from '../../../../kernel/audit/canonical.js';
import type { Finding } from '../../../../kernel/audit/verification/verification-types.js';
import { Settings } from '../../../../kernel/config/settings.js';
import type { StoredRow } from '../../../../kernel/database/row-types.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import type { Opening } from '../opening.entity.js';
import {
  FIRST_PREV,
  hashBytes,
  INSTANT_AGGREGATE,
  INSTANT_PURPOSE,
  ORDER_PURPOSE,
  parseInstant,
  toInstant,
  toSeal,
  type Instant,
  type LotInstant,
  type OrderWord,
  type StoredInstant,
} from './instant.rules.js';
import { TenderKeys } from '../tender-keys.js';
import { compareRows, type StoredRows } from './stored-rows.rules.js';
import type { Stop, StopReason } from './stop-reasons.js';

/** An ordered opening, as its row says. */
export type OrderedOpening = Pick<
  StoredRow<Opening>,
  | 'id'
  | 'requested_at'
  | 'requested_by'
  | 'request_no'
  | 'request_key'
  | 'request_seal'
  | 'ordered_at'
  | 'ordered_by'
  | 'order_no'
  | 'order_key'
  | 'order_seal'
  | 'late_reason'
>;

/** What is to be opened. */
type Asked = { opening: OrderedOpening } | { finalOffersOf: string };

/** What was signed, where everything holds; else why nothing is opened. */
type Checked = { stop: null; lots: readonly LotInstant[] } | { stop: Stop };

/** How far apart the clocks of the database and of this process may be. */
const CLOCK_TOLERANCE_MS = 60_000;
/** An anchor is made every minute: a statement this old has one. */
const ANCHOR_LAG_MS = 5 * 60_000;
/** Statements are dated by the process that signs, anchors by the one that anchors. */
const CLOCK_SLACK_MS = 10 * 60_000;

const ROWS = `
  SELECT t.method, t.conducted, t.deadline_at,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'state', l.state, 'round', l.consultation,
       'finalDeadlineAt', l.final_deadline_at) ORDER BY l.no), '[]') FROM lot l WHERE l.tender_id = t.id) AS lots,
    (SELECT coalesce(jsonb_object_agg(k.purpose, encode(sha256(k.public_key), 'hex')), '{}') FROM tender_key k WHERE k.tender_id = t.id) AS keys
  FROM tender t WHERE t.id = $1`;

const stop = (reason: StopReason, facts: Record<string, unknown> = {}): { stop: Stop } => ({ stop: { reason, facts } });

/**
 * What stands between whoever can write into the database and the private keys: before the worker opens anything it believes
 * no row, but what was signed under a key that the database lacks, in the order in which the anchored audit numbers it.
 */
@Injectable()
export class OpeningCheck {
  constructor(
    private readonly settings: Settings,
    private readonly chains: AnchoredChains,
    private readonly keys: TenderKeys,
  ) {}

  /** To be called under the lock of the tender's row. Nothing is written. */
  async check(tx: Tx, tender: string, asked: Asked): Promise<Checked> {
    const signed = await this.readStatements(tx, tender);
    if ('stop' in signed) return signed;
    const { statements, last } = signed;
    const anchored = await this.checkAnchors(tx, statements, last);
    if (anchored) return anchored;
    const altered = await this.checkRows(tx, tender, last, asked);
    if (altered) return altered;
    const early = await this.checkTime(tx, last, asked);
    if (early) return early;
    const order = 'opening' in asked ? this.checkOrders(tx, tender, statements, asked.opening) : null;
    return order ?? { stop: null, lots: last.lots };
  }

  /** Every statement of the tender: sealed by us, numbered on, each naming the one before. */
  private async readStatements(
    tx: Tx,
    tender: string,
  ): Promise<{ statements: Instant[]; last: Instant } | { stop: Stop }> {
    const rows = await tx.query<StoredInstant>(
      `SELECT no, canonical, key_id, seal FROM opening_instant WHERE tender_id = $1 ORDER BY no`,
      [tender],
    );
    const statements: Instant[] = [];
    let prev = FIRST_PREV;
    for (const row of rows) {
      const instant = tx.seals.holds(INSTANT_PURPOSE, row.canonical, toSeal(row)) ? parseInstant(row.canonical) : null;
      if (instant?.tender !== tender || instant.no !== row.no) return stop('instants_forged', { no: row.no });
      if (instant.no !== statements.length + 1 || instant.prev !== prev)
        return stop('instants_put_back', { no: row.no });
      statements.push(instant);
      prev = hashBytes(row.canonical);
    }
    const last = statements.at(-1);
    if (last === undefined) return stop('instants_missing');
    return this.compareWithAudit(tx, tender, statements, last, rows);
  }

  /** Each statement has its row in the anchored audit, and the audit has no more of them. */
  private async compareWithAudit(
    tx: Tx,
    tender: string,
    statements: Instant[],
    last: Instant,
    rows: readonly StoredInstant[],
  ): Promise<{ statements: Instant[]; last: Instant } | { stop: Stop }> {
    const chain = await this.chains.readChain(tx.manager, INSTANT_AGGREGATE, tender);
    if (chain.findings.length > 0) {
      const isCut = chain.findings.some(({ code }) => code === 'tail_cut' || code === 'row_missing');
      return stop(isCut ? 'instants_put_back' : 'anchors_altered', { findings: toNames(chain.findings) });
    }
    if (chain.records.length !== rows.length)
      return stop('instants_put_back', { statements: rows.length, audited: chain.records.length });
    for (const [i, { data }] of chain.records.entries())
      if (data.no !== i + 1 || data.sha256 !== hashBytes((rows[i] as StoredInstant).canonical))
        return stop('instants_put_back', { no: i + 1 });
    const isOld = Date.now() - Date.parse(last.at) > ANCHOR_LAG_MS;
    if (this.settings.production && isOld && chain.anchoredSeq < last.no)
      return stop('instants_not_anchored', { no: last.no });
    return { statements, last };
  }

  /**
   * What came after the last statement would be covered by an anchor since. What was signed at an upgrade says nothing of the
   * time before, so there all anchors are looked at.
   */
  private async checkAnchors(tx: Tx, statements: readonly Instant[], last: Instant): Promise<{ stop: Stop } | null> {
    const isAdopted = statements[0]?.event === 'adopt';
    const since = new Date(Date.parse(last.at) - CLOCK_SLACK_MS).toISOString();
    const { anchors, findings } = await this.chains.checkLaterAnchors(tx.manager, isAdopted ? null : since);
    if (findings.length > 0) return stop('anchors_altered', { findings: toNames(findings) });
    const isOld = Date.now() - Date.parse(last.at) > ANCHOR_LAG_MS;
    // The file is gone, or is not the one that is written: nothing says how the chain ended.
    return this.settings.production && isOld && anchors === 0 ? stop('instants_not_anchored', { no: last.no }) : null;
  }

  private async checkRows(tx: Tx, tender: string, last: Instant, asked: Asked): Promise<{ stop: Stop } | null> {
    const [rows] = await tx.query<StoredRows>(ROWS, [tender]);
    const fields = rows ? compareRows(last, rows, 'opening' in asked ? null : asked.finalOffersOf) : ['tender'];
    if (fields.length === 0)
      fields.push(...(await this.keys.listAlteredKeys(tx, tender)).map((purpose) => `keys/${purpose}/private`));
    if (fields.length === 0) return null;
    const { no, method, deadlineAt, lots } = last;
    return stop('rows_altered', { fields, signed: { no, method, deadlineAt, lots } });
  }

  /** The instant must have passed by business time; in production, where that is the wall clock, by this process's own. */
  private async checkTime(tx: Tx, { deadlineAt, lots }: Instant, asked: Asked): Promise<{ stop: Stop } | null> {
    const lot = 'opening' in asked ? undefined : lots.find(({ id }) => id === asked.finalOffersOf);
    const until = 'opening' in asked ? deadlineAt : (lot?.finalDeadlineAt ?? null);
    const [read] = await tx.query<{ past: boolean | null; now: Date; shifted: boolean }>(
      `SELECT business_now() > $1::timestamptz AS past, business_now() AS now, EXISTS (SELECT FROM business_time) AS shifted`,
      [until],
    );
    if (!read) return stop('clock_differs');
    if (this.settings.production) {
      if (read.shifted) return stop('clock_shifted');
      const here = Date.now();
      const seconds = Math.round((read.now.getTime() - here) / 1000);
      if (Math.abs(read.now.getTime() - here) > CLOCK_TOLERANCE_MS) return stop('clock_differs', { seconds });
      if (until === null || here <= Date.parse(until)) return stop('deadline_ahead', { deadlineAt: until });
    }
    return read.past === true ? null : stop('deadline_ahead', { deadlineAt: until });
  }

  /** Both persons said so of this opening, under the deadline that stands, and it was not held yet. */
  private checkOrders(
    tx: Tx,
    tender: string,
    statements: readonly Instant[],
    opening: OrderedOpening,
  ): { stop: Stop } | null {
    if (statements.some((statement) => statement.opening === opening.id)) return stop('order_spent');
    const standing = statements.at(-1)?.deadlineAt ?? null;
    for (const [kind, person, at, no, key, seal] of [
      [
        'request',
        opening.requested_by,
        opening.requested_at,
        opening.request_no,
        opening.request_key,
        opening.request_seal,
      ],
      ['order', opening.ordered_by, opening.ordered_at, opening.order_no, opening.order_key, opening.order_seal],
    ] as const) {
      const under = no === null ? undefined : statements[no - 1];
      if (person === null || at === null || under === undefined || key === null || seal === null)
        return stop('order_forged', { kind });
      const word: OrderWord = {
        kind,
        tender,
        opening: opening.id,
        person,
        at: at.toISOString(),
        no: under.no,
        deadlineAt: under.deadlineAt,
        lateReason: kind === 'order' ? opening.late_reason : null,
      };
      const holds = tx.seals.holds(ORDER_PURPOSE, Buffer.from(canonicalText(word)), { key, seal });
      // An order before the deadline was given under a clock that was wrong.
      const isEarly = kind === 'order' && standing !== null && word.at < standing;
      if (!holds || isEarly || under.deadlineAt !== toInstant(standing)) return stop('order_forged', { kind });
    }
    return opening.requested_by === opening.ordered_by ? stop('order_forged', { kind: 'order' }) : null;
  }
}

/** What `verify-audit` calls them, a few of them. */
const toNames = (findings: readonly Finding[]): string[] =>
  findings.slice(0, 5).map(({ code, seq, anchor }) => [code, seq ?? anchor ?? ''].join(' ').trim());
