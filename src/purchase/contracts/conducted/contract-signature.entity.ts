import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { isSha256 } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ContractAmendment } from '../amendments/contract-amendment.entity.js';
import type { Side } from '../content/content-types.js';
import { Contract } from '../contract.entity.js';

/**
 * A signature under the content of a contract or under an amendment. One per side that was not withdrawn
 * (beyond-entities.sql, because the amendment is null for the content).
 */
@Entity('contract_signature')
export class ContractSignature {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @ForeignKey(() => ContractAmendment) @Column('uuid', { nullable: true }) amendmentId: string | null;
  @Check("side IN ('buyer', 'supplier')") @Column('text') side: Side;
  @Check(isSha256('hash')) @Column('text') hash: string;
  @Column('uuid') userId: string;
  @Column('timestamptz') signedAt: Date;
  @Column('timestamptz', { nullable: true }) withdrawnAt: Date | null;
}
