import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import { ServiceLine } from '../../../../people/communities/service-lines/service-line.entity.js';
import { Contract } from '../../../../purchase/contracts/contract.entity.js';

/** How many valid records of one day of a contract speak for a line, of what the contract asks for. Kept by triggers. */
@Entity('service_line_day')
@Index('service_line_day_line', ['serviceLineId', 'contractId', 'servedOn'])
export class ServiceLineDay {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
  @PrimaryColumn('date') servedOn: PlainDate;
  @Column('integer') records: number;
}
