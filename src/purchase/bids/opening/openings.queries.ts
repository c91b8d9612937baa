import { Injectable } from '@nestjs/common';
import { narrowScope, type Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { storedInstantSql } from '../../../kernel/clock/stored-instants.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { lotRevisionSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import {
  isInsider,
  REVIEW_PARTIES,
  takesPart,
  TENDER_PARTIES,
  visiblePurchase,
} from '../../tenders/reads/tender-visibility.js';
import { isStale } from '../bid-content.rules.js';
import type { EnvelopeCountsDto, OpeningDto } from './opening.dto.js';
import type { StopReason } from './instants/stop-reasons.js';
import type { EnvelopeOutcome, RestoreProof } from './registers/register.rules.js';
import { openingSubject } from './opening.subject.js';
import { findCalledMoment } from '../../tenders/conducted/opening-moment.js';
import type { TenderTerms } from '../../tenders/conducted/terms/terms-types.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import type { BidState } from '../bid.lifecycle.js';

interface Row {
  id: string;
  version: number;
  method: string | null;
  deadline_at: Date | null;
  past: boolean;
  insider: boolean;
  /** May ask for it: the buyer or its agent. */
  asks: boolean;
  /** May be the second: who watches over it and its witness too. */
  orders: boolean;
  state: OpeningDto['state'] | null;
  requested_at: Date | null;
  requested_by: string | null;
  ordered_at: Date | null;
  ordered_by: string | null;
  held_at: Date | null;
  late_reason: string | null;
  stop_reason: StopReason | null;
  stopped_since: Date | null;
  /** Where it is called for the deadline, from an hour before it on. */
  near: boolean;
  terms: Pick<TenderTerms, 'openingAt'> | null;
  /** Bids of some lot have been opened. */
  held: boolean;
  lots: {
    id: string;
    no: number;
    state: LotStateHere | null;
    count: number | null;
    envelopes: Partial<Record<EnvelopeOutcome, number>> | null;
    /** The last of the documents that says something new of it. */
    revision: number | null;
    bids: {
      id: string;
      bidder: string;
      name: string;
      state: BidState;
      price: string | null;
      at: string | null;
      sha256: string | null;
      revision: number | null;
      restoredBy: RestoreProof | null;
      alteredFiles: number[];
    }[];
  }[];
}
function toCalledInstant({ method, deadline_at: deadline, terms }: Row): string | null {
  const at = findCalledMoment({ method, deadline: iso(deadline), terms });
  return at === null ? null : iso(new Date(at));
}

const OF_PARTIES: readonly string[] = ['request_opening', 'withdraw_opening_request'];

/** Two persons open: one of the buyer or its agent asks, another of them, or one who watches over it, orders. */
const listOpeningActions = (
  { id, asks, orders }: Pick<Row, 'id' | 'asks' | 'orders'>,
  state: 'open' | 'closed',
): AllowedActionDto[] =>
  linkAllowedActions(openingSubject, state, { id }, { permissions: new Set([openingSubject.permit]) }).filter(
    ({ action }) => (OF_PARTIES.includes(action) ? asks : orders),
  );

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const toEnvelopeCounts = (counts: Row['lots'][number]['envelopes']): EnvelopeCountsDto | null => {
  if (counts === null) return null;
  const { found = 0, later = 0, altered = 0, put_back: putBack = 0, missing = 0, unknown = 0 } = counts;
  return { found, later, altered, putBack, missing, unknown };
};

@Injectable()
export class OpeningsQueries {
  constructor(private readonly transactions: Transactions) {}

