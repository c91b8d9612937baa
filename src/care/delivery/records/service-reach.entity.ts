import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { Recipient } from './recipient.entity.js';

/** How often a contract has served a recipient, by form and content. Kept by triggers on the records. */
@Entity('service_reach')
export class ServiceReach {
  @PrimaryColumn('uuid') contractId: string;
  @ManyToOne(() => Contract) contract?: Relation<Contract>;
  @PrimaryColumn('uuid') recipientId: string;
  @ManyToOne(() => Recipient) recipient?: Relation<Recipient>;
  @PrimaryColumn('text') form: string;
  /** Empty: the records name no content. */
  @PrimaryColumn('text') contentCode: string;
  /** Valid records that the contract asks for. */
  @Column('integer') records: number;
}
