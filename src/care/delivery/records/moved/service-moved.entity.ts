import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Contract } from '../../../../purchase/contracts/contract.entity.js';

/** A contract whose records of service were moved, with all that belongs to them: none is added to it. */
@Entity('service_moved')
export class ServiceMoved {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) movedAt: Default<Date>;
  @Check('records > 0') @Column('integer') records: number;
}
