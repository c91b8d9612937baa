import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Organisation } from '../../people/organisations/organisation.entity.js';

/** The bank account to which a body is paid. */
@Entity('payee_account')
export class PayeeAccount {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  /** Key id and HMAC; the number itself is stored nowhere. */
  @Column('text') pseudonym: string;
  /** The last digits, for people. */
  @Column('text') masked: string;
  @Column('text') holder: string;
  @Column('text') bank: string;
  @Column('timestamptz') statedAt: Date;
  @Column('uuid') statedBy: string;
}
