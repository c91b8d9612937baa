import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { isSha256 } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Registration } from '../registration.entity.js';

/** A licence or certificate that an applicant put beside its registration. It lies encrypted, under a key that only this row holds. */
@Entity('registration_document')
@Unique(['registrationId', 'sha256', 'name'])
export class RegistrationDocument {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @ForeignKey(() => Registration) @Column('uuid') registrationId: string;
  @Column('text') name: string;
  @Column('text') mediaType: string;
  @Check('size > 0') @Column('bigint') size: string;
  @Check(isSha256('sha256')) @Column('text') sha256: string;
  /** The file's place and key, and what was found of it, encrypted and bound to the row. */
  @Column('bytea') sealed: Buffer;
}
