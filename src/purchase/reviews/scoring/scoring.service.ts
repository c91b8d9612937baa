import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { hundredths } from '../../tenders/drafts/draft.rules.js';
import { asMember, basisOfLot, membersOf, validOffers } from '../open-review.js';
import { ReviewDesk } from '../review.desk.js';
import type { ScoreCorrectionDto, SheetDto } from '../review.dto.js';
import { sheetFaults } from './scores.rules.js';

/** The members' sheets: each alone, locked one by one, shown when all are. */
@Injectable()
export class ScoringService {
  constructor(private readonly desk: ReviewDesk) {}

  begin(principal: Principal, tender: string, version: number, lot: number): Promise<void> {
    return this.desk.step(principal, tender, lot, version, async (tx, found) => {
      const open = asMember(found);
      await this.desk.enterReview(tx, open, 'begin_scoring');
      // Those who locked before a member was replaced are through with their sheets.
      await this.desk.moveReview(tx, open, 'begin_scoring', 'scoring');
    });
  }

  /** The caller's own sheet, all of it; it may be written anew until it is locked. */
  save(principal: Principal, tender: string, dto: SheetDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asMember(found);
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
      await this.desk.enterReview(tx, open, 'lock', { sheet });
      await tx.query(`UPDATE review_member SET locked_at = $2 WHERE id = $1`, [open.me.id, await tx.now()]);
      const all = (await membersOf(tx, open.review.id)).every(({ locked_at }) => locked_at !== null);
      const data = { member: open.me.id };
      await this.desk.moveReview(tx, open, 'lock', all ? 'locked' : 'scoring', { data, secret: true });
      if (all) await this.desk.moveReview(tx, open, 'reveal', 'revealed', { secret: true });
    });
  }

  /**
   * Order 87 article 64: the own score, on one of four grounds; the old value and the reason stay on record, and so does
   * what was said beside it.
   */
  correct(principal: Principal, tender: string, dto: ScoreCorrectionDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asMember(found);
      const points = hundredths(dto.points);
      const correction = { ground: dto.ground, criterion: dto.criterion, points };
      await this.desk.enterReview(tx, open, 'correct_score', { bid: dto.bid, correction, reason: dto.reason });
      const [old] = await tx.query<{ old: number }>(
        `UPDATE review_score s SET points = $4 FROM review_score o
         WHERE s.member_id = $1 AND s.bid_id = $2 AND s.criterion = $3
           AND o.member_id = s.member_id AND o.bid_id = s.bid_id AND o.criterion = s.criterion
         RETURNING o.points AS old`,
        [open.me.id, dto.bid, dto.criterion, points],
      );
      await tx.query(
        `INSERT INTO review_correction (member_id, bid_id, criterion, old_points, new_points, ground, reason, corrected_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [open.me.id, dto.bid, dto.criterion, old?.old, points, dto.ground, dto.reason, await tx.now()],
      );
      // A signature stands under the totals as they were.
      await tx.query(
        `UPDATE review_member SET signed_at = NULL, dissent = NULL, unsigned_reason = NULL WHERE review_id = $1 AND ended_at IS NULL`,
        [open.review.id],
      );
      await this.desk.moveReview(tx, open, 'correct_score', 'revealed', {
        data: {
          member: open.me.id,
          bid: dto.bid,
          criterion: dto.criterion,
          ground: dto.ground,
          from: old?.old,
          to: points,
        },
        reason: dto.reason,
        secret: true,
      });
    });
  }
}
