import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ServiceLine } from '../../../../people/communities/service-lines/service-line.entity.js';
import { ServiceRecord } from '../service-record.entity.js';

/** A service line for which a record speaks that names no recipient. */
@Entity('service_record_line')
export class ServiceRecordLine {
  @ForeignKey(() => ServiceRecord) @PrimaryColumn('uuid') recordId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
}
