import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Tender } from '../../tenders/tender.entity.js';

/** A key pair to which bids of a tender are sealed. */
@Entity('tender_key')
export class TenderKey {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  @Check("purpose IN ('identity', 'content')") @PrimaryColumn('text') purpose: KeyPurpose;
  @Column('bytea') publicKey: Buffer;
  /** Id of the key under which the private half is wrapped. */
  @Column('text') wrappedBy: string;
  @Column('bytea') wrapped: Buffer;
}

export type KeyPurpose = 'identity' | 'content';
