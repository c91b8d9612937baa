import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../contract.entity.js';

/** A request of the agency for the buyer's consent: to change the team, or to subcontract. */
@Entity('contract_request')
@Index('contract_request_one_open', ['contractId', 'kind'], { unique: true, where: "state = 'asked'" })
@Index('contract_request_contract', ['contractId'])
export class ContractRequest {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check("kind IN ('team', 'subcontract')") @Column('text') kind: 'team' | 'subcontract';
  @Column('jsonb') detail: Record<string, unknown>;
  @Column('text') reason: string;
  @Check("state IN ('asked', 'consented', 'refused')")
  @Column('text', { default: 'asked' })
  state: Default<'asked' | 'consented' | 'refused'>;
  @Column('timestamptz') askedAt: Date;
  @Column('uuid', { nullable: true }) askedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
