import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Tender } from './tender.entity.js';

/** A service line that a tender is for. */
@Entity('tender_service_line')
@Index('tender_service_line_back', ['serviceLineId'])
export class TenderServiceLine {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
}