  /** The record of an open tender is public; that of a consultation is for the purchase's own bodies. */
  async one(scope: Scope, id: string): Promise<OpeningDto> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, TENDER_PARTIES);
    const insider = isInsider(sql, scope, TENDER_PARTIES);
    // How its review goes is secret until the result, from the witness of a consultation too: Order 87 article 66.
    const followsReview = `coalesce(${isInsider(sql, scope, REVIEW_PARTIES)}, false)`;
    const opening = narrowScope(scope, 'tender.open');
    const asks = TENDER_PARTIES.map((column) => isMine(sql, opening, column)).join(' OR ');
    const orders = takesPart(sql, opening, TENDER_PARTIES);
    const [row] = await runPreparedStatement<Row>(
      this.transactions.reader,
      `SELECT r.id, r.version, r.method, r.deadline_at, coalesce(business_now() > r.deadline_at, false) AS past,
         coalesce(${insider}, false) AS insider, coalesce(${asks}, false) AS asks,
         coalesce(${orders}, false) AS orders, o.state, o.requested_at, o.requested_by, o.ordered_at, o.ordered_by, o.held_at, o.late_reason, s.reason AS stop_reason, s.since AS stopped_since,
         coalesce((r.method = 'OPEN_TENDER' OR ${storedInstantSql("r.terms ->> 'openingAt'")} <= r.deadline_at) AND r.state = 'open'
           AND business_now() >= r.deadline_at - interval '1 hour', false) AS near, r.terms,
         EXISTS (SELECT FROM opening h WHERE h.tender_id = r.id AND h.state = 'held') AS held,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'state', l.state, 'count', l.bid_count, 'revision', ${lotRevisionSql('r', 'l')},
            'envelopes', (SELECT jsonb_object_agg(e.outcome, e.n) FROM (SELECT outcome, count(*) AS n FROM envelope_check WHERE lot_id = l.id AND round IS NULL GROUP BY outcome) e), 'bids',
            (SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'bidder', d.bidder_id, 'name', b.name,
               'state', CASE WHEN ${followsReview} OR l.state IN ('result_published', 'contracted') THEN d.state WHEN d.content IS NULL THEN 'unreadable' ELSE 'opened' END,
               'price', CASE WHEN r.method = 'OPEN_TENDER' THEN d.price::text END, 'at', to_char(d.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               'sha256', CASE WHEN r.method = 'OPEN_TENDER' THEN d.sha256 END, 'revision', d.revision, 'restoredBy', d.restored_by, 'alteredFiles', (SELECT coalesce(jsonb_agg(f.no ORDER BY f.no), '[]')
                  FROM bid_file f WHERE f.bid_id = d.id AND f.state IN ('altered', 'missing'))) ORDER BY b.name, d.id), '[]')
             FROM bid d JOIN organisation b ON b.id = d.bidder_id WHERE d.lot_id = l.id)) ORDER BY l.no), '[]')
          FROM lot l WHERE l.tender_id = r.id) AS lots
       FROM tender r LEFT JOIN LATERAL (
         -- A lot that was suspended when the others were opened is opened later: the last one is the one that is spoken of.
         SELECT * FROM opening WHERE tender_id = r.id AND state <> 'withdrawn' ORDER BY requested_at DESC, id LIMIT 1
       ) o ON true LEFT JOIN stopped_opening s ON s.tender_id = r.id AND s.lot_id IS NULL AND s.ended_at IS NULL
       WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const { held } = row;
    const told = row.insider || held;
    const shown = held && (row.insider || row.method === 'OPEN_TENDER');
    const lots = row.lots.map((lot) => ({
      id: lot.id,
      no: lot.no,
      state: lot.state === 'open' && row.past ? 'closed' : lot.state,
      bidCount: shown ? lot.count : null,
      envelopes: shown ? toEnvelopeCounts(lot.envelopes) : null,
      bids: (shown ? lot.bids : []).map(({ bidder, name, price, at, ...bid }) => ({
        ...bid,
        bidder: { id: bidder, name },
        price: formatYuanOrNull(price),
        receivedAt: at,
        stale: isStale({ answered: bid.revision, inForce: lot.revision }),
      })),
    }));
    const closed = lots.some((lot) => lot.state === 'closed');
    const state = closed ? 'closed' : row.near ? 'open' : null;
    return {
      tender: row.id,
      version: row.version,
      state: told ? (row.state ?? 'none') : 'none',
      deadlineAt: iso(row.deadline_at),
      calledFor: toCalledInstant(row),
      requestedAt: row.insider ? iso(row.requested_at) : null,
      requestedBy: row.insider ? row.requested_by : null,
      orderedAt: row.insider ? iso(row.ordered_at) : null,
      orderedBy: row.insider ? row.ordered_by : null,
      heldAt: iso(row.held_at),
      lateReason: told ? row.late_reason : null,
      stopped:
        row.insider && row.stop_reason && row.stopped_since
          ? { reason: row.stop_reason, since: row.stopped_since.toISOString() }
          : null,
      lots,
      allowedActions: state !== null && scope.user !== null ? listOpeningActions(row, state) : [],
    };
  }
}
