import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { Recipient } from './recipient.entity.js';

/** How often a contract has served a recipient, by form and content. Kept by triggers on the records. */
@Entity('service_reach')
export class ServiceReach {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  @PrimaryColumn('text') form: string;
  /** Empty: the records name no content. */
  @PrimaryColumn('text') contentCode: string;
  /** Valid records that the contract asks for. */
  @Column('integer') records: number;
}
