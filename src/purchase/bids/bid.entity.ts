import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql, isSha256 } from '../../kernel/database/checks.js';
import { fen } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Lot } from '../tenders/lots/lot.entity.js';
import { Tender } from '../tenders/tender.entity.js';
import type { PublishedWords } from '../tenders/recording/published-words.rules.js';
import type { BidContent } from './bid-content.rules.js';
import type { BidResultDto } from './bid.dto.js';
import type { BidState } from './bid.lifecycle.js';
import { RESTORE_PROOFS, type RestoreProof } from './opening/registers/register.rules.js';

/** One bid for one lot, opened here or recorded from elsewhere. Price in fen. */
@Entity('bid')
@Index('bid_lot', ['lotId'])
@Index('bid_tender', ['tenderId'])
@Index('bid_bidder', ['bidderId'])
@Index('bid_opened', ['id', 'lotId', 'tenderId', 'envelopeId'], {
  where: 'content IS NOT NULL AND envelope_id IS NOT NULL',
})
export class Bid {
  /**
   * For a recorded bid the id of the fact that states it; for one opened here that of its envelope, and of its fact as well.
   * One opened before both were the same has two, and is found by either.
   */
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey(() => Lot) @Column('uuid') lotId: string;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) bidderId: string | null;
  @Check('price >= 0') @Column('bigint', { nullable: true, transformer: fen }) price: bigint | null;
  @Check('rank >= 1') @Column('integer', { nullable: true }) rank: number | null;
  @Column('numeric', { nullable: true }) score: string | null;
  @Check("status IN ('valid', 'rejected', 'withdrawn')")
  @Column('text', { nullable: true })
  status: 'valid' | 'rejected' | 'withdrawn' | null;
  /** Why it was rejected elsewhere, as published. */
  @Column('text', { nullable: true }) rejectedFor: string | null;
  @Column('integer', { default: 1 }) version: Default<number>;
  /** The version that its bidder is shown while the review is secret: it counts what the bidder is told. As it was opened, where nobody says it. */
  @Column('integer') bidderVersion: Default<number>;
  /** Null for a bid that is recorded from elsewhere. */
  @Column('text', { nullable: true }) state: BidState | null;
  @Column('uuid', { nullable: true, unique: true }) envelopeId: string | null;
  @Column('timestamptz', { nullable: true }) receivedAt: Date | null;
  @Check(isSha256('sha256')) @Column('text', { nullable: true }) sha256: string | null;
  /** The revision of the documents that it answers. */
  @Check('revision >= 1') @Column('integer', { nullable: true }) revision: number | null;
  /** What was sealed, as it was opened; null where it could not be read. */
  @Column('jsonb', { nullable: true }) content: BidContent | null;
  /** By what the bidder's own copy stands for it; null: it could be read, or was restored before that was noted. */
  @Check(closedListSql('restored_by', RESTORE_PROOFS))
  @Column('text', { nullable: true })
  restoredBy: RestoreProof | null;
  /** What its bidder, and nobody else, learns with the result. */
  @Column('jsonb', { nullable: true }) told: BidResultDto | null;
  /** Of a bid recorded from elsewhere, as published. */
  @Column('numeric', { nullable: true }) technicalScore: string | null;
  @Column('numeric', { nullable: true }) priceScore: string | null;
  /** What was offered before the talks, where `price` is the final offer. */
  @Check('first_price >= 0') @Column('bigint', { nullable: true, transformer: fen }) firstPrice: bigint | null;
  /** When it came in, as finely as it was published. */
  @Column('text', { nullable: true }) receipt: string | null;
  /** What published facts say of its columns where they do not say what all facts do; null: the same. */
  @Column('jsonb', { nullable: true }) publishedAs: PublishedWords | null;
}
