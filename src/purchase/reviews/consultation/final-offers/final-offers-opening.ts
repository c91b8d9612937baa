import { setImmediate as giveWay } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import type { Change } from '../../../../kernel/outbox/change.js';
import { performEach } from '../../../../kernel/queue/jobs/perform-each.js';
import { JobRegistry } from '../../../../kernel/queue/jobs/job-registry.js';
import type { BidContent } from '../../../bids/bid-content.rules.js';
import { OpeningCheck } from '../../../bids/opening/instants/opening-check.js';
import { endIdleStops, StoppedOpenings } from '../../../bids/opening/instants/stopped-openings.js';
import { EnvelopeChecks } from '../../../bids/opening/registers/envelope-checks.js';
import { OpeningReading, type Supplier } from '../../../bids/opening/opening-reader.js';
import { computeBidAudience, deriveOpeningOutcome } from '../../../bids/opening/opening.rules.js';
import type { ConductedTender } from '../../../tenders/conducted/conducted-tender.js';
import { toTenderChange } from '../../../tenders/open-tender.js';
import { tenderGate } from '../../../tenders/tender-gate.js';
import { loadOpenReview, type OpenReview } from '../../open-review.js';
import type { StandingBid } from '../../standing/standing-bids.queries.js';
import { leastSuppliers } from '../../suppliers-left/least-suppliers.rules.js';
import { moveLot } from '../../review-moves.js';
import { exclude, fallShort } from '../consultation-exclusion.js';
import { isPayable, toOfferedFen } from './payable-offer.js';
import { closeFinalOffers } from './final-offers-job.js';
import { formatFinalLot } from '../own-bid.js';
import type { ConsultationGround } from '../../../bids/rejection.rules.js';
import { setFinalPrices } from '../../../bids/bid-moves.js';
import { dateTender } from '../../../tenders/lots/lot-moves.js';
import { signLotInstant } from '../../../tenders/lots/opening-instants.js';

interface Made {
  bid: StandingBid;
  supplier: Supplier;
  /** Null where it could not be read, or was never looked into. */
  content: BidContent | null;
}
type Out = { bid: string; ground: ConsultationGround }[];

/**
 * Opens all final offers of a lot after their deadline, in one transaction. It runs where the opening key is: in
 * production in the worker alone. However late it comes, the gate let nobody in behind the deadline.
 */
