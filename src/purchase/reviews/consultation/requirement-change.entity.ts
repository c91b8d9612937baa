import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import type { Standard } from '../../tenders/conducted/terms/terms-types.js';
import { Lot } from '../../tenders/lots/lot.entity.js';

/** A change of the requirement during a consultation, proposed by the panel and confirmed or refused by the buyer. */
@Entity('requirement_change')
@Unique(['lotId', 'round', 'no'])
@Index('requirement_change_open', ['lotId', 'round'], { unique: true, where: "state = 'proposed'" })
@Check('requirement_change_check', 'num_nonnulls(requirement, standards, contract_terms) > 0')
@Check(
  'requirement_change_check1',
  "(state = 'proposed') = (decided_at IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)",
)
@Check('requirement_change_check2', "(state = 'confirmed') = (respond_by IS NOT NULL)")
@Check('requirement_change_check3', "(state = 'refused') = (decision_reason IS NOT NULL)")
@Check('requirement_change_check4', 'respond_by > decided_at')
export class RequirementChange {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('uuid') lotId: string;
  @ManyToOne(() => Lot) lot?: Relation<Lot>;
  /** Which consultation of the lot: it begins anew where its failure was declared unlawfully. */
  @Column('integer') round: number;
  @Check('no >= 1') @Column('integer') no: number;
  @Check("state IN ('proposed', 'confirmed', 'refused')")
  @Column('text', { default: 'proposed' })
  state: Default<'proposed' | 'confirmed' | 'refused'>;
  /**
   * Technical and service requirements; beside standards and the draft of the contract nothing else of the documents
   * may change.
   */
  @Column('text', { nullable: true }) requirement: string | null;
  @Column('jsonb', { nullable: true }) standards: Standard[] | null;
  @Column('text', { nullable: true }) contractTerms: string | null;
  @Column('text') reason: string;
  @Column('timestamptz') proposedAt: Date;
  @Column('uuid') proposedBy: string;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
  /** Until when all suppliers answer anew. */
  @Column('timestamptz', { nullable: true }) respondBy: Date | null;
}
