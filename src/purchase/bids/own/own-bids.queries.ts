import { Injectable } from '@nestjs/common';
import { listPermittedBodies } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { buildPage, keyset, nextLink, type List } from '../../../kernel/http/lists/list.js';
import { lotRevisionSql } from '../../tenders/conducted/terms/lot-terms.queries.js';
import { PUBLIC_SOURCES } from '../../tenders/recording/facts-in-force.rules.js';
import { isStale } from '../bid-content.rules.js';
import { issuedAtSql } from '../bid-place.js';
import type { BidState } from '../bid.lifecycle.js';
import { BidReaders } from '../bid-readers.js';
import { Envelopes } from '../opening/envelopes.js';
import { NextSteps, type StepsOfBids } from './next-steps.js';
import { deriveSealedState, listOpenedActions, listSealedActions } from './own-actions.js';
import { hideReview } from './told-state.js';
import type { NextStepDto, OwnBidDto, OwnBidQuery } from './own-bid.dto.js';

/** A lot for which one of the caller's bodies may have bid. */
interface Place {
  lot: string;
  body: string;
  lot_state: string | null;
  in_time: boolean;
  here: boolean;
  page_key: string;
}

/** What is there of a bid beside its place. */
interface FoundBid {
  id: string;
  version: number;
  state: BidState | null;
  received: string | null;
  revision: number | null;
  opened: boolean;
  restorable: boolean;
  /** What the review made of it, whether that is shown or not: by this its steps are known. */
  reviewed: BidState | null;
}

/** The same with what its bidder may be shown of its review. */
interface OpenedBid extends Omit<FoundBid, 'state'> {
  lot: string;
  body: string;
  told: boolean;
  bidderVersion: number;
  readable: boolean;
}

interface AboutLot {
  id: string;
  no: number;
  name: string | null;
  tender: string;
  title: string;
  project_no: string | null;
  deadline_at: Date | null;
  revision: number | null;
}

/**
 * How many lots a page looks through at most. Whose an envelope is, no row says: it is found by its name, made of a body and
 * a lot, so that a list goes from lot to lot, and its order and its cursor tell nothing of when a bid came in.
 */
const REACH = 5_000;

const ORDER = [
  { column: 'r.created_at', type: 'timestamptz' },
  { column: 'r.id', type: 'uuid' },
  { column: 'l.no', type: 'integer' },
  { column: 'own.body', type: 'uuid' },
] as const;

const formatPlace = (lot: string, body: string): string => `${lot} ${body}`;

const compareInstants = (a: string | null, b: string | null): number => Date.parse(a ?? '') - Date.parse(b ?? '');

/** The bodies for which the caller may bid, each with the instant behind which no seat there reaches; null: one reaches all. */
const listReaches = (caller: Pick<Principal, 'seats'>): { body: string; since: string | null }[] =>
  listPermittedBodies(caller, 'bid.make').map((body) => {
    const seats = caller.seats.filter((s) => s.organisation === body && s.permissions.has('bid.make'));
    const since = seats.map(({ outsideSince }) => outsideSince ?? null);
    return { body, since: since.includes(null) ? null : (since.toSorted(compareInstants).at(0) ?? null) };
  });

/** Bids of the caller's own bodies, sealed, opened and published: read by so many statements, however many there are. */
@Injectable()
export class OwnBidsQueries {
  readonly reach: number = REACH;

  constructor(
    private readonly transactions: Transactions,
    private readonly envelopes: Envelopes,
    private readonly readers: BidReaders,
    private readonly steps: NextSteps,
  ) {}

  /** A page holds fewer than were asked for where the lots it looked through hold no more; its `next` goes on behind them. */
  async list(principal: Principal, query: OwnBidQuery, url: string): Promise<List<OwnBidDto>> {
    const rows = await this.loadPlaces(principal, query);
    const places = rows.slice(0, this.reach);
    const bids = await this.findBids(places);
    const matching = places.flatMap((place) => {
      const bid = bids.get(formatPlace(place.lot, place.body));
      return bid && (query.state ?? bid.state) === bid.state ? [{ place, bid }] : [];
    });
    const { limit } = buildPage(query, ORDER, 'DESC');
    const page = matching.slice(0, limit);
    const further = rows.length > this.reach ? places.at(-1) : undefined;
    const last = matching.length > limit ? page.at(-1)?.place : further;
    return { items: await this.describeBids(principal, page), next: last ? nextLink(url, last.page_key) : null };
  }

