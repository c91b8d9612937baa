import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { isSha256 } from '../../../../kernel/database/checks.js';
import { fen } from '../../../../kernel/database/column-types.js';
import type { BidContent } from '../../../bids/bid-content.rules.js';
import { Bid } from '../../../bids/bid.entity.js';

/** A final offer of a consultation, as it was opened. Price in fen. */
@Entity('final_offer')
@Check('final_offer_check', '(price IS NULL) = (content IS NULL)')
export class FinalOffer {
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @PrimaryColumn('integer') round: number;
  @Column('uuid', { unique: true }) envelopeId: string;
  /** Fen; null where it could not be read. */
  @Column('bigint', { nullable: true, transformer: fen }) price: bigint | null;
  @Check(isSha256('sha256')) @Column('text', { nullable: true }) sha256: string | null;
  @Column('timestamptz', { nullable: true }) receivedAt: Date | null;
  @Column('jsonb', { nullable: true }) content: BidContent | null;
}
