import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { getLockedRow } from '../../../kernel/database/rows.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { hundredths } from '../../tenders/drafts/draft.rules.js';
import { asMember, basisOfLot, loadMembers, validOffers } from '../open-review.js';
import { updateSeat } from '../panel/own-seat.js';
import { panelSubject, toPanel } from '../panel/panel.subject.js';
import { ReviewMember } from '../panel/review-member.entity.js';
import type { SheetDto } from '../review.dto.js';
import { moveReview } from '../review-moves.js';
import { lockLotReview } from '../review.subject.js';
import { sheetFaults } from './scores.rules.js';

/**
 * The members' sheets: each alone, locked one by one, shown when all are. A sheet has a version of its own, and two members
 * who write theirs at once do not wait for each other; whatever else goes on in the review waits for both.
 */
@Injectable()
export class ScoringService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
  ) {}

  /** The caller's own sheet, all of it; it may be written anew until it is locked. */
  save(principal: Principal, tender: string, version: number, dto: SheetDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      // Locking the last sheet reveals all of them: that is a change of the review.
      const mode = dto.lock ? 'FOR NO KEY UPDATE' : 'FOR SHARE';
      const open = asMember(await lockLotReview(tx, tender, dto.lot, mode));
      await lockSheet(tx, open.me.id, version);
      if (open.review.state !== 'scoring' || open.me.locked_at !== null)
        throw new Problem('wrong_state', { facts: { state: open.review.state, action: 'score' } });
      const sheet = dto.scores.map(({ points, ...score }) => ({ ...score, points: hundredths(points) }));
      const bids = validOffers(open).map(({ bid }) => bid);
      const [outside] = sheetFaults(basisOfLot(open), bids, sheet).outside;
      if (outside !== undefined)
        throw invalid(`/scores/${outside}`, 'out_of_range', {
          en: 'No such bid or criterion, or more points than it gives',
          zh: '没有该投标（响应）或评审因素，或超出分值范围',
        });
      if (new Set(sheet.map(({ bid, criterion }) => `${bid} ${criterion}`)).size < sheet.length)
        throw invalid('/scores', 'not_unique', {
          en: 'One bid is scored twice for a criterion',
          zh: '同一评审因素重复评分',
        });
      await tx.query(`DELETE FROM review_score WHERE member_id = $1`, [open.me.id]);
      await tx.query(
        `INSERT INTO review_score (member_id, bid_id, criterion, points, comment)
         SELECT $1, g.bid, g.criterion, g.points, g.comment
         FROM jsonb_to_recordset($2::jsonb) AS g(bid uuid, criterion integer, points integer, comment text)`,
        [open.me.id, JSON.stringify(sheet)],
      );
      if (!dto.lock) return;
      await this.engine.enter(tx, panelSubject, toPanel(open, 'lock'), 'lock', dto);
      await tx.query(`UPDATE review_member SET locked_at = $2 WHERE id = $1`, [open.me.id, await tx.now()]);
      const all = (await loadMembers(tx, open.review.id)).every(({ locked_at }) => locked_at !== null);
      const data = { member: open.me.id };
      await moveReview(tx, open, 'lock', all ? 'locked' : 'scoring', { data, secret: true });
      if (all) await moveReview(tx, open, 'reveal', 'revealed', { secret: true });
    });
  }
}

/** Locks the sheet of a member and gives it its next version. @throws Problem `stale_version` */
async function lockSheet(tx: Tx, member: string, version: number): Promise<void> {
  const sheet = await getLockedRow(tx, ReviewMember, { id: member }, { mode: 'FOR UPDATE', columns: ['version'] });
  if (sheet.version !== version) throw new Problem('stale_version');
  await updateSeat(tx, member);
}
