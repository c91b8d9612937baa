import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** One signed statement of the chain heads that moved since the previous anchor, up to an outbox position. */
@Entity('audit_anchor')
export class AuditAnchor {
  @Check('no > 0') @PrimaryColumn('bigint') no: string;
  @Column('timestamptz') at: Date;
  @Column('bigint') position: string;
  @Check('leaves > 0') @Column('integer') leaves: number;
  /** The very line of the anchor file. */
  @Column('text') line: string;
}
