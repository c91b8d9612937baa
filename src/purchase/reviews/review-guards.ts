import { guard, type Fact, type Guards } from '../../kernel/actions/action.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { findRuleInForce, getRule } from '../../law/rules/rule-book.js';
import { hundredths } from '../tenders/drafts/draft.rules.js';
import { toRuleRefusal, type ConductedMethod } from '../tenders/conducted/issue.rules.js';
import { listBuyers } from '../tenders/conducted/terms/joint-buyers.js';
import { holdsPlace } from './experts/expert-draws.queries.js';
import { leastRule, leastSuppliers } from './suppliers-left/least-suppliers.rules.js';
import { basisOfLot, sumCeilings, panelCase, validOffers, type OpenReview } from './open-review.js';
import type { StandingBid } from './standing/standing-bids.queries.js';
import { judgePanel, type MemberKind } from './panel/panel.rules.js';
import { PRICE_GUARDS } from './price-guards.js';
import { countSeatsAtFirstLock, partisans, findTiedMembers, findUndeclaredMembers } from './review-facts.js';
import { REPLACEMENT_GROUNDS, type Checked, type Declared } from './review-requests.js';
import { correctionCase } from './scoring/member-scores.js';
import { correctionFits, CORRECTIONS, type CorrectionGround } from './scoring/corrections.rules.js';
import { sheetFaults } from './scoring/scores.rules.js';
import type { ReviewRoot } from './open-review.js';

/** The same, with the member or the bid that an action is about. */
type OfMember = ReviewRoot & { member: string | null; bid: string | null };

interface NewMember {
  user?: string;
  kind?: MemberKind;
  demanding?: boolean | null;
}

interface CorrectionGiven {
  bid: string;
  criterion: number;
  points: string;
  ground: CorrectionGround;
}

interface SheetGiven {
  scores?: readonly { bid: string; criterion: number; points: string }[];
}

const error = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});
const refuseAny = (key: string, values: readonly unknown[]): ProblemDetails | null =>
  values.length === 0 ? null : { facts: { [key]: values } };
const isOpened = ({ lot }: OpenReview): boolean => !['open', 'closed'].includes(lot.state);

/** In a tender buyer or agent check the qualifications; everything else is the panel's. */
const actsAsPanel = ({ method, bids }: OpenReview): boolean =>
  method === 'COMPETITIVE_CONSULTATION' || bids.every(({ qualified }) => qualified);

/** Bodies in which the new member has a seat. */
const loadBodiesOfNewMember: Fact<ReviewRoot, string[], NewMember> = async ({ tx, given }) => {
  const rows = await tx.query<{ body: string }>(`SELECT organisation_id AS body FROM seat WHERE user_id = $1`, [
    given.user ?? null,
  ]);
  return rows.map(({ body }) => body);
};
const isBarred: Fact<ReviewRoot, boolean, NewMember> = async ({ tx, root, given }) =>
  (await tx.query(`SELECT FROM panel_bar WHERE lot_id = $1 AND user_id = $2`, [root.lot.id, given.user ?? null]))
    .length > 0;
/** Whether the new member was drawn for the lot, or picked with consent, and has accepted. */
const wasDrawn: Fact<ReviewRoot, boolean, NewMember> = ({ tx, root, given }) =>
  given.user === undefined ? Promise.resolve(false) : holdsPlace(tx, root.lot.id, given.user);
const loadPanelCase: Fact<ReviewRoot, Parameters<typeof judgePanel>[1]> = async ({ tx, root }) => ({
  ...panelCase(root, await sumCeilings(tx, root.tender.id)),
  ...(await partisans(tx, root)),
});
const loadLockedSeats: Fact<ReviewRoot, number | null> = ({ tx, root }) => countSeatsAtFirstLock(tx, root.id);
const loadUndeclaredMembers: Fact<ReviewRoot, string[]> = ({ tx, root }) =>
  actsAsPanel(root) ? findUndeclaredMembers(tx, root) : Promise.resolve([]);
const loadTiedMembers: Fact<ReviewRoot, string[]> = ({ tx, root }) =>
  actsAsPanel(root) ? findTiedMembers(tx, root) : Promise.resolve([]);
const loadCorrectionCase: Fact<ReviewRoot, Awaited<ReturnType<typeof correctionCase>>, CorrectionGiven> = ({
  tx,
  root,
  given: { bid, criterion, points },
}) => correctionCase(tx, root, bid, { criterion, points: hundredths(points) });

