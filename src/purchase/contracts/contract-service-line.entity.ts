import { Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Contract } from './contract.entity.js';

/** A service line that a contract provides. */
@Entity('contract_service_line')
@Index('contract_service_line_back', ['serviceLineId'])
export class ContractServiceLine {
  @PrimaryColumn('uuid') contractId: string;
  @ManyToOne(() => Contract) contract?: Relation<Contract>;
  @PrimaryColumn('uuid') serviceLineId: string;
  @ManyToOne(() => ServiceLine) serviceLine?: Relation<ServiceLine>;
}
