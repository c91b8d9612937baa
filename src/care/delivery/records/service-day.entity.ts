import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';

/** Sums of the valid records of one contract, day, form and content. Kept by the trigger service_day_keeps_up. */
@Entity('service_day')
export class ServiceDay {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @PrimaryColumn('date') servedOn: PlainDate;
  @PrimaryColumn('text') form: string;
  /** Empty: the records name no content. */
  @PrimaryColumn('text') contentCode: string;
  @PrimaryColumn('boolean') withinContract: boolean;
  @Column('integer') records: number;
  @Column('bigint') minutes: string;
  @Column('bigint') visits: string;
}
