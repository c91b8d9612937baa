import { Check, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { fen } from '../../kernel/database/column-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';

/** An amount from which a buyer's payments need one more approver. */
@Entity('approval_level')
export class ApprovalLevel {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  /** Fen. */
  @Check('above >= 0') @PrimaryColumn('bigint', { transformer: fen }) above: bigint;
}
