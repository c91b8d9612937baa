import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { isMine } from '../../kernel/access/visible.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { lockKeptRoot } from '../../kernel/database/kept.js';
import type { Sql } from '../../kernel/database/sql.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Problem, type ProblemDetails } from '../../kernel/errors/problem.js';
import { loadTenderPermissions } from '../tenders/acting-for.js';
import type { ConductedTender, TenderRow } from '../tenders/conducted/conducted-tender.js';
import { deriveLotTerms, type LotTerms } from '../tenders/conducted/terms/lot-terms.rules.js';
import type { TenderTerms } from '../tenders/conducted/terms/terms-types.js';
import { purchaseSum } from '../tenders/drafts/draft.rules.js';
import type { ConductedMethod } from '../tenders/conducted/issue.rules.js';
import type { LotStateHere } from '../tenders/lots/lot-states.js';
import { toTenderChange } from '../tenders/open-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../tenders/reads/tender-visibility.js';
import { computeDeduction } from '../bids/declarations/declaration.rules.js';
import type { MemberKind, PanelCase } from './panel/panel.rules.js';
import type { ReviewState } from './review.lifecycle.js';
import type { Basis, ScoredOffer } from './scoring/scores.rules.js';
import { loadStandingBids, type StandingBid } from './standing/standing-bids.queries.js';
import type { Root } from '../../kernel/actions/action.js';

interface ReviewedLot {
  id: string;
  no: number;
  name: string | null;
  /** Fen. */
  ceiling: bigint | null;
  pricing: 'fixed' | 'competitive' | null;
  state: LotStateHere;
  /** As its documents have them: its own words, else its tender's. */
  terms: TenderTerms;
}

interface LotRow extends Omit<ReviewedLot, 'ceiling' | 'terms'> {
  ceiling: string | null;
  terms: LotTerms;
}

interface Review {
  id: string;
  state: ReviewState;
  demanding: boolean;
}

export interface Member {
  id: string;
  user_id: string;
  kind: MemberKind;
  locked_at: Date | null;
  signed_at: Date | null;
  unsigned_reason: string | null;
}

/** An offer with its price in fen. */
export interface Offer {
  bid: string;
  price: bigint;
}

/** A lot with its review, read under the lock of its tender. */
export interface OpenReview {
  tender: ConductedTender;
  method: ConductedMethod;
  lot: ReviewedLot;
  review: Review | null;
  /** Who sits in the panel now. */
  members: Member[];
  bids: StandingBid[];
  /** The caller's own seat in it. */
  me: Member | null;
  /** What the caller may do for the buyer or its agent, by seats there. */
  held: ReadonlySet<string>;
  /** Whether that is to run the review for them. */
  party: boolean;
  today: PlainDate;
}

/** A person's id; a program sits in no panel. */
export const getPerson = ({ kind, id }: Pick<Principal, 'kind' | 'id'>): string | null => (kind === 'user' ? id : null);

/**
 * SQL: the person sits in the panel of the lot `l`, or sat in its last one when the lot came to its end. Who was replaced or
 * whose panel was dissolved for another sees no more of it than others do, nor does the panel of another lot.
 */
export const sitsInPanel = (sql: Sql, person: string | null): string =>
  person === null
    ? 'false'
    : `EXISTS (SELECT FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
         WHERE v.lot_id = l.id AND m.user_id = ${sql.p(person)} AND (v.state <> 'dissolved'
           OR (l.state IN ('failed', 'cancelled')
             AND NOT EXISTS (SELECT FROM review n WHERE n.lot_id = l.id AND n.created_at > v.created_at))))`;

/** SQL: the same of a lot of the tender `r`: of that one, where its number is said. */
export const sitsInLot = (sql: Sql, person: string | null, no?: number): string =>
  `EXISTS (SELECT FROM lot l WHERE l.tender_id = r.id${no === undefined ? '' : ` AND l.no = ${sql.p(no)}`} AND ${sitsInPanel(sql, person)})`;