/** Whoever acts for a panel, it sits there as the law asks. */
const LAWFUL_PANEL = {
  panel_unlawful: guard({ loadPanelCase }, (facts, { root }) => {
    if (!actsAsPanel(root)) return null;
    const { state, rule, faults } = judgePanel(
      root.members.map(({ kind }) => kind),
      facts.loadPanelCase,
    );
    return state === 'unlawful' && rule !== null ? toRuleRefusal(rule, faults) : null;
  }),
  member_tied: guard({ loadTiedMembers }, ({ loadTiedMembers: members }) =>
    members.length === 0 ? null : { ...toRuleRefusal(getRule('RECUSE-3Y'), []), facts: { members } },
  ),
  conformity_open: guard({}, (_, { root }) =>
    refuseAny(
      'bids',
      root.bids.filter(({ state }) => state !== 'valid').map(({ id }) => id),
    ),
  ),
  // Counted anew where a failure was annulled, or the panel is another: nobody wins alone (Law article 36, [2015] 124).
  offers_too_few: guard({}, (_, { root }) => {
    const left = new Set(root.bids.filter(({ state }) => state === 'valid').map(({ bidder_id }) => bidder_id)).size;
    const least = leastSuppliers(root);
    return left < least ? { ...toRuleRefusal(leastRule(root), []), facts: { left, least } } : null;
  }),
} satisfies Guards<ReviewRoot>;

/** Guards of what the review does to its lot. Each names the fact that would change its answer. */
export const LOT_GUARDS = {
  ...LAWFUL_PANEL,
  declarations_open: guard({ loadUndeclaredMembers }, (facts) => refuseAny('members', facts.loadUndeclaredMembers)),
  not_the_qualifier: guard({}, (_, { root: { method, me, party } }) =>
    (method === 'OPEN_TENDER' ? party : me !== null) ? null : { facts: { method } },
  ),
  qualification_done: guard({}, (_, { root }) => (root.bids.every(({ qualified }) => qualified) ? {} : null)),
  qualification_open: guard({}, (_, { root }) =>
    refuseAny(
      'bids',
      root.bids.filter(({ qualified }) => !qualified).map(({ id }) => id),
    ),
  ),
  conformity_done: guard({}, (_, { root }) => (root.bids.every(({ state }) => state === 'valid') ? {} : null)),
  offer_above_ceiling: guard<ReviewRoot, { results?: readonly Checked[] }>({}, (_, { root, given }) => {
    const errors = (given.results ?? []).flatMap(({ bid, passed }, i) => {
      const held = root.bids.find(({ id }) => id === bid);
      return passed && held !== undefined && !isPayable(held, root.method, root.lot.ceiling)
        ? [error(`/results/${i}/passed`, 'not_payable', 'Its price cannot be paid', '报价无效或超过最高限价')]
        : [];
    });
    return errors.length > 0 ? { errors } : null;
  }),
  sheets_open: guard({}, (_, { root: { review } }) =>
    review?.state === 'revealed' ? null : { facts: { state: review?.state ?? null } },
  ),
  report_unsigned: guard({}, (_, { root }) =>
    refuseAny(
      'members',
      root.members.filter((m) => m.signed_at === null && m.unsigned_reason === null).map(({ id }) => id),
    ),
  ),
} satisfies Guards<ReviewRoot>;

