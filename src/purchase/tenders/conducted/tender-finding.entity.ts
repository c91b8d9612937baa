import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Tender } from '../tender.entity.js';

/** What a rule said of a draft when it was submitted, and why the approver went on nevertheless. */
@Entity('tender_finding')
export class TenderFinding {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  @PrimaryColumn('text') indicator: string;
  @PrimaryColumn('text') subjectId: string;
  @Column('text') state: string;
  @Column('text', { nullable: true }) severity: string | null;
  @Column('jsonb') assessment: object;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('uuid', { nullable: true }) explainedBy: string | null;
}
