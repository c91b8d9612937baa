import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Bid } from '../../bids/bid.entity.js';

const isHash = (column: string): string => `${column} ~ '^[0-9a-f]{32}$'`;

/** From which account the bond of an opened bid came, by keyed hashes: the number itself is not kept. */
@Entity('bid_bond')
export class BidBond {
  @ForeignKey(() => Bid) @PrimaryColumn('uuid') bidId: string;
  /** Name of the key; hashes under two keys are not compared. */
  @Column('text') keyId: string;
  @Check(isHash('account')) @Column('text') account: string;
  @Check(isHash('holder')) @Column('text') holder: string;
  /** The last digits of the number, and the name in part: what may be shown. */
  @Column('text') accountShown: string;
  @Column('text') holderShown: string;
}
