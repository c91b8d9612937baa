import type { Fact, GuardView, Root } from '../../kernel/actions/action.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { isGroundProven } from '../reviews/scoring/member-scores.js';
import { leastSuppliers } from '../reviews/suppliers-left/least-suppliers.rules.js';
import { VOID_PANEL_GROUNDS } from '../reviews/repeated/repeated-review.js';
import { CORRECTIONS, type CorrectionGround } from '../reviews/scoring/corrections.rules.js';
import type { ConductedMethod } from '../tenders/conducted/issue.rules.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../tenders/oversight/grounds.js';
import { deriveOutcome, withProposal, type LotGiven } from './lots/lot-proposals.js';
import type { LockedLot } from './lots/locked-lot.js';
import { owedRemedies, type OwedRemedy } from './remedies/remedy-application.js';
import { VOIDING } from './remedies/stages/effects.rules.js';

interface EndingLot {
  method: ConductedMethod;
  /** Its offers are open to the buyer: in a consultation from the report on. */
  opened: boolean;
  /** How many offers there are is known; in a consultation their prices are not. */
  counted: boolean;
  offers: number;
  above: boolean;
  refused: boolean;
}

/** What was upheld about a lot, or a tender as a whole, and is still to be carried out. */
export const loadOwedRemedies: Fact<Root, OwedRemedy[]> = ({ tx, root }) => owedRemedies(tx, root.id);

/** Whether the scores show the ground on which a panel is to review again. */
export const scoresShowGround: Fact<LockedLot, boolean, LotGiven> = async (asked) => {
  const { ground = '' } = withProposal(asked);
  const isCorrection = deriveOutcome(asked) === 'rereview' && (CORRECTIONS as readonly string[]).includes(ground);
  return isCorrection && (await isGroundProven(asked.tx, asked.root.id, ground as CorrectionGround));
};

/**
 * What counts against the number of suppliers is who was rejected, withdrew, or was put out by a remedy; who
 * refuses an award has made a good offer all the same. An offer that was rejected for its price lies above it. How many
 * final offers there are is told when they are in, what they say is not; one that cannot be read and that its bidder does
 * not restore keeps no lot from its end.
 */
export const loadEndingLot: Fact<LockedLot, EndingLot | null> = async ({ tx, root }) => {
  const [row] = await tx.query<EndingLot>(
    `SELECT t.method,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('reviewed', 'confirmed', 'result_published')) AS opened,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('final_offers_in', 'reviewed', 'confirmed', 'result_published')) AS counted,
       (SELECT count(*)::int FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid', 'won', 'lost')
          AND NOT EXISTS (SELECT FROM award a WHERE a.bid_id = b.id AND a.remedied)) AS offers,
       coalesce((SELECT bool_and(b.price > l.ceiling) FROM bid b WHERE b.lot_id = l.id AND (b.state IN ('opened', 'valid', 'won', 'lost')
          OR EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.ground = 'above_ceiling'))), false) AS above,
       EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state = 'refused')
         AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')) AS refused
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [root.id],
  );
  return row ?? null;
};

/** What is to be done must be owed, and be what was decided; a challenge that was upheld leaves the choice to the buyer. */
export function refuseUndecidedRemedy(
  owed: readonly OwedRemedy[],
  remedy: string | undefined,
  effects: readonly string[],
  byChallenge: boolean,
): ProblemDetails | null {
  const named = owed.find(({ id }) => id === remedy);
  if (named && (named.effect === null ? byChallenge : effects.includes(named.effect))) return null;
  return {
    errors: [
      {
        pointer: '/remedy',
        code: 'required',
        text: { en: 'What was upheld, and is still to be carried out', zh: '请指明已成立且尚待落实的质疑或投诉' },
      },
    ],
    facts: { remedies: owed.map(({ id, effect }) => ({ id, effect })), effects },
  };
}

interface Ending extends Pick<LotGiven, 'ground' | 'reference' | 'remedy'> {
  outcome: 'failed' | 'cancelled';
}

/**
 * Law article 36: fewer than three, unlawful acts, every offer above the budget, a great change. What ends a purchase is a
 * fact: the record shows it, or the paper is named that establishes it. The closed list alone would let anybody end one.
 * `lot` is null for a tender as a whole: as long as bids are taken nobody knows.
 */
export function refuseUnprovenEnd(
  { outcome, ground, reference, remedy }: Ending,
  { owed, lot, today }: { owed: readonly OwedRemedy[]; lot: EndingLot | null; today: string },
): ProblemDetails | null {
  const lawful: readonly string[] = outcome === 'cancelled' ? CANCEL_GROUNDS : FAIL_GROUNDS;
  if (!lawful.includes(ground ?? '')) return { errors: [unshown], facts: { grounds: lawful } };
  if (ground === 'unlawful_acts' || ground === 'unforeseen_change')
    return reference === undefined ? { errors: [unnamed] } : null;
  if (ground === 'remedy_decision') return refuseUndecidedRemedy(owed, remedy, VOIDING, true);
  return refuseUnshown(ground, lot, today);
}

/** As long as bids are taken, or sealed, nobody knows; nor may anybody find out by trying. */
function refuseUnshown(ground: string | undefined, lot: EndingLot | null, today: string): ProblemDetails | null {
  const refused = { errors: [unshown] };
  if (lot === null) return refused;
  if (ground === 'award_refused') return lot.refused ? null : refused;
  if (ground === 'offers_above_budget') return lot.opened && lot.above ? null : refused;
  if (!lot.counted) return refused;
  const least = leastSuppliers({ method: lot.method, today });
  return lot.offers < least ? null : { ...refused, facts: { offers: lot.offers, least } };
}

/**
 * Order 87 article 64, [2014] 214 article 32: what the scores show. Article 67: what makes the result of a panel void is shown
 * by no score; the paper is named in which it was established, as it is reported to the finance authority.
 */
function refuseUnprovenRepetition(
  outcome: 'rereview' | 'new_panel',
  { ground, reference }: LotGiven,
  isShown: boolean,
): ProblemDetails | null {
  const lawful: readonly string[] = outcome === 'rereview' ? CORRECTIONS : VOID_PANEL_GROUNDS;
  if (!lawful.includes(ground ?? '')) return { errors: [unshown], facts: { grounds: lawful } };
  if (outcome === 'new_panel') return reference === undefined ? { errors: [unnamed] } : null;
  return isShown ? null : { errors: [unshown] };
}

interface EndFacts {
  loadOwedRemedies: OwedRemedy[];
  loadEndingLot: EndingLot | null;
  scoresShowGround: boolean;
}

/** Guard `end_ground_unproven` of a lot. */
export function refuseUnprovenGround(
  { loadOwedRemedies: owed, loadEndingLot: lot, scoresShowGround: isShown }: EndFacts,
  asked: GuardView<LockedLot, LotGiven>,
): ProblemDetails | null {
  const outcome = deriveOutcome(asked) ?? 'failed';
  const given = withProposal(asked);
  return outcome === 'rereview' || outcome === 'new_panel'
    ? refuseUnprovenRepetition(outcome, given, isShown)
    : refuseUnprovenEnd({ ...given, outcome }, { owed, lot, today: asked.today });
}

const unnamed: FieldError = {
  pointer: '/reference',
  code: 'required',
  text: { en: 'Number of the paper that establishes it', zh: '请填写认定该情形的文书编号' },
};
const unshown: FieldError = {
  pointer: '/ground',
  code: 'not_on_record',
  text: { en: 'The record does not show it', zh: '现有记录不能反映该情形' },
};