/** SQL: the person has been a member of a panel of that lot. */
export const wroteSheet = (sql: Sql, person: string | null, no: number): string =>
  `EXISTS (SELECT FROM review_member m JOIN review v ON v.id = m.review_id JOIN lot l ON l.id = v.lot_id
     WHERE v.tender_id = r.id AND l.no = ${sql.p(no)} AND m.user_id = ${sql.p(person)})`;

/** SQL: the version of the person's seat in the panel that judges a lot of the tender `r`; null for who has none. */
export const ownSeatVersion = (sql: Sql, person: string | null, no: number): string =>
  `(SELECT m.version FROM lot l JOIN review v ON v.lot_id = l.id AND v.state <> 'dissolved'
    JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
    WHERE l.tender_id = r.id AND l.no = ${sql.p(no)} AND m.user_id = ${sql.p(person)})`;

/** SQL: the person sits in the panel that judges the lot `l`. */
export const judges = (sql: Sql, person: string | null): string =>
  person === null
    ? 'false'
    : `EXISTS (SELECT FROM review v JOIN review_member m ON m.review_id = v.id AND m.ended_at IS NULL
         WHERE v.lot_id = l.id AND v.state <> 'dissolved' AND m.user_id = ${sql.p(person)})`;

/** What changes a review waits for everybody who reads it under the same lock, and they for each other. */
type Locking = 'FOR NO KEY UPDATE' | 'FOR SHARE';

