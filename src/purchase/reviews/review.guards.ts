import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Tx } from '../../kernel/database/transactions.js';
import type { ProblemCode } from '../../kernel/errors/codes.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { refusedBy, type ConductedMethod } from '../tenders/conducted/issue.rules.js';
import { ruleOf } from '../../law/rules/rule-book.js';
import { basisOfLot, ceilingsOf, panelCase, validOffers, type OpenReview, type StandingBid } from './open-review.js';
import { judgePanel } from './panel/panel.rules.js';
import { REPLACEMENT_GROUNDS, type ReviewGiven } from './review.given.js';
import { partisans, sitsInBody, tied, undeclared, unexplained } from './review.facts.js';
import { leastRule, leastSuppliers } from './review.desk.js';
import { sheetFaults } from './scoring/scores.rules.js';
import { correctionCase } from './review.scores.js';
import { correctionFits, CORRECTIONS } from './scoring/corrections.rules.js';
import { PRICE_GUARDS } from './price.guards.js';

export type ReviewCheck = (
  open: OpenReview,
  tx: Tx,
  given: ReviewGiven,
) => ProblemDetails | null | Promise<ProblemDetails | null>;

const error = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});
const found = (key: string, values: readonly unknown[]): ProblemDetails | null =>
  values.length === 0 ? null : { facts: { [key]: values } };
const isOpened = ({ lot }: OpenReview): boolean => !['open', 'closed'].includes(lot.state);
const sitsIn = async (tx: Tx, user: string | undefined, bodies: (string | null)[], pointer = '/user') =>
  user !== undefined && (await sitsInBody(tx, [user], bodies)).length > 0
    ? { errors: [error(pointer, 'not_eligible', 'Has a seat in this body', '在该机构中有席位')] }
    : null;

/** Guards of the review of a lot. Each names the fact that would change its answer. */
@Injectable()
export class ReviewGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    for (const [code, check] of Object.entries({ ...CHECKS, ...PRICE_GUARDS }))
      this.registry.contribute<ReviewGiven>(code as ProblemCode, async (tx, _, given) => check(given.open, tx, given));
  }
}

