import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Tender } from '../tender.entity.js';

/**
 * A question about issued documents with its published answer. It leaves no row elsewhere, because its asker may bid.
 */
@Entity('clarification')
@Index('clarification_tender', ['tenderId', 'askedAt', 'id'])
@Index('clarification_body', ['organisationId'])
@Check('clarification_check', '(answer IS NULL) = (answered_at IS NULL)')
export class Clarification {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Column('text') question: string;
  @Column('timestamptz') askedAt: Date;
  /** Shown to the asker alone. */
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  @Column('text', { nullable: true }) answer: string | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) answeredBy: string | null;
  @Column('boolean', { nullable: true }) affectsPreparation: boolean | null;
}
