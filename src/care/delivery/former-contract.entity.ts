import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import { Recipient } from './records/recipient.entity.js';

/** A contract under which somebody was served before they went on under another one. */
@Entity('former_contract')
export class FormerContract {
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
}