/** Guards of the review of a lot. */
export const PANEL_GUARDS = {
  ...LAWFUL_PANEL,
  ...PRICE_GUARDS,
  // Asked once the bids are open: before, the answer would tell who has bid.
  member_is_bidder: guard({ bodies: loadBodiesOfNewMember }, ({ bodies }, { root }) => {
    const refused = isOpened(root)
      ? refuseSeat(
          bodies,
          root.bids.map(({ bidder_id }) => bidder_id),
        )
      : null;
    return refused && toRuleRefusal(getRule('RECUSE-3Y'), refused.errors ?? []);
  }),
  member_twice: guard<ReviewRoot, NewMember>({}, (_, { root, given }) =>
    root.members.some(({ user_id }) => user_id === given.user)
      ? { errors: [error('/user', 'not_unique', 'Sits in the panel already', '已在评审小组中')] }
      : null,
  ),
  member_of_agent: guard({ bodies: loadBodiesOfNewMember }, ({ bodies }, { root }) =>
    refuseSeat(bodies, [root.tender.agent_id]),
  ),
  expert_of_buyer: guard<OfMember, NewMember, { bodies: string[] }>(
    { bodies: loadBodiesOfNewMember },
    ({ bodies }, { root, given }) => {
      return kindOfNewMember(root, given) === 'expert' ? refuseSeat(bodies, listBuyers(root.tender), '/kind') : null;
    },
  ),
  member_barred: guard({ isBarred }, (facts) =>
    facts.isBarred
      ? { errors: [error('/user', 'not_eligible', 'Broke the rules in the first review', '在原评审中有违法违规行为')] }
      : null,
  ),
  expert_not_drawn: guard<OfMember, NewMember, { wasDrawn: boolean }>({ wasDrawn }, (facts, { root, given, today }) => {
    const rule = findRuleInForce('EXPERT-DRAW', today);
    if (rule === null || facts.wasDrawn || kindOfNewMember(root, given) !== 'expert') return null;
    return toRuleRefusal(rule, [error('/user', 'not_eligible', 'Was not drawn for this lot', '非本包抽取产生的专家')]);
  }),
  replacement_ground_missing: guard<ReviewRoot, { ground?: string }>({}, (_, { given }) =>
    (REPLACEMENT_GROUNDS as readonly string[]).includes(given.ground ?? '')
      ? null
      : {
          errors: [error('/ground', 'required', 'A ground of the list', '请给出规定的事由')],
          facts: { grounds: REPLACEMENT_GROUNDS },
        },
  ),
  // Whoever knows scores must not choose whose count: from the first locked sheet on a member is replaced, one for one.
  // Where an earlier version let the panel lose or gain members, it goes back to that number. How many it needs stays too.
  sheets_locked: guard<ReviewRoot, NewMember, { seats: number | null }>(
    { seats: loadLockedSeats },
    ({ seats }, { root, action, given }) => {
      if (seats === null) return null;
      const many = root.members.length;
      const restores =
        action === 'appoint'
          ? many < seats && (given.demanding ?? root.review?.demanding) === root.review?.demanding
          : many > seats;
      return restores ? null : { facts: { seats } };
    },
  ),
  bidders_unknown: guard({}, (_, { root }) => (isOpened(root) ? null : { facts: { state: root.lot.state } })),
  declaration_incomplete: guard<ReviewRoot, { declarations: readonly Declared[] }>({}, (_, { root, given }) => {
    const named = new Set(given.declarations.map(({ bid }) => bid));
    return refuseAny(
      'bids',
      root.bids.map(({ id }) => id).filter((id) => !named.has(id)),
    );
  }),
  consultation_unfinished: guard({}, (_, { root: { method, lot } }) =>
    method === 'COMPETITIVE_CONSULTATION' && lot.state !== 'final_offers_in' ? { facts: { state: lot.state } } : null,
  ),
  sheet_incomplete: guard<ReviewRoot, SheetGiven>({}, (_, { root, given: { scores = [] } }) => {
    const bids = validOffers(root).map(({ bid }) => bid);
    const sheet = scores.map((score) => ({ ...score, points: hundredths(score.points) }));
    const { missing } = sheetFaults(basisOfLot(root), bids, sheet);
    return missing.length === 0 ? null : { facts: { missing: missing.slice(0, 50) } };
  }),
  correction_not_lawful: guard<ReviewRoot, CorrectionGiven, { held: Awaited<ReturnType<typeof correctionCase>> }>(
    { held: loadCorrectionCase },
    ({ held }, { given }) =>
      held !== null && correctionFits(given.ground, held) ? null : { facts: { grounds: CORRECTIONS } },
  ),
  member_signed: guard<OfMember, unknown>({}, (_, { root }) => {
    const signer = root.member ?? root.me?.id;
    return root.members.some(({ id, signed_at }) => id === signer && signed_at !== null) ? {} : null;
  }),
} satisfies Guards<OfMember>;

/** Who comes in the place of another is of the same kind where it is not said. */
const kindOfNewMember = ({ members, member }: OfMember, { kind }: NewMember): MemberKind | undefined =>
  kind ?? members.find(({ id }) => id === member)?.kind;

const refuseSeat = (
  bodies: readonly string[],
  others: readonly (string | null)[],
  pointer = '/user',
): ProblemDetails | null =>
  bodies.some((body) => others.includes(body))
    ? { errors: [error(pointer, 'not_eligible', 'Has a seat in this body', '在该机构中有席位')] }
    : null;

/** In a consultation the final offer is what must keep the ceiling; what cannot be read offers nothing. */
function isPayable({ state, price, unitAbove }: StandingBid, method: ConductedMethod, ceiling: bigint | null): boolean {
  if (method === 'COMPETITIVE_CONSULTATION') return state !== 'unreadable';
  return price !== null && price > 0n && (ceiling === null || price <= ceiling) && !unitAbove;
}
