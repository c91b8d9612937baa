import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Principal } from '../../../kernel/access/principal.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { asMember, asParty, seated } from '../open-review.js';
import { composeReport } from './report.composer.js';
import { ReviewDesk } from '../review.desk.js';
import type { NoteUnsignedDto, SignatureDto } from '../review.dto.js';

/** Signatures, dissent, and the report that ends the panel's work. */
@Injectable()
export class ReportService {
  constructor(private readonly desk: ReviewDesk) {}

  /** The caller's own signature, with dissent where the caller holds another view. */
  sign(principal: Principal, tender: string, dto: SignatureDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, undefined, async (tx, found) => {
      const open = asMember(found);
      const action = dto.dissent ? 'dissent' : 'sign';
      await this.desk.enterReview(tx, open, action, {
        member: open.me.id,
        ...(dto.dissent && { reason: dto.dissent }),
      });
      await tx.query(`UPDATE review_member SET signed_at = $2, dissent = $3, unsigned_reason = NULL WHERE id = $1`, [
        open.me.id,
        await tx.now(),
        dto.dissent ?? null,
      ]);
      const data = { member: open.me.id };
      await this.desk.moveReview(tx, open, action, 'revealed', { data, reason: dto.dissent, secret: true });
    });
  }

  /** Order 87 article 61: who neither signs nor writes why counts as agreeing; it is noted that it was so. */
  noteUnsigned(principal: Principal, tender: string, version: number, dto: NoteUnsignedDto): Promise<void> {
    return this.desk.step(principal, tender, dto.lot, version, async (tx, found) => {
      const open = seated(asParty(found, 'panel.appoint'));
      if (!open.members.some(({ id }) => id === dto.member)) throw new Problem('not_found');
      await this.desk.enterReview(tx, open, 'note_unsigned', { member: dto.member, reason: dto.reason });
      await tx.query(`UPDATE review_member SET unsigned_reason = $2 WHERE id = $1`, [dto.member, dto.reason]);
      const data = { member: dto.member };
      await this.desk.moveReview(tx, open, 'note_unsigned', 'revealed', { data, reason: dto.reason });
    });
  }

  report(principal: Principal, tender: string, version: number, lot: number): Promise<void> {
    return this.desk.step(principal, tender, lot, version, async (tx, found) => {
      const open = asMember(found);
      await this.desk.enterLot(tx, open, 'report');
      const report = await composeReport(tx, open);
      const text = JSON.stringify(report);
      const hash = createHash('sha256').update(text).digest();
      await tx.query(`UPDATE review SET report = $2, report_hash = $3, reported_at = $4 WHERE id = $1`, [
        open.review.id,
        text,
        hash,
        await tx.now(),
      ]);
      // Rank and score stay in the report until the result is published: a tender's bids are public.
      const data = { sha256: hash.toString('hex') };
      await this.desk.moveReview(tx, open, 'report', 'reported', { data });
      await this.desk.moveLot(tx, open, 'report', 'reviewed', data);
    });
  }
}