const CHECKS: Partial<Record<ProblemCode, ReviewCheck>> = {
  // Asked once the bids are open: before, the answer would tell who has bid.
  member_is_bidder: async (open, tx, { user }) => {
    if (!isOpened(open)) return null;
    const refused = await sitsIn(
      tx,
      user,
      open.bids.map(({ bidder_id }) => bidder_id),
    );
    return refused && refusedBy(ruleOf('RECUSE-3Y'), refused.errors);
  },
  member_twice: ({ members }, _, { user }) =>
    members.some(({ user_id }) => user_id === user)
      ? { errors: [error('/user', 'not_unique', 'Sits in the panel already', '已在评审小组中')] }
      : null,
  member_of_agent: ({ tender }, tx, { user }) => sitsIn(tx, user, [tender.agent_id]),
  expert_of_buyer: ({ tender }, tx, { user, kind }) =>
    kind === 'expert' ? sitsIn(tx, user, [tender.buyer_id], '/kind') : null,
  member_barred: async ({ lot }, tx, { user }) => {
    const rows = await tx.query(`SELECT FROM panel_bar WHERE lot_id = $1 AND user_id = $2`, [lot.id, user ?? null]);
    return rows.length > 0
      ? { errors: [error('/user', 'not_eligible', 'Broke the rules in the first review', '在原评审中有违法违规行为')] }
      : null;
  },
  replacement_ground_missing: (_, __, { ground }) =>
    (REPLACEMENT_GROUNDS as readonly string[]).includes(ground ?? '')
      ? null
      : {
          errors: [error('/ground', 'required', 'A ground of the list', '请给出规定的事由')],
          facts: { grounds: REPLACEMENT_GROUNDS },
        },
  panel_unlawful: async (open, tx) => {
    if (!actsAsPanel(open)) return null;
    const kinds = open.members.map(({ kind }) => kind);
    const asked = { ...panelCase(open, await ceilingsOf(tx, open.tender.id)), ...(await partisans(tx, open)) };
    const { state, rule, faults } = judgePanel(kinds, asked);
    return state === 'unlawful' && rule !== null ? refusedBy(rule, faults) : null;
  },
  bidders_unknown: (open) => (isOpened(open) ? null : { facts: { state: open.lot.state } }),
  declaration_incomplete: ({ bids }, _, { declared = [] }) => {
    const named = new Set(declared.map(({ bid }) => bid));
    return found(
      'bids',
      bids.map(({ id }) => id).filter((id) => !named.has(id)),
    );
  },
  declarations_open: async (open, tx) => (actsAsPanel(open) ? found('members', await undeclared(tx, open)) : null),
  member_tied: async (open, tx) => {
    const members = actsAsPanel(open) ? await tied(tx, open) : [];
    return members.length === 0 ? null : { ...refusedBy(ruleOf('RECUSE-3Y'), []), facts: { members } };
  },
  not_the_qualifier: ({ method, me, party }) => {
    const may = method === 'OPEN_TENDER' ? party : me !== null;
    return may ? null : { facts: { method } };
  },
  qualification_done: ({ bids }) => (bids.every(({ qualified }) => qualified) ? {} : null),
  qualification_open: ({ bids }) =>
    found(
      'bids',
      bids.filter(({ qualified }) => !qualified).map(({ id }) => id),
    ),
  conformity_done: ({ bids }) => (bids.every(({ state }) => state === 'valid') ? {} : null),
  conformity_open: ({ bids }) =>
    found(
      'bids',
      bids.filter(({ state }) => state !== 'valid').map(({ id }) => id),
    ),
  offer_above_ceiling: ({ method, bids, lot }, _, { checked = [] }) => {
    const errors = checked.flatMap(({ bid, passed }, i) => {
      const held = bids.find(({ id }) => id === bid);
      return passed && held !== undefined && !isPayable(held, method, lot.ceiling)
        ? [error(`/results/${i}/passed`, 'not_payable', 'Its price cannot be paid', '报价无效或超过最高限价')]
        : [];
    });
    return errors.length > 0 ? { errors } : null;
  },
  consultation_unfinished: ({ method, lot }) =>
    method === 'COMPETITIVE_CONSULTATION' && lot.state !== 'final_offers_in' ? { facts: { state: lot.state } } : null,
  explanations_open: async (open, tx) => found('bids', await unexplained(tx, open)),
  // Counted anew where a failure was annulled, or the panel is another: nobody wins alone (Law article 36, [2015] 124).
  offers_too_few: (open) => {
    const left = new Set(open.bids.filter(({ state }) => state === 'valid').map(({ bidder_id }) => bidder_id)).size;
    const least = leastSuppliers(open);
    return left < least ? { ...refusedBy(leastRule(open), []), facts: { left, least } } : null;
  },
  sheet_incomplete: (open, _, { sheet = [] }) => {
    const bids = validOffers(open).map(({ bid }) => bid);
    const { missing } = sheetFaults(basisOfLot(open), bids, sheet);
    return missing.length === 0 ? null : { facts: { missing: missing.slice(0, 50) } };
  },
  correction_not_lawful: async (open, tx, { bid, correction }) => {
    const held = correction && bid ? await correctionCase(tx, open, bid, correction) : null;
    return held !== null && correction && correctionFits(correction.ground, held)
      ? null
      : { facts: { grounds: CORRECTIONS } };
  },
  sheets_open: ({ review }) => (review?.state === 'revealed' ? null : { facts: { state: review?.state ?? null } }),
  member_signed: ({ members }, _, { member }) => {
    const signed = members.some(({ id, signed_at }) => id === member && signed_at !== null);
    return signed ? {} : null;
  },
  report_unsigned: ({ members }) =>
    found(
      'members',
      members.filter((m) => m.signed_at === null && m.unsigned_reason === null).map(({ id }) => id),
    ),
};

/** In a consultation the final offer is what must keep the ceiling; what cannot be read offers nothing. */
function isPayable({ state, price }: StandingBid, method: ConductedMethod, ceiling: bigint | null): boolean {
  if (method === 'COMPETITIVE_CONSULTATION') return state !== 'unreadable';
  return price !== null && price > 0n && (ceiling === null || price <= ceiling);
}

/** In a tender buyer or agent check the qualifications; everything else is the panel's. */
const actsAsPanel = ({ method, bids }: OpenReview): boolean =>
  method === 'COMPETITIVE_CONSULTATION' || bids.every(({ qualified }) => qualified);
