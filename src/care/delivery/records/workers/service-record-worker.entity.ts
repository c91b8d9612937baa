import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import { Worker } from '../../../../people/organisations/workers/worker.entity.js';
import { ServiceRecord } from '../service-record.entity.js';

/** A worker who served, as a record names them. */
@Entity('service_record_worker')
@Index('service_record_worker_days', ['workerId', 'servedOn'])
export class ServiceRecordWorker {
  @ForeignKey(() => ServiceRecord) @PrimaryColumn('uuid') recordId: string;
  @ForeignKey(() => Worker) @PrimaryColumn('uuid') workerId: string;
  /** Day of the record, repeated here so that the days of one worker are found without reading every record. */
  @Column('date') servedOn: PlainDate;
}