  private async describeBids(
    principal: Principal,
    page: readonly { place: Place; bid: FoundBid }[],
  ): Promise<OwnBidDto[]> {
    if (page.length === 0) return [];
    const lots = await this.transactions.reader.query<AboutLot[]>(
      `SELECT l.id, l.no, l.name, r.id AS tender, r.title, r.project_no, ${lotRevisionSql('r', 'l')} AS revision,
         CASE r.conducted WHEN 'here' THEN r.deadline_at ELSE nullif(coalesce(r.published_deadline_at, r.deadline_at), 'infinity') END AS deadline_at
       FROM lot l JOIN tender r ON r.id = l.tender_id WHERE l.id = ANY ($1::uuid[])`,
      [page.map(({ place }) => place.lot)],
    );
    const about = new Map(lots.map((lot) => [lot.id, lot]));
    const opened = page.filter(({ bid, place }) => bid.opened && place.here);
    const steps = await this.steps.load(
      this.transactions.reader,
      principal,
      opened.map(({ bid }) => bid.id),
    );
    return page.flatMap(({ place, bid }) => {
      const lot = about.get(place.lot);
      return lot ? [showBid(place, bid, lot, findNextStep(principal, place, bid, lot, steps))] : [];
    });
  }

  /**
   * Lots of tenders that were issued here, to which a seat of the caller reaches, and lots of which it was published that an
   * own body has bid for them: the newest tender first.
   */
  private async loadPlaces(principal: Principal, query: OwnBidQuery): Promise<Place[]> {
    const reaches = listReaches(principal);
    if (reaches.length === 0) return [];
    const sql = new Sql();
    const own = `unnest(${sql.p(reaches.map(({ body }) => body))}::uuid[], ${sql.p(reaches.map(({ since }) => since))}::timestamptz[]) AS own(body, since)`;
    const isOpen = `(l.state = 'open' AND coalesce(n.now <= r.deadline_at, false))`;
    const here = new Sql(sql)
      .and(`r.conducted = 'here' AND r.published AND r.revision IS NOT NULL`)
      .and(`own.since IS NULL OR own.since <= ${issuedAtSql('r.id')}`)
      .when(query.tender, (p) => `r.id = ${p}`);
    const elsewhere = new Sql(sql)
      .and(`r.conducted = 'elsewhere' AND r.published`)
      .when(query.tender, (p) => `r.id = ${p}`);
    if (query.open !== undefined) here.and(query.open === 'true' ? isOpen : `NOT ${isOpen}`);
    if (query.open === 'true') elsewhere.and('false');
    const all = { ...query, limit: this.reach };
    const { order, select } = keyset(all, ORDER, 'DESC', here);
    keyset(all, ORDER, 'DESC', elsewhere);
    const columns = `l.id AS lot, own.body, l.state AS lot_state, r.created_at, r.id AS tender, l.no, ${select}`;
    return this.transactions.reader.query<Place[]>(
      `WITH n AS MATERIALIZED (SELECT business_now() AS now)
       SELECT c.lot, c.body, c.lot_state, c.in_time, c.here, c.page_key FROM (
         (SELECT ${columns}, true AS here, coalesce(n.now <= r.deadline_at, false) OR r.suspended_from IS NOT NULL AS in_time
          FROM ${own} JOIN organisation o ON o.id = own.body JOIN tender r ON r.dataset = o.dataset
            JOIN lot l ON l.tender_id = r.id CROSS JOIN n
          WHERE ${here.where} ${order})
         UNION ALL
         (SELECT ${columns}, false AS here, false AS in_time
          FROM ${own} CROSS JOIN LATERAL (
              SELECT DISTINCT d.lot_id FROM bid d JOIN fact f ON f.id = d.id
              WHERE d.bidder_id = own.body AND d.state IS NULL AND f.source ->> 'kind' = ANY (${sql.p(PUBLIC_SOURCES)}::text[])) b
            JOIN lot l ON l.id = b.lot_id JOIN tender r ON r.id = l.tender_id
          WHERE ${elsewhere.where} ${order})
       ) c ORDER BY c.created_at DESC, c.tender DESC, c.no DESC, c.body DESC LIMIT ${this.reach + 1}`,
      sql.params,
    );
  }

