import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Contract } from '../contract.entity.js';

/** The term of a contract that renews another within what the tender documents announced. */
@Entity('contract_renewal')
@Check('contract_renewal_check', 'ends_on >= starts_on')
@Check('contract_renewal_follows', 'starts_on > first_day')
@Check('contract_renewal_within_three_years', "ends_on < first_day + interval '3 years'")
export class ContractRenewal {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @ForeignKey('ContinuityPlan') @Column('uuid') planId: string;
  /** First day of the service under its award: the three years of the term count from it. */
  @Column('date') firstDay: PlainDate;
  @Column('date') startsOn: PlainDate;
  @Column('date') endsOn: PlainDate;
  @Check('cardinality(lines) >= 1') @Column('uuid', { array: true }) lines: string[];
}
