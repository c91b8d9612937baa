import { Check, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { fen } from '../../kernel/database/column-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';

/** An amount from which a buyer's payments need one more approver. */
@Entity('approval_level')
export class ApprovalLevel {
  @PrimaryColumn('uuid') organisationId: string;
  @ManyToOne(() => Organisation) organisation?: Relation<Organisation>;
  /** Fen. */
  @Check('above >= 0') @PrimaryColumn('bigint', { transformer: fen }) above: bigint;
}
