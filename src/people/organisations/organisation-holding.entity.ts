import { Check, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import { HOLDING_RELATIONS } from './organisation-codes.js';
import { Organisation } from './organisation.entity.js';

/** A body that holds, manages or founded another. */
@Entity('organisation_holding')
@Index('organisation_holding_by', ['heldBy'])
export class OrganisationHolding {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') heldBy: string;
  @Check(closedListSql('relation', HOLDING_RELATIONS)) @PrimaryColumn('text') relation:
    'holding' | 'management' | 'founder';
}
