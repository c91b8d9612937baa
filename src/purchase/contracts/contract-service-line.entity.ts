import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Contract } from './contract.entity.js';

/** A service line that a contract provides. */
@Entity('contract_service_line')
@Index('contract_service_line_back', ['serviceLineId'])
export class ContractServiceLine {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
}
