import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../organisation.entity.js';
import { MERGE_STATES, type MergeState } from './merge.lifecycle.js';

/** A record is another one's too: one person says so, and another confirms it. */
@Entity('organisation_merge')
@Index('organisation_merge_open', ['organisationId'], {
  unique: true,
  where: "state IN ('proposed', 'in_force')",
})
@Index('organisation_merge_organisation', ['organisationId'])
@Index('organisation_merge_into', ['intoId'])
@Check('organisation_merge_by_two', 'decided_by <> proposed_by')
export class OrganisationMerge extends RootRow {
  /** The record that goes into the other one. */
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  /** The record in which the body goes on. */
  @ForeignKey(() => Organisation) @Column('uuid') intoId: string;
  /** What shows that they are one body. */
  @Column('text') ground: string;
  @Check(closedListSql('state', MERGE_STATES)) @Column('text', { default: 'proposed' }) state: Default<MergeState>;
  @Column('uuid') proposedBy: string;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  /** Last day on which it can be undone. */
  @Column('date', { nullable: true }) undoUntil: PlainDate | null;
  /** When all that names the record had followed its state; null: not yet. */
  @Column('timestamptz', { nullable: true }) followedAt: Date | null;
}
