import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { isSha256 } from '../../../kernel/database/checks.js';
import type { FilePrint } from '../../../kernel/documents/examination/examination-types.js';
import type { BidFileState } from '../files/bid-file-states.js';
import { Bid } from '../bid.entity.js';

/** A file of an opened bid, written by the opening. Before it the file is named only in what is sealed. */
@Entity('bid_file')
@Check('bid_file_has_its_handle', "state NOT IN ('readable', 'altered') OR handle IS NOT NULL")
export class BidFile {
  @ForeignKey(() => Bid) @PrimaryColumn('uuid') bidId: string;
  /** Its place among the documents of the bid. */
  @Check('no >= 1') @PrimaryColumn('integer') no: number;
  @Column('text') name: string;
  @Column('bigint') size: string;
  @Check(isSha256('sha256')) @Column('text') sha256: string;
  @Check("state IN ('readable', 'altered', 'missing', 'not_given')") @Column('text') state: BidFileState;
  @Column('text', { nullable: true }) mediaType: string | null;
  @Column('jsonb', { nullable: true }) print: FilePrint | null;
  @Column('text', { nullable: true }) handle: string | null;
}
