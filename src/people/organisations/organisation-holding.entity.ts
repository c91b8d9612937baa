import { Check, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import { HOLDING_RELATIONS } from './organisation-codes.js';
import { Organisation } from './organisation.entity.js';

/** A body that holds, manages or founded another. */
@Entity('organisation_holding')
@Index('organisation_holding_by', ['heldBy'])
export class OrganisationHolding {
  @PrimaryColumn('uuid') organisationId: string;
  @ManyToOne(() => Organisation) organisation?: Relation<Organisation>;
  @PrimaryColumn('uuid') heldBy: string;
  @ManyToOne(() => Organisation) @JoinColumn({ name: 'held_by' }) holder?: Relation<Organisation>;
  @Check(closedListSql('relation', HOLDING_RELATIONS)) @PrimaryColumn('text') relation:
    'holding' | 'management' | 'founder';
}
