import { guard, subject, type Root } from '../../kernel/actions/action.js';
import { Problem, type ProblemDetails } from '../../kernel/errors/problem.js';
import { isStateOrgan } from '../../kernel/identity/credit-code.js';
import { getRule } from '../../law/rules/rule-book.js';
import { refuseBarredBody } from '../../people/organisations/bars/bars-in-force.queries.js';
import { toRuleRefusal } from '../tenders/conducted/issue.rules.js';
import { findReservationRule } from '../tenders/conducted/terms/sme/sme-policy.rules.js';
import { hashContent, mergeContent, NO_CONTENT } from './bid-content.rules.js';
import type { BidContentDto } from './bid-content.dto.js';
import { Bid } from './bid.entity.js';
import { bidLifecycle, type BidState } from './bid.lifecycle.js';
import { BidOwners } from './bid-owners.js';
import type { BidPlace } from './bid-place.js';
import type { SmeDeclaration } from '../tenders/conducted/terms/sme/sme-types.js';
import type { Bidder } from './declarations/bidder.queries.js';
import { canBid } from './declarations/declaration.rules.js';

/** A bid under its lock, sealed or opened, as far as its guards must know it. */
export interface LockedBid extends Root<BidState> {
  organisation: string;
  /** Where it goes, as that stands at one instant; null once it is opened. */
  place: BidPlace | null;
  /** Hash of what was submitted, as far as it is known. */
  submitted: string | null;
  /** Of what is being submitted. */
  declaration: SmeDeclaration | null;
}

const refuseClosedLot = ({ lot_state: state }: Pick<BidPlace, 'lot_state'>): ProblemDetails | null =>
  state === 'open' ? null : { facts: { state } };
const refuseLate = ({ in_time: isInTime }: Pick<BidPlace, 'in_time'>): ProblemDetails | null => (isInTime ? null : {});

/** Refuses what leads to a submission where a submission would be refused. @throws Problem `lot_not_open`, `deadline_passed` */
export function assertOpen(place: BidPlace): void {
  const closed = refuseClosedLot(place);
  if (closed !== null) throw new Problem('lot_not_open', closed);
  const late = refuseLate(place);
  if (late !== null) throw new Problem('deadline_passed', late);
}

/** A body that nobody asked about may not bid. */
const UNKNOWN: Bidder = { provider: null, bar: null };

/**
 * A bid. Whose it is, is known from its envelope alone, and a transaction that writes one writes nothing else: its actions are
 * taken by services of their own, which ask the table and its guards. Only what is known of the bidder itself, the lot and
 * the clock may refuse: no answer tells of another's bid.
 */
export const bidSubject = subject<LockedBid, 'bids/:id', Bid>({
  lifecycle: bidLifecycle,
  path: 'bids/:id',
  entity: Bid,
  permit: 'bid.make',
  unrecorded: true,
  refuses: ['payload_too_large', 'seat_after_issue'],
  async lock(tx, { id }, _, use) {
    const { envelope, organisation, head } = await use(BidOwners).lock(tx, tx.principal, id);
    if (head === null) throw new Problem('not_found');
    return { ...head, id: envelope.id, organisation, place: null, submitted: head.sha256, declaration: null };
  },
  // Whose the bid is was asked when it was found.
  heldBy: ({ principal }) => Promise.resolve(principal.permissions),
  audience: ({ organisation }) => ({ tenants: [organisation] }),
  guards: {
    lot_not_open: guard({}, (_, { root: { place } }) => place && refuseClosedLot(place)),
    deadline_passed: guard({}, (_, { root: { place } }) => place && refuseLate(place)),
    bidder_barred: guard({}, (_, { root: { place, organisation } }) => {
      const { provider: body, bar } = place?.bidder ?? UNKNOWN;
      if (bar !== null) return refuseBarredBody(bar);
      const isParty = place !== null && [...place.buyers, place.agent_id].includes(organisation);
      // Order 102 articles 6 and 8; whether an institution is one of the first class no code says: unknown does not refuse.
      const isOrgan = body?.credit_code ? isStateOrgan(body.credit_code) : false;
      if (isOrgan) return toRuleRefusal(getRule('GPS-NO-PUBLIC1'), []);
      return body && !isParty ? null : toRuleRefusal(getRule('GPS-PROVIDER'), []);
    }),
    lot_reserved: guard({}, (_, { root: { place, declaration }, today }) => {
      const creditCode = place?.bidder?.provider?.credit_code ?? null;
      if (!place || canBid(place.sme, { declaration, creditCode }, today)) return null;
      const text = {
        en: 'A declaration as what the lot is reserved for, by a body that can be it',
        zh: '须附符合本包预留对象的声明函，且声明人应为相应主体',
      };
      return toRuleRefusal(findReservationRule(BigInt(place.sum)), [
        { pointer: '/content/declaration', code: 'not_allowed_value', text },
      ]);
    }),
    copy_differs: guard<LockedBid, { content?: BidContentDto }>({}, (_, { root: { submitted }, given }) => {
      const hash = hashContent(mergeContent(NO_CONTENT, given.content ?? {}));
      return submitted === hash ? null : { facts: { submitted, given: hash } };
    }),
  },
});
