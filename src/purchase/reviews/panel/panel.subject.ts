import { assertSeatReaches } from '../../bids/bid-place.js';
import { randomUUID } from 'node:crypto';
import { subject, type PathParams, type Root, type Subject } from '../../../kernel/actions/action.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { holdsPermission } from '../../../kernel/access/held.js';
import { changeOfReview, NO_PANEL, assertSeatedReview, type OpenReview } from '../open-review.js';
import { openReviewForAction } from './own-seat.js';
import type { AppointDto, LotDto, NoteUnsignedDto } from '../review.dto.js';
import { Review } from '../review.entity.js';
import { PANEL_GUARDS } from '../review-guards.js';
import { reviewLifecycle, type ReviewState } from '../review.lifecycle.js';
import { newVersion, storeReview } from '../review-moves.js';
import { assertRunningLot, heldInReview } from '../review.subject.js';

/** The review of a lot, under the lock of its tender; its version is the tender's, or that of the caller's own seat. */
export interface LockedPanel extends OpenReview, Root<ReviewState> {
  /** The action that it is locked for. */
  action: string;
  /** The member, or the bid, that it is about. */
  member: string | null;
  bid: string | null;
  /** Who is to sit in the panel. */
  newcomer: string | null;
}

/** The review of an opened lot as an action finds it; who or what it is about is added by the request. */
export const toPanel = (open: OpenReview, action: string): LockedPanel => ({
  ...open,
  // The appointment of the first member makes the review, by this id.
  id: open.review?.id ?? randomUUID(),
  version: open.tender.version,
  state: open.review?.state ?? 'appointed',
  action,
  member: null,
  bid: null,
  newcomer: null,
});

/** A panel is appointed until its lot is reported. */
export const BEFORE_REPORT: readonly string[] = [
  'open',
  'closed',
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
];

/** Only an account that may act in a panel is appointed to one. @throws Problem `not_found` */
async function assertReviewer(tx: Tx, user: string | null): Promise<void> {
  const rows = await tx.query(
    `SELECT FROM seat s JOIN app_user u ON u.id = s.user_id WHERE u.id = $1 AND u.state = 'active' AND s.role = 'panel_member'`,
    [user],
  );
  if (rows.length > 0) return;
  const text = { en: 'There is no such reviewer', zh: '没有这个评审人员' };
  throw new Problem('not_found', { errors: [{ pointer: '/user', code: 'not_found', text }] });
}

/** Refuses an action about what is not there; whoever may not act at all is not told so. */
async function assertPanelParts(tx: Tx, root: LockedPanel): Promise<void> {
  const { action, lot, review, members, member, bid, bids } = root;
  const held = heldInPanel(tx, root);
  const permissions = reviewLifecycle.transitions.filter((each) => each.action === action).map(({ who }) => who);
  if (!permissions.some((permission) => held.has(permission))) throw new Problem('not_permitted');
  if (action === 'appoint' && !BEFORE_REPORT.includes(lot.state))
    throw new Problem('wrong_state', { facts: { state: lot.state, action } });
  if (action !== 'appoint' && review === null) throw new Problem('not_found', NO_PANEL);
  if (member !== null && !members.some(({ id }) => id === member)) throw new Problem('not_found');
  const own = bids.find(({ id }) => id === bid);
  if (action === 'explain' && (own === undefined || !holdsPermission(tx.principal, 'bid.make', [own.bidder_id])))
    throw new Problem('not_found');
  if (action === 'explain' && own !== undefined)
    await assertSeatReaches(tx.manager, tx.principal, own.bidder_id, lot.id);
  if (action === 'appoint' || action === 'replace_member') await assertReviewer(tx, root.newcomer);
}

/** Whose price it is says the bid itself. */
const heldInPanel = ({ principal }: Pick<Tx, 'principal'>, root: LockedPanel): Set<string> =>
  root.action === 'explain' ? new Set(principal.permissions) : heldInReview(principal, root);

/** Actions that add a part beside those of others, which no change by others stands against. */
const ADDING = ['appoint', 'declare', 'ask_explanation'];
/** Actions that leave the version of the tender as it was. */
const BESIDE = [...ADDING, 'correct_score', 'sign', 'dissent'];

/** A part of the review with an address of its own. */
const partOfReview = <const P extends string>(
  part: Pick<Subject<LockedPanel, P, Review>, 'path' | 'actions' | 'routes' | 'steps'>,
): Subject<LockedPanel, P, Review> =>
  subject<LockedPanel, P, Review>({
    ...part,
    lifecycle: reviewLifecycle,
    entity: Review,
    permit: 'panel.act',
    refuses: ['conducted_elsewhere'],
    unversioned: ADDING,
    async lock(tx, params: PathParams<P>, action, _, given) {
      const { id, member, bid = null } = params as unknown as { id: string; member?: string; bid?: string };
      const open = await openReviewForAction(tx, id, (given as LotDto).lot, action);
      return {
        ...toPanel(open, action),
        version: open.version,
        member: member ?? (given as Partial<NoteUnsignedDto>).member ?? null,
        bid,
        newcomer: (given as Partial<AppointDto>).user ?? null,
      };
    },
    async catchUp(tx, root) {
      assertRunningLot(root);
      await assertPanelParts(tx, root);
      return root;
    },
    store: async (tx, root, to) => {
      if (root.review !== null) await storeReview(tx, assertSeatedReview(root), to);
      if (!BESIDE.includes(root.action)) await newVersion(tx, root);
    },
    heldBy: (tx, root) => Promise.resolve(heldInPanel(tx, root)),
    audience: (root) => changeOfReview({ ...root, review: root }),
    eventData: ({ tender, lot }) => ({ tender: tender.id, lot: lot.no }),
    guards: PANEL_GUARDS,
  });

/** The panel of a lot: its members, what each declares, finds, scores and signs. */
export const panelSubject = partOfReview({
  path: 'tenders/:id/review',
  actions: [
    'appoint',
    'declare',
    'find',
    'ask_explanation',
    'begin_scoring',
    'lock',
    'correct_score',
    'sign',
    'dissent',
    'note_unsigned',
  ],
  // A member finds by its checks; it locks its sheet as it writes it.
  steps: ['find', 'lock'],
  routes: {
    appoint: { method: 'POST', segment: 'members' },
    declare: { method: 'POST', segment: 'declarations' },
    find: null,
    ask_explanation: { method: 'POST', segment: 'explanations' },
    lock: { method: 'POST', segment: 'score-sheets' },
    correct_score: { method: 'POST', segment: 'corrections' },
    sign: { method: 'POST', segment: 'signatures' },
    dissent: { method: 'POST', segment: 'dissents' },
  },
});

/** One member of a panel. */
export const memberSubject = partOfReview({
  path: 'tenders/:id/review/members/:member',
  actions: ['remove_member', 'replace_member'],
  routes: {
    remove_member: { method: 'POST', segment: 'actions/remove' },
    replace_member: { method: 'POST', segment: 'actions/replace' },
  },
});

/** A question about the low price of one bid. */
export const explanationSubject = partOfReview({
  path: 'tenders/:id/review/explanations/:bid',
  actions: ['explain', 'settle_explanation'],
  routes: {
    explain: { method: 'POST', segment: 'actions/explain' },
    settle_explanation: { method: 'POST', segment: 'actions/settle' },
  },
});
