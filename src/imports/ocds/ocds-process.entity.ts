import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Tender } from '../../purchase/tenders/tender.entity.js';

/** A process of an imported OCDS file: the releases that it was recorded from, in the order in which they count. */
@Entity('ocds_process')
@Index('ocds_process_tender', ['tenderId'], { unique: true })
export class OcdsProcess {
  @Check("dataset ~ '^import:[a-z0-9][a-z0-9-]{0,39}$'") @PrimaryColumn('text') dataset: string;
  @PrimaryColumn('text') ocid: string;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Column('jsonb') releases: Record<string, unknown>[];
  /** Ids of its lots there, in the order of their numbers here; null of an earlier version, which numbered them as they are listed. */
  @Column('text', { array: true, nullable: true }) lotIds: string[] | null;
}
