import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { SCHEME_STATES, type SchemeState } from '../evaluation.lifecycle.js';
import type { SchemeDimension } from './scheme.rules.js';

/** One version of a tree of weighted criteria. An active version never changes. */
@Entity('evaluation_scheme')
@Unique(['seriesId', 'no'])
@Index('evaluation_scheme_order', ['createdAt', 'id'])
@Index('evaluation_scheme_owner', ['ownerId'])
@Index('evaluation_scheme_active', ['seriesId'], { unique: true, where: "state = 'active'" })
export class EvaluationScheme extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') ownerId: string;
  /** Shared by all versions of one scheme. */
  @Column('uuid') seriesId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text') name: string;
  @Column('text', { nullable: true }) category: string | null;
  /** The shipped tree it started from; null: it was written here. */
  @Column('text', { nullable: true }) template: string | null;
  @Column('jsonb') dimensions: SchemeDimension[];
  @Check(closedListSql('state', SCHEME_STATES)) @Column('text', { default: 'draft' }) state: Default<SchemeState>;
  @Column('uuid', { array: true }) writtenBy: string[];
  /** The evaluator's body, where it drafted the scheme for its owner. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) draftedBy: string | null;
  @Column('timestamptz', { nullable: true }) activatedAt: Date | null;
  @Column('timestamptz', { nullable: true }) retiredAt: Date | null;
}
