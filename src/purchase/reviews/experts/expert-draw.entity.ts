import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql, has32Bytes } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Document } from '../../../kernel/documents/document.entity.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import { DRAW_SOURCES, type DrawSource, type Excluded } from './expert-draw.rules.js';
import { DRAW_STATES, type DrawState } from './expert-draw.lifecycle.js';

/** Consent of the responsible budget unit (主管预算单位) to a choice by hand. */
export interface Consent {
  body: string;
  /** Of the document of consent. */
  number: string;
  on: PlainDate;
  /** Why nobody can be drawn. */
  reason: string;
}

/** How experts came to be asked to review a lot: drawn in the authority's library, drawn here, or picked by hand. */
@Entity('expert_draw')
@Index('expert_draw_lot', ['lotId'])
@Index('expert_draw_prepared', ['lotId'], { unique: true, where: "state = 'prepared'" })
@Check('expert_draw_of_pool', "source <> 'pool' OR (seed_hash IS NOT NULL AND seed IS NOT NULL AND field IS NOT NULL)")
@Check('expert_draw_of_library', "source <> 'library' OR (document_id IS NOT NULL AND reference IS NOT NULL)")
@Check('expert_draw_by_consent', "source <> 'picked' OR (document_id IS NOT NULL AND consent IS NOT NULL)")
@Check('expert_draw_drawn', "(state = 'drawn') = (drawn_on IS NOT NULL)")
@Check('expert_draw_pool_known', "source <> 'pool' OR (state = 'drawn') = (pool_hash IS NOT NULL)")
export class ExpertDraw extends RootRow {
  @ForeignKey(() => Lot) @Column('uuid') lotId: string;
  @Check(closedListSql('source', DRAW_SOURCES)) @Column('text') source: DrawSource;
  @Check(closedListSql('state', DRAW_STATES)) @Column('text', { default: 'prepared' }) state: Default<DrawState>;
  /** How many experts are asked. */
  @Check('size >= 1') @Column('integer') size: number;
  /** Code of the list `categories` that those of the pool know. */
  @Column('text', { nullable: true }) field: string | null;
  /** First day of the review. */
  @Column('date') reviewOn: PlainDate;
  @Column('timestamptz') preparedAt: Date;
  /** SHA-256 of the seed, published before the draw. */
  @Check(has32Bytes('seed_hash')) @Column('bytea', { nullable: true }) seedHash: Buffer | null;
  /** Encrypted with a key outside the database, bound to this row. */
  @Column('bytea', { nullable: true }) seed: Buffer | null;
  /** SHA-256 of those among whom it was drawn. */
  @Check(has32Bytes('pool_hash')) @Column('bytea', { nullable: true }) poolHash: Buffer | null;
  /** Experts of the field who were left out, each with the ground. */
  @Check("jsonb_typeof(excluded) = 'array'")
  @Column('jsonb', { default: () => "'[]'" })
  excluded: Default<Excluded[]>;
  @Column('date', { nullable: true }) drawnOn: PlainDate | null;
  /** Record of the library, or the consent to a choice by hand. */
  @ForeignKey(() => Document) @Column('uuid', { nullable: true }) documentId: string | null;
  /** Of a choice by hand: how many of the pool here could have been drawn that day. */
  @Check('drawable >= 0') @Column('integer', { nullable: true }) drawable: number | null;
  /** Number of the library's record. */
  @Column('text', { nullable: true }) reference: string | null;
  @Check("jsonb_typeof(consent) = 'object'") @Column('jsonb', { nullable: true }) consent: Consent | null;
}
