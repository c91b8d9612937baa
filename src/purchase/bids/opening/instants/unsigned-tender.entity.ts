import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Tender } from '../../../tenders/tender.entity.js';

/** A tender that was issued before instants were signed. The first process that starts signs what stands, once. */
@Entity('unsigned_tender')
export class UnsignedTender {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
}