  /** By their places: what was opened or published stands for what lies there. */
  private async findBids(places: readonly Place[]): Promise<Map<string, FoundBid>> {
    const bids = await this.findSealedBids(places.filter(({ here }) => here));
    if (places.length === 0) return bids;
    const sql = new Sql();
    const rows = await this.transactions.reader.query<OpenedBid[]>(
      `SELECT DISTINCT ON (d.lot_id, d.bidder_id) d.id, d.version, coalesce(d.state, d.status) AS reviewed, d.revision, true AS opened,
         r.conducted = 'elsewhere' OR ${this.readers.isReviewTold()} AS told, d.content IS NOT NULL AS readable, d.bidder_version AS "bidderVersion",
         to_char(d.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS received, d.lot_id AS lot, d.bidder_id AS body,
         ${this.readers.isRestorable()} AS restorable
       FROM bid d JOIN lot l ON l.id = d.lot_id JOIN tender r ON r.id = d.tender_id
       WHERE d.bidder_id = ANY (${sql.p(places.map(({ body }) => body))}::uuid[]) AND d.lot_id = ANY (${sql.p(places.map(({ lot }) => lot))}::uuid[])
         AND (d.state IS NOT NULL OR r.conducted = 'elsewhere'
           AND (SELECT f.source ->> 'kind' FROM fact f WHERE f.id = d.id) = ANY (${sql.p(PUBLIC_SOURCES)}::text[]))
       ORDER BY d.lot_id, d.bidder_id, d.id`,
      sql.params,
    );
    for (const { lot, body, told, readable, bidderVersion, ...bid } of rows) {
      const { reviewed: state, version } = bid;
      const shown = told || state === null ? { state, version } : hideReview({ version, bidderVersion, readable });
      bids.set(formatPlace(lot, body), { ...bid, ...shown });
    }
    return bids;
  }

  private async findSealedBids(places: readonly Place[]): Promise<Map<string, FoundBid>> {
    const names = new Map<string, Place>();
    for (const place of places)
      for (const blind of this.envelopes.blinds(place.body, place.lot)) names.set(blind.toString('hex'), place);
    const blinds = [...names.keys()].map((name) => Buffer.from(name, 'hex'));
    const heads = blinds.length === 0 ? [] : await this.envelopes.headsByBlinds(this.transactions.reader, blinds);
    const bids = new Map<string, FoundBid>();
    for (const { id, blind, head } of heads) {
      const place = names.get(blind.toString('hex'));
      if (place === undefined) continue;
      const state = deriveSealedState(head, place);
      const kept = { version: head?.version ?? 1, received: head?.at ?? null, revision: head?.revision ?? null };
      bids.set(formatPlace(place.lot, place.body), {
        id,
        state,
        ...kept,
        opened: false,
        restorable: false,
        reviewed: null,
      });
    }
    return bids;
  }
}

/** A bid that lies there submitted waits for nobody; it may be replaced or taken back all the same. */
function findNextStep(
  caller: Principal,
  place: Place,
  bid: FoundBid,
  lot: AboutLot,
  steps: StepsOfBids,
): NextStepDto | null {
  const { id, state, opened, restorable, reviewed } = bid;
  if (state === null || !place.here) return null;
  if (opened && reviewed !== null) {
    const [own] = listOpenedActions({ id, state: reviewed, restorable }, place.lot_state, caller);
    return own ? { ...own, dueAt: null } : (steps.get(id) ?? null);
  }
  const waits = state === 'draft' || state === 'withdrawn';
  const submit = listSealedActions(id, state, place, caller).find(({ action }) => action === 'submit');
  return waits && submit ? { ...submit, dueAt: lot.deadline_at?.toISOString() ?? null } : null;
}

const showBid = (place: Place, bid: FoundBid, lot: AboutLot, nextStep: NextStepDto | null): OwnBidDto => ({
  id: bid.id,
  version: bid.version,
  tender: { id: lot.tender, title: lot.title, projectNo: lot.project_no },
  lot: { id: lot.id, no: lot.no, name: lot.name },
  organisation: place.body,
  conducted: place.here ? 'here' : 'elsewhere',
  state: bid.state,
  receivedAt: bid.received,
  stale: isStale({ answered: bid.revision, inForce: lot.revision }),
  deadlineAt: lot.deadline_at?.toISOString() ?? null,
  nextStep,
});
