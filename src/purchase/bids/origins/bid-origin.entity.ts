import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Bid } from '../bid.entity.js';

const isHash = (column: string): string => `${column} ~ '^[0-9a-f]{32}$'`;

/** From where an opened bid was submitted, by keyed hashes. Sealed with the bid until its opening wrote the row. */
@Entity('bid_origin')
export class BidOrigin {
  @ForeignKey(() => Bid) @PrimaryColumn('uuid') bidId: string;
  /** Name of the key; hashes under two keys are not compared. */
  @Column('text') keyId: string;
  @Check(isHash('account')) @Column('text') account: string;
  @Check(isHash('program')) @Column('text', { nullable: true }) program: string | null;
  @Check(isHash('network')) @Column('text', { nullable: true }) network: string | null;
}
