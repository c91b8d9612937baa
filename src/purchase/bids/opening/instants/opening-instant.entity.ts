import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../../kernel/database/checks.js';
import { Tender } from '../../../tenders/tender.entity.js';

/** A signed statement of the instants after which bids of a tender are opened. The last one counts; none is ever changed. */
@Entity('opening_instant')
export class OpeningInstant {
  @ForeignKey(() => Tender) @PrimaryColumn('uuid') tenderId: string;
  /** 1, 2, 3 … within the tender. */
  @Check('no >= 1') @PrimaryColumn('integer') no: number;
  /** The canonical bytes (RFC 8785) that the seal covers. */
  @Column('bytea') canonical: Buffer;
  @Column('text') keyId: string;
  /** HMAC-SHA-256 under a key outside the database. */
  @Check(has32Bytes('seal')) @Column('bytea') seal: Buffer;
}
