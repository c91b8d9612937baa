import { Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Tender } from './tender.entity.js';

/** A service line that a tender is for. */
@Entity('tender_service_line')
@Index('tender_service_line_back', ['serviceLineId'])
export class TenderServiceLine {
  @PrimaryColumn('uuid') tenderId: string;
  @ManyToOne(() => Tender) tender?: Relation<Tender>;
  @PrimaryColumn('uuid') serviceLineId: string;
  @ManyToOne(() => ServiceLine) serviceLine?: Relation<ServiceLine>;
}
