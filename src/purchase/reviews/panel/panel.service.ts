import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { asMember, asParty, seated, type OpenReview } from '../open-review.js';
import type { AppointDto, DeclarationsDto, EndMemberDto } from '../review.dto.js';
import { ReviewDesk } from '../review.desk.js';
import { strangers } from '../given-bids.js';
import { undeclared } from '../review.facts.js';

const BEFORE_REPORT = [
  'open',
  'closed',
  'opened',
  'in_consultation',
  'final_offers_requested',
  'final_offers_in',
] as const;

/** Who sits in the panel of a lot, and what they declare. */
@Injectable()
export class PanelService {
  constructor(private readonly desk: ReviewDesk) {}

  appoint(principal: Principal, tender: string, dto: AppointDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asParty(found, 'panel.appoint');
      if (!(BEFORE_REPORT as readonly string[]).includes(open.lot.state))
        throw new Problem('wrong_state', { facts: { state: open.lot.state, action: 'appoint' } });
      await mustBeReviewer(tx, dto.user);
      const review = open.review ?? (await this.begin(tx, open));
      const panel = seated({ ...open, review });
      await this.desk.enterReview(tx, panel, 'appoint', dto);
      if (dto.demanding !== undefined)
        await tx.query(`UPDATE review SET demanding = $2 WHERE id = $1`, [review.id, dto.demanding]);
      const member = await this.seat(tx, review.id, dto);
      await this.desk.moveReview(tx, panel, 'appoint', 'appointed', { data: { member, kind: dto.kind } });
    });
  }

  /** Takes a member out, and puts another in where one is named. */
  end(principal: Principal, tender: string, member: string, version: number, dto: EndMemberDto, replaces: boolean) {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = seated(asParty(found, 'panel.appoint'));
      const gone = open.members.find(({ id }) => id === member);
      if (gone === undefined) throw new Problem('not_found');
      const others = open.members.filter(({ id }) => id !== member);
      const left = { ...open, members: others };
      const action = replaces ? 'replace_member' : 'remove_member';
      if (replaces) await mustBeReviewer(tx, dto.user);
      // A person does not replace itself: who comes is looked for among all who sit there now.
      const given = { ...dto, kind: dto.kind ?? gone.kind, member };
      await this.desk.enterReview(tx, open, action, given);
      await tx.query(`UPDATE review_member SET ended_at = $2, end_ground = $3, end_reason = $4 WHERE id = $1`, [
        member,
        await tx.now(),
        dto.ground,
        dto.reason,
      ]);
      const next =
        replaces && dto.user
          ? await this.seat(tx, open.review.id, { user: dto.user, kind: dto.kind ?? gone.kind })
          : null;
      // A signature stands under the totals as they were.
      if (open.review.state === 'revealed')
        await tx.query(
          `UPDATE review_member SET signed_at = NULL, dissent = NULL, unsigned_reason = NULL WHERE review_id = $1 AND ended_at IS NULL`,
          [open.review.id],
        );
      // Those who stay may have spoken of every bidder already.
      const declared =
        next === null && others.length > 0 && open.bids.length > 0 && (await undeclared(tx, left)).length === 0;
      await this.desk.moveReview(tx, open, action, declared ? 'declared' : 'appointed', {
        data: { member, ground: dto.ground, ...(next && { next }) },
        reason: dto.reason,
      });
    });
  }

  /** Regulation article 9: each member says of every bidder whether there is a tie; it may be said anew until all have. */
  declare(principal: Principal, tender: string, dto: DeclarationsDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asMember(found);
      await this.desk.enterReview(tx, open, 'declare', { declared: dto.declarations });
      strangers(open, dto.declarations, '/declarations');
      await tx.query(
        `INSERT INTO review_declaration (member_id, bid_id, tie, detail, declared_at)
         SELECT $1, g.bid, g.tie, g.detail, $3 FROM jsonb_to_recordset($2::jsonb) AS g(bid uuid, tie text, detail text)
         ON CONFLICT (member_id, bid_id) DO UPDATE SET tie = EXCLUDED.tie, detail = EXCLUDED.detail, declared_at = EXCLUDED.declared_at`,
        [open.me.id, JSON.stringify(dto.declarations), await tx.now()],
      );
      const all = (await undeclared(tx, open)).length === 0;
      const ties = dto.declarations.filter(({ tie }) => tie).length;
      await this.desk.moveReview(tx, open, 'declare', all ? 'declared' : 'appointed', {
        data: { member: open.me.id, ties },
        secret: true,
      });
    });
  }

  private async begin(tx: Tx, { tender, lot }: OpenReview) {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO review (tender_id, lot_id, created_at) VALUES ($1, $2, $3) RETURNING id`,
      [tender.id, lot.id, await tx.now()],
    );
    return { id: (row as { id: string }).id, state: 'appointed' as const, demanding: false };
  }

  private async seat(tx: Tx, review: string, { user, kind }: { user: string; kind: string }): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO review_member (review_id, user_id, kind, appointed_at) VALUES ($1, $2, $3, $4) RETURNING id`,
      [review, user, kind, await tx.now()],
    );
    return (row as { id: string }).id;
  }
}

/** Only an account that may act in a panel is appointed to one. */
async function mustBeReviewer(tx: Tx, user: string | undefined): Promise<void> {
  const rows = await tx.query(
    `SELECT FROM seat s JOIN app_user u ON u.id = s.user_id WHERE u.id = $1 AND u.state = 'active' AND s.role = 'panel_member'`,
    [user ?? null],
  );
  if (rows.length > 0) return;
  const text = { en: 'There is no such reviewer', zh: '没有这个评审人员' };
  throw new Problem('not_found', { errors: [{ pointer: '/user', code: 'not_found', text }] });
}
