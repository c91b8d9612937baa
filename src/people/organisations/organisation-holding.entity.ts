import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { HOLDING_RELATIONS } from './organisation-codes.js';
import { Organisation } from './organisation.entity.js';

/** A body that holds, manages or founded another. */
@Entity('organisation_holding')
@Index('organisation_holding_by', ['heldBy'])
@Check('organisation_holding_days', 'until >= since')
export class OrganisationHolding {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') heldBy: string;
  @Check(closedListSql('relation', HOLDING_RELATIONS)) @PrimaryColumn('text') relation:
    'holding' | 'management' | 'founder';
  /** First and last day; null: not known. */
  @Column('date', { nullable: true }) since: PlainDate | null;
  @Column('date', { nullable: true }) until: PlainDate | null;
}
