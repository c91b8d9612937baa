import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { closedListSql, isSha256 } from '../database/checks.js';
import type { Default } from '../database/row-types.js';
import { MALWARE_CHECKS, type MalwareCheck } from './examination/antivirus.js';

/** One uploaded file of a body. */
@Entity('document')
@Index('document_waits_for_check', ['createdAt', 'id'], { where: "malware_check = 'waiting'" })
@Index('document_found', ['id'], { where: "malware_check = 'found'" })
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
  @Check(closedListSql('malware_check', MALWARE_CHECKS))
  @Column('text', { default: 'not_checked' })
  malwareCheck: Default<MalwareCheck>;
}
