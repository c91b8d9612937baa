import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import type { Change } from '../../../kernel/outbox/change.js';
import { performEach } from '../../../kernel/queue/jobs/perform-each.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { sayFacts, type SaidFact } from '../../tenders/conducted/action-facts.js';
import { lotTermsSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import { readOfferedPrice } from '../../tenders/conducted/terms/prices/offered-price.rules.js';
import type { PriceTerm } from '../../tenders/conducted/terms/price-types.js';
import { toTenderChange, type LockedTender } from '../../tenders/open-tender.js';
import { tenderGate } from '../../tenders/tender-gate.js';
import type { BidContent } from '../bid-content.rules.js';
import type { LotInstant } from './instants/instant.rules.js';
import { OpeningCheck, type OrderedOpening } from './instants/opening-check.js';
import { isSealed } from './instants/stored-rows.rules.js';
import { endsOrder, type Stop } from './instants/stop-reasons.js';
import { endIdleStops, StoppedOpenings, withdrawOpening } from './instants/stopped-openings.js';
import { EnvelopeChecks } from './registers/envelope-checks.js';
import { openBids, retryStoppedOpenings } from './opening-job.js';
import { filterAlteredFiles, OpenedFiles, type OpenedFile } from './opened-files.js';
import { OpeningReading, type LotToOpen, type Supplier } from './opening-reader.js';
import { storeOrigins } from '../origins/bid-origins.js';
import { computeBidAudience, deriveOpeningOutcome } from './opening.rules.js';
import { storeOpenedLots, touchTender } from '../../tenders/lots/lot-moves.js';
import { signInstants } from '../../tenders/lots/opening-instants.js';

/** How it is priced; null: by one sum. */
type PricedLot = LotToOpen & { price: PriceTerm | null };
type Tender = LockedTender & { method: string; deadline_at: Date | null };
interface Read extends Supplier {
  content: BidContent | null;
  /** Yuan: what is read out, scored and awarded; null where the bid could not be read. */
  price: string | null;
  files: OpenedFile[];
}
interface HeldLot extends PricedLot {
  outcome: 'opened' | 'failed';
  bids: Read[];
}

/**
 * Holds an opening that two persons ordered. It runs where the opening key is: in production in the worker alone. One
 * transaction writes everything, the bids' own audit entries included; the envelopes are read and never written.
 */
@Injectable()
export class OpeningWork implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly reading: OpeningReading,
    private readonly files: OpenedFiles,
    private readonly check: OpeningCheck,
    private readonly stopped: StoppedOpenings,
    private readonly checks: EnvelopeChecks,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(openBids, ({ id }) => this.perform(id));
    this.jobs.handle(retryStoppedOpenings, () => this.retry());
  }

  /** Those whose order still stands: what was in the way may be mended. */
  async retry(): Promise<void> {
    await this.stopped.endIdle();
    await performEach(await this.stopped.listWaiting(), (tender) => this.perform(tender));
  }

  /** A no-op where nothing is ordered. */
  perform(id: string): Promise<void> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const [tender] = await tx.query<Tender>(`SELECT * FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [id]);
      const [opening] = await tx.query<OrderedOpening>(
        `SELECT id, requested_at, requested_by, request_no, request_key, request_seal, ordered_at, ordered_by, order_no,
           order_key, order_seal, late_reason
         FROM opening WHERE tender_id = $1 AND state = 'ordered' FOR UPDATE`,
        [id],
      );
      if (!tender || !opening) return;
      // Waits for everyone who passed the gate before the deadline.
      await tenderGate(tx, id, 'exclusive');
      if (!(await hasOpenLot(tx, id))) return this.withdraw(tx, tender);
      const checked = await this.check.check(tx, id, { opening });
      if (checked.stop) return this.refuse(tx, tender, checked.stop);
      const held = await this.read(tx, tender, checked.lots.filter(isSealed));
      await this.write(tx, tender, held, opening);
      await signInstants(tx, id, {
        event: 'open',
        opening: opening.id,
        lots: Object.fromEntries(
          held.map((lot) => [lot.id, lot.outcome === 'opened' ? { opened: true } : { ended: true }]),
        ),
      });
      await tx.query(`UPDATE opening SET state = 'held', held_at = $2 WHERE id = $1`, [opening.id, await tx.now()]);
      await endIdleStops(tx, id);
    });
  }

  /**
   * Every lot was suspended or has ended since the opening was ordered: nothing is opened, and nothing is said of it. Once a
   * lot goes on two persons ask for it again.
   */
  private async withdraw(tx: Tx, tender: Tender): Promise<void> {
    await withdrawOpening(tx, tender.id);
    await touchTender(tx, tender.id);
    await tx.record({ ...toTenderChange(tender), action: 'withdraw_opening_request', data: { lots: 'none' } });
  }

  /** An order that is not proved is gone, and two persons give it anew; what else is in the way is tried again once it is mended. */
  private async refuse(tx: Tx, tender: Tender, stop: Stop): Promise<void> {
    const isNew = await this.stopped.note(tx, { tender, lot: null }, stop);
    if (endsOrder(stop)) await withdrawOpening(tx, tender.id);
    if (isNew) await touchTender(tx, tender.id);
  }

  /** Of lots that are signed to wait for it, once the signed deadline is known to have passed. */
  private async read(tx: Tx, tender: Tender, sealed: readonly LotInstant[]): Promise<HeldLot[]> {
    const lots = await tx.query<PricedLot>(
      `SELECT l.id, l.no, ${lotTermsSql('t', 'l')} -> 'price' AS price FROM lot l JOIN tender t ON t.id = l.tender_id
       WHERE t.id = $1 AND l.state = 'open' AND l.id = ANY ($2::uuid[]) ORDER BY l.no`,
      [tender.id, sealed.map(({ id }) => id)],
    );
    const bodies = await tx.query<{ id: string; name: string }>(
      `SELECT id, name FROM organisation WHERE dataset = $1`,
      [tender.dataset],
    );
    const lapsed = await this.checks.check(tx, tender, tender.deadline_at as Date, lots, bodies);
    const minimum = Number(getRule('MIN-SUPPLIERS-3').value);
    const held: HeldLot[] = [];
    for (const lot of lots) {
      const suppliers = await this.reading.suppliers(tx, tender.id, lot, bodies, lapsed);
      const outcome = deriveOpeningOutcome(suppliers.length, minimum);
      // The content key is not touched for a lot that fails: its bids stay sealed for good.
      const key = outcome === 'opened' ? await this.reading.contentKey(tx, tender.id) : null;
      const bids: Read[] = [];
      for (const supplier of suppliers) {
        const content = key && (await this.reading.content(key, lot.id, supplier));
        const files = content === null ? [] : await this.files.examine(tx, supplier.envelope.id, content);
        bids.push({ ...supplier, content, price: content && readOfferedPrice(lot.price, content), files });
      }
      held.push({ ...lot, outcome, bids });
    }
    return held;
  }

  private async write(tx: Tx, tender: Tender, held: readonly HeldLot[], opening: OrderedOpening): Promise<void> {
    const opened = held.filter((lot) => lot.outcome === 'opened');
    const facts = await sayFacts(tx, tender.id, await buildOpeningFacts(tx, tender, held, opening));
    const stored = await storeBids(
      tx,
      tender,
      opened,
      facts.filter((f) => f.kind === 'bid').map((f) => f.id),
    );
    await this.files.store(tx, stored);
    await storeOrigins(
      tx,
      opened.flatMap(({ bids }) => bids.map(({ envelope, origin }) => ({ bid: envelope.id, origin }))),
    );
    const to = await storeOpenedLots(
      tx,
      tender.id,
      held.map(({ id: lot, outcome, bids }) => ({ id: lot, state: outcome, bids: bids.length })),
    );
    await tx.recordAll([
      ...held.flatMap((lot) => lot.bids.flatMap((bid) => listBidChanges(tender, lot, bid))),
      ...held.map((lot) => ({
        ...toTenderChange(tender),
        aggregate: 'lot',
        id: lot.id,
        action: 'open_bids',
        from: 'closed',
        to: lot.outcome,
        data: { tender: tender.id, no: lot.no },
        public: true,
      })),
      { ...toTenderChange(tender), action: 'opening_held', from: 'closed', to, public: true },
    ]);
  }
}

const hasOpenLot = async (tx: Tx, tender: string): Promise<boolean> =>
  (await tx.query(`SELECT FROM lot WHERE tender_id = $1 AND state = 'open' LIMIT 1`, [tender])).length > 0;

/** An open tender is opened in public (Order 87 articles 40 and 41); in a consultation nobody outside learns who answered. */
async function buildOpeningFacts(
  tx: Tx,
  tender: Tender,
  held: readonly HeldLot[],
  { late_reason: lateReason }: OrderedOpening,
): Promise<SaidFact[]> {
  const now = await tx.now();
  const on = todayInShanghai(now);
  const internal = tender.method !== 'OPEN_TENDER';
  const source = internal && { source: { kind: 'statement', url: null, publishedOn: null, reference: null } as const };
  const called = !internal && {
    ...(tender.deadline_at && { calledFor: tender.deadline_at.toISOString() }),
    ...(lateReason !== null && { lateReason }),
  };
  const reason = '截至提交截止时间，供应商不足三家';
  const failed = held.filter((lot) => lot.outcome === 'failed');
  const bids = held
    .filter((lot) => lot.outcome === 'opened')
    .flatMap((lot) =>
      lot.bids.map(({ envelope, bidder, price }): SaidFact => ({
        // Its bidder knows the bid by the id of its envelope: from now on everybody does.
        id: envelope.id,
        kind: 'bid',
        lot: lot.no,
        data: {
          bidder: { organisation: bidder.id, name: bidder.name },
          ...(!internal && price && { price }),
        },
        ...source,
      })),
    );
  return [
    { kind: 'opening', data: { heldAt: now.toISOString(), ...called }, ...source },
    ...bids,
    ...failed.map((lot): SaidFact => ({ kind: 'failure', lot: lot.no, data: { on, publishedOn: on, reason } })),
  ];
}

/** In a consultation the price of the first answer stays in its content: what counts is the final offer. */
async function storeBids(tx: Tx, tender: Tender, opened: readonly HeldLot[], facts: readonly string[]) {
  const shown = tender.method === 'OPEN_TENDER';
  const bids = opened.flatMap((lot) => lot.bids.map((bid) => ({ lot, bid })));
  const rows = bids.map(({ lot, bid: { envelope, bidder, head, sha256, revision, content, price } }, i) => ({
    id: facts[facts.length - bids.length + i],
    lot: lot.id,
    bidder: bidder.id,
    price: shown && price ? price.replace('.', '') : null,
    state: content === null ? 'unreadable' : 'opened',
    envelope: envelope.id,
    at: head?.at ?? null,
    sha256,
    revision,
    version: (head?.version ?? 0) + 1,
    content,
  }));
  await tx.query(
    `INSERT INTO bid (id, tender_id, lot_id, bidder_id, price, state, envelope_id, received_at, sha256, revision, version, bidder_version, content)
     SELECT g.id, $1, g.lot, g.bidder, g.price, g.state, g.envelope, g.at, g.sha256, g.revision, g.version, g.version, nullif(g.content, 'null')
     FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, lot uuid, bidder uuid, price bigint, state text, envelope uuid,
       at timestamptz, sha256 text, revision integer, version integer, content jsonb)`,
    [tender.id, JSON.stringify(rows)],
  );
  return bids.flatMap(({ bid }, i) => bid.files.map((file) => ({ ...file, bid: rows[i]?.id as string })));
}

/** What happened to a bid while it was sealed, and what the opening made of it. */
function listBidChanges(tender: Tender, lot: HeldLot, { envelope, bidder, head, content, files }: Read): Change[] {
  const failed = lot.outcome === 'failed';
  const about = toTenderChange(tender);
  const root = {
    ...about,
    aggregate: 'bid',
    id: envelope.id,
    ...computeBidAudience(about, bidder.id, !failed),
  };
  const [action, to] = failed
    ? ['seal_for_good', 'sealed_for_good']
    : content === null
      ? ['mark_unreadable', 'unreadable']
      : ['open', 'opened'];
  // The hash of a short content gives its price away to whoever tries them all.
  const told = !failed && tender.method === 'OPEN_TENDER';
  return [
    ...(head?.history ?? []).map((event) => ({
      ...root,
      action: event.action,
      data: { lot: lot.id, at: event.at, by: event.by, ...(told && event.sha256 && { sha256: event.sha256 }) },
    })),
    { ...root, action: action, from: 'submitted', to: to, data: { lot: lot.id } },
    ...filterAlteredFiles(files).map(({ no, state }) => ({
      ...root,
      action: 'file_lost',
      data: { lot: lot.id, no, found: state },
    })),
  ];
}
