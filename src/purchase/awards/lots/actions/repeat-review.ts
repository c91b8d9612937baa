import { action } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { dissolveReview, reopenReview } from '../../../reviews/repeated/repeated-review.js';
import { endAward } from '../../award-moves.js';
import { awaitNewReport } from '../../results/result-desk.js';
import { LotGroundDto, RepeatReviewDto } from '../lot-action.dto.js';
import { getReason, withProposal } from '../lot-proposals.js';
import { lotSubject } from '../lot.subject.js';

/**
 * Order 87 article 64: the panel that reported reviews again, in a consultation from its final offers on. What was decided
 * on its first report no longer stands.
 */
export const orderRereview = action(lotSubject, 'order_rereview', LotGroundDto, {
  operationId: 'orderRereview',
  summary: { en: 'Have the panel that reported review a lot again', zh: '组织原评审小组重新评审' },
  async effect(asked) {
    const { tx, root } = asked;
    // Nor does an agent alone undo anything of a lot that had its award.
    if (root.state === 'reviewed' && root.awarded && !root.held.has('tender.manage'))
      throw new Problem('not_permitted');
    await endAward(tx, root.tender, root, 'cancel', getReason(asked));
    await awaitNewReport(tx, root.id);
    const to = root.tender.method === 'COMPETITIVE_CONSULTATION' ? 'final_offers_in' : 'opened';
    return { to, data: { ground: withProposal(asked).ground ?? '' } };
  },
  async after(asked) {
    const { tx, root } = asked;
    const { ground = '' } = withProposal(asked);
    await reopenReview(tx, root.tender, root, { ground, reason: getReason(asked) });
  },
});

/** Order 87 article 67: the result is void; another panel is appointed, without those who broke the rules. */
export const reconstitutePanel = action(lotSubject, 'reconstitute_panel', RepeatReviewDto, {
  operationId: 'reconstitutePanel',
  summary: { en: 'Have another panel review a lot whose result is void', zh: '评审结果无效，重新组建评审小组' },
  async effect(asked) {
    const { tx, root } = asked;
    await endAward(tx, root.tender, root, 'invalidate', getReason(asked));
    await awaitNewReport(tx, root.id);
    return { data: { ground: withProposal(asked).ground ?? '' } };
  },
  async after(asked) {
    const { tx, root } = asked;
    const { ground = '', barred = [] } = withProposal(asked);
    await dissolveReview(tx, root.tender, root, { ground, reason: getReason(asked) }, barred);
  },
});
