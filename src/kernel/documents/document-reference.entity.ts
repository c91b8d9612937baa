import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Document } from './document.entity.js';

/** One root that refers to a document. */
@Entity('document_reference')
@Index('document_reference_root', ['rootId'])
export class DocumentReference {
  @ForeignKey(() => Document) @PrimaryColumn('uuid') documentId: string;
  @PrimaryColumn('text') rootType: string;
  @PrimaryColumn('uuid') rootId: string;
}
