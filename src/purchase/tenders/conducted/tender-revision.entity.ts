import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Tender } from '../tender.entity.js';
import type { TenderDocument } from './terms/document-types.js';

/** One issued revision of the tender documents, as it was published. */
@Entity('tender_revision')
export class TenderRevision {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  @Check('revision >= 1') @PrimaryColumn('integer') revision: number;
  @Column('timestamptz') publishedAt: Date;
  @Column('timestamptz') deadlineAt: Date;
  @Column('jsonb') document: TenderDocument;
  @Column('text', { nullable: true }) reason: string | null;
}
