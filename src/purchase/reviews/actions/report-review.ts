import { createHash } from 'node:crypto';
import { action } from '../../../kernel/actions/action.js';
import { asMember } from '../open-review.js';
import { composeReport } from '../report/report-composer.js';
import { LotDto } from '../review.dto.js';
import { moveReview } from '../review-moves.js';
import { lotReviewSubject } from '../review.subject.js';

export const reportReview = action(lotReviewSubject, 'report', LotDto, {
  operationId: 'reportReview',
  summary: {
    en: 'Compute totals and ranks, and end the review with its report',
    zh: '计算总分与排名，出具评审报告并结束评审',
  },
  async effect({ tx, root, now }) {
    const open = asMember(root);
    const text = JSON.stringify(await composeReport(tx, open));
    const hash = createHash('sha256').update(text).digest();
    await tx.query(`UPDATE review SET report = $2, report_hash = $3, reported_at = $4 WHERE id = $1`, [
      open.review.id,
      text,
      hash,
      now,
    ]);
    // Rank and score stay in the report until the result is published: a tender's bids are public.
    const data = { sha256: hash.toString('hex') };
    await moveReview(tx, open, 'report', 'reported', { data });
    return { data };
  },
});
