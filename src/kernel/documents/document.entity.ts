import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { isSha256 } from '../database/checks.js';
import type { Default } from '../database/row-types.js';

/** One uploaded file of a body. */
@Entity('document')
@Unique(['organisationId', 'sha256', 'name', 'mediaType'])
export class Document {
  @PrimaryColumn('uuid') id: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @ForeignKey('Organisation') @Column('uuid') organisationId: string;
  @Column('text') uploadedBy: string;
  @Column('text') name: string;
  @Column('text') mediaType: string;
  @Check('size > 0') @Column('bigint') size: string;
  @Check(isSha256('sha256')) @Column('text') sha256: string;
}
