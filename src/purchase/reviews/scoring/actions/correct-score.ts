import { action } from '../../../../kernel/actions/action.js';
import { hundredths } from '../../../tenders/drafts/draft.rules.js';
import { asMember } from '../../open-review.js';
import { updateSeat } from '../../panel/own-seat.js';
import { clearSignatures } from '../../panel/members.js';
import { panelSubject } from '../../panel/panel.subject.js';
import { ScoreCorrectionDto } from '../../review.dto.js';

/**
 * Order 87 article 64: the own score, on one of four grounds; the old value and the reason stay on record, and so does
 * what was said beside it.
 */
export const correctScore = action(panelSubject, 'correct_score', ScoreCorrectionDto, {
  operationId: 'correctScore',
  summary: {
    en: 'Correct the own score after the reveal, on one of the four grounds of the law',
    zh: '公开评分后，依四种法定情形之一更正本人评分',
  },
  async effect({ tx, root, given, now }) {
    const { me } = asMember(root);
    const { bid, criterion, ground, reason } = given;
    const points = hundredths(given.points);
    const [old] = await tx.query<{ old: number }>(
      `UPDATE review_score s SET points = $4 FROM review_score o
       WHERE s.member_id = $1 AND s.bid_id = $2 AND s.criterion = $3
         AND o.member_id = s.member_id AND o.bid_id = s.bid_id AND o.criterion = s.criterion
       RETURNING o.points AS old`,
      [me.id, bid, criterion, points],
    );
    await tx.query(
      `INSERT INTO review_correction (member_id, bid_id, criterion, old_points, new_points, ground, reason, corrected_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [me.id, bid, criterion, old?.old, points, ground, reason, now],
    );
    await updateSeat(tx, me.id);
    await clearSignatures(tx, root.id);
    return { data: { member: me.id, bid, criterion, ground, from: old?.old, to: points }, secret: true };
  },
});
