import { action, type Outcome, type Situation } from '../../../kernel/actions/action.js';
import { invalid } from '../../../kernel/http/validation.js';
import { findCollusionRule } from '../../bids/rejection.rules.js';
import { strangers } from '../given-bids.js';
import { leastSuppliers } from '../suppliers-left/least-suppliers.rules.js';
import type { OpenReview } from '../open-review.js';
import { BidBonds } from '../bonds/bid-bonds.js';
import { ChecksDto, QualificationsDto } from '../review.dto.js';
import { moveBids } from '../review-moves.js';
import { lotReviewSubject, type LockedLotReview } from '../review.subject.js';
import type { Finding } from '../scoring/findings.rules.js';
import { findAsMember } from '../scoring/member-findings.js';

type Checking = Situation<LockedLotReview, ChecksDto>;

/** Every bid that still stands, each once; a rejection with its ground. */
function assertCompleteChecks(open: OpenReview, { results }: ChecksDto): void {
  strangers(open, results, '/results');
  if (results.length < open.bids.length)
    throw invalid('/results', 'incomplete', { en: 'Every bid is spoken of', zh: '应逐一说明每份投标（响应）' });
  results.forEach(({ passed, ground, detail }, i) => {
    if (passed ? ground || detail : !ground || !detail)
      throw invalid(`/results/${i}/ground`, passed ? 'not_allowed_value' : 'required', {
        en: 'A rejection has a ground and says why; nothing else has',
        zh: '不通过的须给出事由并说明，通过的不填',
      });
    if (open.method !== 'OPEN_TENDER' && findCollusionRule(ground) !== null)
      throw invalid(`/results/${i}/ground`, 'not_allowed_value', {
        en: 'Order 87 article 37 is about tenders: of any other method the ground is collusion',
        zh: '87号令第三十七条适用于招标，其他采购方式请选择“串通投标”',
      });
  });
}

/** Writes down what was found of every bid; too few left, and the lot fails. */
async function storeChecks(
  { tx, root, now }: Checking,
  stage: 'qualification' | 'conformity',
  results: readonly Omit<Finding, 'member'>[],
): Promise<Outcome<LockedLotReview>> {
  await tx.query(
    `INSERT INTO bid_check (bid_id, stage, passed, ground, detail, checked_at)
     SELECT g.bid, $2, g.passed, g.ground, g.detail, $3
     FROM jsonb_to_recordset($1::jsonb) AS g(bid uuid, passed boolean, ground text, detail text)`,
    [JSON.stringify(results), stage, now],
  );
  const passed = results.filter((result) => result.passed).map(({ bid }) => bid);
  const rejected = results.filter((result) => !result.passed);
  if (stage === 'conformity') await moveBids(tx, root, 'find_valid', passed);
  await moveBids(
    tx,
    root,
    'reject',
    rejected.map(({ bid }) => bid),
  );
  const left = new Set(root.bids.filter(({ id }) => passed.includes(id)).map(({ bidder_id }) => bidder_id)).size;
  const fails = left < leastSuppliers(root);
  // Everybody is told that a lot fails, and not which bids were rejected: each has a row of its own for the purchase's bodies.
  const data = fails ? { left } : { left, rejected: rejected.map(({ bid, ground }) => ({ bid, ground })) };
  return { to: fails ? 'failed' : root.state, data, public: fails };
}

/** Order 87 article 44: buyer or agent; in a consultation the panel. */
export const qualifyBidders = action(lotReviewSubject, 'qualify', QualificationsDto, {
  operationId: 'qualifyBidders',
  summary: {
    en: 'Check the qualifications of every bidder of a lot; too few left: it fails',
    zh: '审查采购包全部投标人的资格；不足法定家数的终止',
  },
  permit: 'bid.qualify',
  async effect(situation) {
    const { tx, root, given, use } = situation;
    assertCompleteChecks(root, given);
    await use(BidBonds).store(tx, given.results);
    const results = given.results.map(({ bond: _, ...result }) => result);
    const isDecidedAlone = root.method === 'OPEN_TENDER';
    const found = isDecidedAlone ? results : await findAsMember(situation, 'qualification', results);
    return found === null ? { made: {} } : storeChecks(situation, 'qualification', found);
  },
});

/** The panel: what more than half of its members find. */
export const checkConformity = action(lotReviewSubject, 'check_conformity', ChecksDto, {
  operationId: 'checkConformity',
  summary: {
    en: 'Check whether the bids of a lot meet the documents; too few left: it fails',
    zh: '审查采购包投标的符合性；不足法定家数的终止',
  },
  async effect(situation) {
    assertCompleteChecks(situation.root, situation.given);
    const found = await findAsMember(situation, 'conformity', situation.given.results);
    return found === null ? { made: {} } : storeChecks(situation, 'conformity', found);
  },
});