/** Locks a tender for its buyer, its agent, its panel, or one of its bidders, and reads the review of one lot of it. */
export async function openReview(
  tx: Tx,
  id: string,
  lotNo: number,
  mode: Locking = 'FOR NO KEY UPDATE',
): Promise<OpenReview> {
  const scope = toScope(tx.principal);
  const person = getPerson(tx.principal);
  const row = await lockKeptRoot<TenderRow>(
    tx,
    'tender',
    id,
    {
      kept: (sql) =>
        sql.and(
          [
            ...TENDER_PARTIES.map((column) => isMine(sql, scope, column)),
            sitsInLot(sql, person, lotNo),
            `EXISTS (SELECT FROM bid d WHERE d.tender_id = r.id AND ${isMine(sql, scope, 'd.bidder_id')})`,
          ].join(' OR '),
        ),
      visible: (sql) => visiblePurchase(sql, scope, TENDER_PARTIES),
    },
    undefined,
    mode,
  );
  if (row.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  return loadOpenReview(tx, row as ConductedTender, lotNo, mode);
}

/** The same of a tender that is locked already. */
export async function loadOpenReview(
  tx: Tx,
  tender: ConductedTender,
  lotNo: number,
  mode: Locking = 'FOR NO KEY UPDATE',
): Promise<OpenReview> {
  const held = await loadTenderPermissions(tx, tender);
  const person = getPerson(tx.principal);
  const [lot] = await tx.query<LotRow>(
    `SELECT id, no, name, ceiling::text, pricing, state, terms FROM lot WHERE tender_id = $1 AND no = $2 ${mode}`,
    [tender.id, lotNo],
  );
  if (!lot)
    throw new Problem('not_found', {
      errors: [{ pointer: '/lot', code: 'not_found', text: { en: 'There is no such lot', zh: '没有这个采购包' } }],
    });
  const [review] = await tx.query<Review>(
    `SELECT id, state, demanding FROM review WHERE lot_id = $1 AND state <> 'dissolved' ${mode}`,
    [lot.id],
  );
  const members = review ? await loadMembers(tx, review.id) : [];
  const terms = deriveLotTerms(tender.terms, lot.terms);
  return {
    tender,
    method: tender.method as ConductedMethod,
    lot: {
      ...lot,
      ceiling: lot.ceiling === null ? null : BigInt(lot.ceiling),
      terms,
    },
    review: review ?? null,
    members,
    bids: await loadStandingBids(tx, lot.id, terms.price),
    me: members.find(({ user_id }) => user_id === person) ?? null,
    held,
    party: held.has('panel.appoint'),
    today: todayInShanghai(await tx.now()),
  };
}

export const loadMembers = (tx: Tx, review: string): Promise<Member[]> =>
  tx.query<Member>(
    `SELECT id, user_id, kind, locked_at, signed_at, unsigned_reason FROM review_member
     WHERE review_id = $1 AND ended_at IS NULL ORDER BY appointed_at, id`,
    [review],
  );

/** The review of a lot that has a panel. */
export type SeatedReview = OpenReview & { review: Review };

/** What is said of a lot whose panel has no member yet. */
export const NO_PANEL: ProblemDetails = {
  errors: [{ pointer: '/lot', code: 'not_found', text: { en: 'The lot has no panel', zh: '该包尚无评审小组' } }],
};

export function assertSeatedReview(open: OpenReview): SeatedReview {
  if (open.review === null) throw new Problem('not_found', NO_PANEL);
  return { ...open, review: open.review };
}

/** What only a member of the panel does. */
export function asMember(open: OpenReview): SeatedReview & { me: Member } {
  if (open.me === null) throw new Problem('not_permitted');
  return { ...assertSeatedReview(open), me: open.me };
}

export const panelCase = ({ tender, method, review, today }: OpenReview, ceilings: bigint): PanelCase => ({
  method,
  budget: purchaseSum(tender.budget, ceilings),
  demanding: review?.demanding ?? false,
  at: today,
});

/** The ceilings of all lots: no purchase is smaller, whatever its budget says. */
export async function sumCeilings(tx: Tx, tender: string): Promise<bigint> {
  const [row] = await tx.query<{ sum: string }>(
    `SELECT coalesce(sum(ceiling), 0)::text AS sum FROM lot WHERE tender_id = $1`,
    [tender],
  );
  return BigInt(row?.sum ?? 0);
}

export const basisOfLot = ({ lot }: Pick<OpenReview, 'lot'>): Basis => ({
  scoring: lot.terms.scoring,
  pricing: lot.pricing ?? 'competitive',
  criteria: lot.terms.criteria,
});

/** Offers that passed the check of conformity; each has a price then. */
export const validOffers = ({ bids }: Pick<OpenReview, 'bids'>): Offer[] =>
  bids.flatMap(({ id, price, state }) => (state === 'valid' && price !== null ? [{ bid: id, price }] : []));

/** The same with what is deducted of each price for the score. */
export const deductedOffers = ({ bids, lot, today }: OpenReview): ScoredOffer[] =>
  validOffers({ bids }).map((offer) => {
    const policy = { sme: lot.terms.sme ?? null, pricing: lot.pricing };
    const declarant = bids.find(({ id }) => id === offer.bid)?.declarant;
    return { ...offer, rate: declarant === undefined ? 0 : computeDeduction(policy, declarant, today) };
  });

/** Every offer that passed it, one whose price was not explained among them: they are what a low price is held against. */
export async function conformingOffers(tx: Tx, lot: string): Promise<Offer[]> {
  const rows = await tx.query<{ bid: string; price: string }>(
    `SELECT d.id AS bid, d.price::text FROM bid d JOIN bid_check c ON c.bid_id = d.id
     WHERE d.lot_id = $1 AND c.stage = 'conformity' AND c.passed AND d.price IS NOT NULL ORDER BY d.id`,
    [lot],
  );
  return rows.map(({ bid, price }) => ({ bid, price: BigInt(price) }));
}

/** How the audit and the feed name a review; who sits in the panel is not said. */
export const changeOfReview = ({
  tender,
  review,
  lot,
}: Pick<SeatedReview, 'tender' | 'lot'> & { review: { id: string } }) => ({
  aggregate: 'review',
  id: review.id,
  dataset: tender.dataset,
  region: tender.region,
  tenants: toTenderChange(tender).tenants,
  data: { tender: tender.id, lot: lot.no } as Record<string, unknown>,
});

/** A lot as it was read under the lock of its tender: the lot itself, or its review. */
export type ReviewRoot = OpenReview & Root;
