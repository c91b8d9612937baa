import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { isSha256 } from '../../../kernel/database/checks.js';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../contract.entity.js';
import type { Difference } from './amendment.rules.js';

/** An amendment of a contract, as the difference to its content. Supplement in fen. */
@Entity('contract_amendment')
@Unique(['contractId', 'no'])
@Check('contract_amendment_check', "(state = 'in_force') = (in_force_on IS NOT NULL)")
export class ContractAmendment {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Check("state IN ('proposed', 'in_force', 'withdrawn')")
  @Column('text', { default: 'proposed' })
  state: Default<'proposed' | 'in_force' | 'withdrawn'>;
  @Column('text') reasonCode: string;
  @Column('text') reason: string;
  @Check('supplement > 0') @Column('bigint', { nullable: true, transformer: fen }) supplement: bigint | null;
  @Column('jsonb') difference: Difference[];
  @Check(isSha256('hash')) @Column('text') hash: string;
  @Column('timestamptz') proposedAt: Date;
  @Column('uuid', { nullable: true }) proposedBy: string | null;
  @Column('date', { nullable: true }) inForceOn: PlainDate | null;
  @Column('date', { nullable: true }) publishedOn: PlainDate | null;
  @Column('text', { nullable: true }) publishedUrl: string | null;
}
