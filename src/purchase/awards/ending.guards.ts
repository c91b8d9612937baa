import { Injectable, type OnModuleInit } from '@nestjs/common';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { Tx } from '../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { CORRECTIONS, type CorrectionGround } from '../reviews/scoring/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../reviews/repeated-review.js';
import { leastSuppliers } from '../reviews/review.desk.js';
import { isBorneOut } from '../reviews/review.scores.js';
import type { ConductedMethod } from '../tenders/conducted/issue.rules.js';
import { BEFORE_ISSUE, CANCEL_GROUNDS, FAIL_GROUNDS } from '../tenders/oversight/grounds.js';
import { ANEW, undecided, type LotGiven } from './lots/lot.guards.js';
import { owedRemedies } from './remedies/remedy-application.js';

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

/**
 * Law article 36: fewer than three, unlawful acts, every offer above the budget, a great change. What ends a purchase is a
 * fact: the record shows it, or the paper is named that establishes it. The closed list alone would let anybody end one, or
 * have a review repeated until it suits.
 */
@Injectable()
export class EndingGuards implements OnModuleInit {
  constructor(private readonly registry: LifecycleRegistry) {}

  onModuleInit(): void {
    this.registry.contribute<LotGiven>('end_ground_unproven', unproven);
    this.registry.contribute<LotGiven>('ending_not_proposed', (_, __, { byTwo, outcome, ground, proposal }) =>
      Promise.resolve(
        byTwo === false || (proposal && proposal.outcome === outcome && proposal.ground === ground)
          ? null
          : { facts: { proposed: proposal ? { outcome: proposal.outcome, ground: proposal.ground } : null } },
      ),
    );
  }
}

async function unproven(tx: Tx, id: string, given: LotGiven): Promise<ProblemDetails | null> {
  if (given.outcome === 'rereview' || given.outcome === 'new_panel') return unprovenRepetition(tx, id, given);
  const [tender] = await tx.query<{ state: string }>(`SELECT state FROM tender WHERE id = $1`, [id]);
  // Before the documents are issued a purchase is given up for a reason alone.
  if (tender && (BEFORE_ISSUE as readonly string[]).includes(tender.state)) return null;
  const lawful: readonly (string | undefined)[] = given.outcome === 'cancelled' ? CANCEL_GROUNDS : FAIL_GROUNDS;
  if (given.outcome !== undefined && !lawful.includes(given.ground))
    return { errors: [unshown], facts: { grounds: lawful } };
  switch (given.ground) {
    case 'unlawful_acts':
    case 'unforeseen_change':
      return given.reference === undefined ? { errors: [unnamed] } : null;
    case 'remedy_decision':
      return undecided(await owedRemedies(tx, id), { ...given, effects: ANEW, byChallenge: true });
    default:
      return notShown(given.ground, tender ? null : await endingLot(tx, id), todayInShanghai(await tx.now()));
  }
}

/**
 * Order 87 article 64, [2014] 214 article 32: what the scores show. Article 67: what makes the result of a panel void is shown
 * by no score; the paper is named in which it was established, as it is reported to the finance authority.
 */
async function unprovenRepetition(
  tx: Tx,
  lot: string,
  { outcome, ground, reference }: LotGiven,
): Promise<ProblemDetails | null> {
  const lawful: readonly string[] = outcome === 'rereview' ? CORRECTIONS : VOID_PANEL_GROUNDS;
  if (!lawful.includes(ground ?? '')) return { errors: [unshown], facts: { grounds: lawful } };
  if (outcome === 'new_panel') return reference === undefined ? { errors: [unnamed] } : null;
  return (await isBorneOut(tx, lot, ground as CorrectionGround)) ? null : { errors: [unshown] };
}

/** As long as bids are taken, or sealed, nobody knows; nor may anybody find out by trying. */
function notShown(ground: string | undefined, lot: EndingLot | null, today: string): ProblemDetails | null {
  const refused = { errors: [unshown] };
  if (lot === null) return refused;
  if (ground === 'award_refused') return lot.refused ? null : refused;
  if (ground === 'offers_above_budget') return lot.opened && lot.above ? null : refused;
  if (!lot.counted) return refused;
  const least = leastSuppliers({ method: lot.method, today });
  return lot.offers < least ? null : { ...refused, facts: { offers: lot.offers, least } };
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

/**
 * What counts against the number of suppliers is who was rejected, withdrew, or whose award a remedy invalidated; who
 * refuses an award has made a good offer all the same. An offer that was rejected for its price lies above it. How many
 * final offers there are is told when they are in, what they say is not; one that cannot be read and that its bidder does
 * not restore keeps no lot from its end.
 */
async function endingLot(tx: Tx, id: string): Promise<EndingLot | null> {
  const [row] = await tx.query<EndingLot>(
    `SELECT t.method,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('reviewed', 'confirmed', 'result_published')) AS opened,
       l.state NOT IN ('open', 'closed') AND (t.method = 'OPEN_TENDER' OR l.state IN ('final_offers_in', 'reviewed', 'confirmed', 'result_published')) AS counted,
       (SELECT count(*)::int FROM bid b WHERE b.lot_id = l.id AND b.state IN ('opened', 'unreadable', 'valid', 'won', 'lost')
          AND NOT EXISTS (SELECT FROM award a WHERE a.bid_id = b.id AND a.state = 'invalidated')) AS offers,
       coalesce((SELECT bool_and(b.price > l.ceiling) FROM bid b WHERE b.lot_id = l.id AND (b.state IN ('opened', 'valid', 'won', 'lost')
          OR EXISTS (SELECT FROM bid_check c WHERE c.bid_id = b.id AND c.ground = 'above_ceiling'))), false) AS above,
       EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state = 'refused')
         AND NOT EXISTS (SELECT FROM award a WHERE a.lot_id = l.id AND a.state IN ('pending', 'active', 'contracted')) AS refused
     FROM lot l JOIN tender t ON t.id = l.tender_id WHERE l.id = $1`,
    [id],
  );
  return row ?? null;
}
