import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Tender } from '../tender.entity.js';

/** A body that asked for the tender documents. Secret until the opening, the number of rows included. */
@Entity('document_request')
@Unique(['tenderId', 'organisationId'])
@Index('document_request_body', ['organisationId'])
export class DocumentRequest {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  @Column('timestamptz') requestedAt: Date;
}
