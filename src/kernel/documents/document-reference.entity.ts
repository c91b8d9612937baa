import { Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Document } from './document.entity.js';

/** One root that refers to a document. */
@Entity('document_reference')
@Index('document_reference_root', ['rootId'])
export class DocumentReference {
  @PrimaryColumn('uuid') documentId: string;
  @ManyToOne(() => Document) document?: Relation<Document>;
  @PrimaryColumn('text') rootType: string;
  @PrimaryColumn('uuid') rootId: string;
}