@Injectable()
export class FinalOffersWork implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
    private readonly reading: OpeningReading,
    private readonly check: OpeningCheck,
    private readonly stopped: StoppedOpenings,
    private readonly checks: EnvelopeChecks,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(closeFinalOffers, () => this.sweep());
  }

  async sweep(): Promise<void> {
    const due = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT id FROM lot WHERE state = 'final_offers_requested' AND final_deadline_at < business_now() ORDER BY id`,
    );
    await performEach(
      due.map(({ id }) => id),
      (id) => this.perform(id),
    );
  }

  /** A no-op where nothing is due. */
  perform(lot: string): Promise<void> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const due = await lockDue(tx, lot);
      if (due === null) return;
      const { open, round, deadline } = due;
      const place = { tender: open.tender, lot };
      // Waits for everyone who passed the gate before the deadline.
      await tenderGate(tx, open.tender.id, 'exclusive');
      const { stop } = await this.check.check(tx, open.tender.id, { finalOffersOf: lot });
      if (stop) {
        await this.stopped.note(tx, place, stop);
        return;
      }
      const offers = { id: lot, as: formatFinalLot({ lot, round }), round };
      const lapsed = await this.checks.check(tx, open.tender, deadline, [offers], listBidders(open));
      const made = await this.read(tx, open, round, lapsed);
      // One that cannot be read counts: its supplier offered in time, and may restore it until the panel scores.
      const goesOn = deriveOpeningOutcome(made.length, leastSuppliers(open)) === 'opened';
      await tx.recordAll(made.flatMap((offer) => listOfferChanges(open, offer, goesOn)));
      if (goesOn) await this.rejectMissingOffers(tx, open, made);
      await endIdleStops(tx, open.tender.id, [lot]);
      await signLotInstant(tx, lot, 'open_final_offers', { finalOpened: true });
      await moveLot(tx, open, 'close_final_offers', goesOn ? 'final_offers_in' : 'failed', {
        left: made.length,
      });
      if (goesOn) await fallShort(tx, open);
      await dateTender(tx, open.tender.id);
    });
  }

  /** The content key is not touched where too few have offered: what they offered stays sealed for good. */
  private async read(tx: Tx, open: OpenReview, round: number, lapsed: ReadonlySet<string>): Promise<Made[]> {
    const { tender, lot, bids } = open;
    const place = { id: formatFinalLot({ lot: lot.id, round }), no: lot.no };
    const suppliers = await this.reading.suppliers(tx, tender.id, place, listBidders(open), lapsed);
    const key = suppliers.length >= leastSuppliers(open) ? await this.reading.contentKey(tx, tender.id) : null;
    const made: Made[] = [];
    for (const supplier of suppliers) {
      await giveWay();
      const bid = bids.find(({ bidder_id }) => bidder_id === supplier.bidder.id) as StandingBid;
      const content = key && (await this.reading.content(key, place.id, supplier));
      made.push({ bid, supplier, content });
    }
    return made;
  }

  /** Who made none is out, and for now who made one that cannot be read; an offer above the ceiling is invalid. */
  private async rejectMissingOffers(tx: Tx, open: OpenReview, made: readonly Made[]): Promise<void> {
    const out = open.bids.flatMap(({ id: bid }): Out => {
      const offer = made.find((m) => m.bid.id === bid);
      if (offer === undefined) return [{ bid, ground: 'no_final_offer' }];
      if (offer.content === null) return [{ bid, ground: 'unreadable' }];
      return isPayable(open, offer.content) ? [] : [{ bid, ground: 'above_ceiling' }];
    });
    await this.store(tx, open, made, out);
    await exclude(tx, open, out);
  }

  private async store(tx: Tx, open: OpenReview, made: readonly Made[], out: Out): Promise<void> {
    const rows = made.map(({ bid, supplier: { envelope, head, sha256 }, content }) => ({
      bid: bid.id,
      envelope: envelope.id,
      price: (content && toOfferedFen(open, content))?.toString() ?? null,
      sha256,
      at: head?.at ?? null,
      content,
      stands: !out.some((o) => o.bid === bid.id),
    }));
    await tx.query(
      `INSERT INTO final_offer (bid_id, round, envelope_id, price, sha256, received_at, content)
       SELECT g.bid, (SELECT consultation FROM lot WHERE id = $2), g.envelope, g.price, g.sha256, g.at, nullif(g.content, 'null')
       FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, envelope uuid, price bigint, sha256 text, at timestamptz, content jsonb)`,
      [JSON.stringify(rows), open.lot.id],
    );
    await setFinalPrices(
      tx,
      rows.filter(({ stands }) => stands),
    );
  }
}

const listBidders = ({ bids }: OpenReview) => bids.map(({ bidder_id }) => ({ id: bidder_id, name: '' }));

async function lockDue(tx: Tx, id: string): Promise<{ open: OpenReview; round: number; deadline: Date } | null> {
  const [tender] = await tx.query<ConductedTender>(
    `SELECT * FROM tender WHERE id = (SELECT tender_id FROM lot WHERE id = $1) FOR NO KEY UPDATE`,
    [id],
  );
  const [due] = await tx.query<{ no: number; round: number; deadline: Date }>(
    `SELECT no, consultation AS round, final_deadline_at AS deadline FROM lot WHERE id = $1 AND state = 'final_offers_requested' AND final_deadline_at < business_now()`,
    [id],
  );
  return tender && due
    ? { open: await loadOpenReview(tx, tender, due.no), round: due.round, deadline: due.deadline }
    : null;
}

/**
 * What happened to an offer while it was sealed, and what its opening found. Where the lot fails it stays sealed, for who
 * watches over the purchase too: how many there were is told, and its bidder alone is told of its own.
 */
function listOfferChanges(
  { tender, lot }: OpenReview,
  { bid, supplier: { head, bidder } }: Made,
  goesOn: boolean,
): Change[] {
  const change = toTenderChange(tender);
  const root = {
    ...change,
    ...computeBidAudience(change, bidder.id, goesOn),
    aggregate: 'bid',
    id: bid.root,
    from: bid.state,
    to: bid.state,
  };
  return [
    ...(head?.history ?? []).map(({ at, by }) => ({
      ...root,
      action: 'submit_final_offer',
      data: { tender: tender.id, lot: lot.no, at, by },
    })),
    // Of one that could not be read too: which of them dropped out on what ground is the panel's to know before the result.
    ...(goesOn ? [{ ...root, action: 'open_final_offer', data: { tender: tender.id, lot: lot.no } }] : []),
  ];
}
