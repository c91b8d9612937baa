import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { UnreadableFor } from '../../../kernel/documents/examination/examination-types.js';
import { Bid } from '../bid.entity.js';

/** The words of one file of an opened bid, or (number 0) of its content. Nothing of them is read or kept before the opening. */
@Entity('bid_text')
@Index('bid_text_of_content', ['bidId'], { where: 'no = 0' })
@Check('bid_text_says_why', "(state = 'unreadable') = (reason IS NOT NULL)")
@Check('bid_text_is_deleted', "state <> 'deleted' OR text IS NULL")
@Check('bid_text_has_its_words', "state <> 'read' OR text IS NOT NULL")
export class BidText {
  @ForeignKey(() => Bid) @PrimaryColumn('uuid') bidId: string;
  /** Its place among the documents of the bid; 0 for what the bid says in words. */
  @Check('no >= 0') @PrimaryColumn('integer') no: number;
  /** `no_text`: pictures alone; `deleted`: what was read was kept as long as it is. */
  @Check("state IN ('read', 'no_text', 'unreadable', 'deleted')")
  @Column('text')
  state: 'read' | 'no_text' | 'unreadable' | 'deleted';
  @Check("reason IN ('format', 'encrypted', 'too_large', 'broken', 'limits')")
  @Column('text', { nullable: true })
  reason: UnreadableFor | null;
  /** Letters and digits alone; of a file that is longer than is read, its beginning. */
  @Column('text', { nullable: true }) text: string | null;
  /** Hashes of shingles by which a passage is found again in other bids; those of the tender's own documents are not among them. */
  @Column('integer', { array: true }) fingerprints: number[];
}
