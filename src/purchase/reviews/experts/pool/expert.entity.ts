import { Check, Column, Entity, ForeignKey, Unique } from 'typeorm';
import { RootRow } from '../../../../kernel/database/column-types.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { AppUser } from '../../../../people/accounts/users/app-user.entity.js';
import { Organisation } from '../../../../people/organisations/organisation.entity.js';

/** A reviewer of the pool of a finance authority, which is drawn from for purchases of its region. */
@Entity('expert')
@Unique(['organisationId', 'userId'])
export class Expert extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** Codes of the list `categories`. */
  @Check('cardinality(fields) >= 1') @Column('text', { array: true }) fields: string[];
  /** Bodies that the expert is tied to, beside those of the own seats. */
  @Column('uuid', { array: true, default: '{}' }) ties: Default<string[]>;
  /** Whether the expert is drawn. */
  @Column('boolean', { default: true }) active: Default<boolean>;
}
