import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';

/** What the OCID of each purchase begins with: one row. */
@Entity('ocid_prefix')
export class OcidPrefix {
  @Check('only_row') @PrimaryColumn('boolean', { default: true }) onlyRow: Default<true>;
  @Check("prefix ~ '^ocds-[a-z0-9]+$'") @Column('text') prefix: string;
}
