import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { isSha256 } from '../../../kernel/database/checks.js';
import { Bid } from '../../bids/bid.entity.js';
import { RequirementChange } from './requirement-change.entity.js';

/** What a supplier answered to a changed requirement. */
@Entity('consultation_response')
export class ConsultationResponse {
  @PrimaryColumn('uuid') bidId: string;
  @ManyToOne(() => Bid) bid?: Relation<Bid>;
  @PrimaryColumn('uuid') changeId: string;
  @ManyToOne(() => RequirementChange) change?: Relation<RequirementChange>;
  @Column('jsonb') content: object;
  @Check(isSha256('sha256')) @Column('text') sha256: string;
  @Column('timestamptz') receivedAt: Date;
}
