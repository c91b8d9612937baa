import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { has32Bytes } from '../database/checks.js';
import type { Default } from '../database/row-types.js';
import type { Actor } from '../outbox/change.js';

/**
 * One entry of the audit, linked to the entry before it of the same aggregate. `canonical` holds the sealed bytes
 * (RFC 8785) of everything the entry says; the other columns repeat them for queries and are compared with them on
 * verification. seal = HMAC-SHA-256(key outside the database, canonical), and canonical contains prev.
 */
@Entity('audit_entry')
@Unique(['aggregateType', 'aggregateId', 'seq'])
@Index('audit_entry_actor', ['actorId', 'id'], { where: 'actor_id IS NOT NULL' })
@Index('audit_entry_at', ['at'], { type: 'brin' })
export class AuditEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  @Column('text') aggregateType: string;
  @Column('text') aggregateId: string;
  @Check('seq > 0') @Column('integer') seq: number;
  @Column('timestamptz') at: Date;
  @Column('text') action: string;
  @Check("actor_kind IN ('user', 'api_key', 'system', 'public')") @Column('text') actorKind: Actor['kind'];
  @Column('text', { nullable: true }) actorId: string | null;
  @Column('uuid', { array: true }) tenants: string[];
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) dataset: string | null;
  @Column('boolean') public: boolean;
  @Column('text') keyId: string;
  @Column('bytea') canonical: Buffer;
  @Check(has32Bytes('prev')) @Column('bytea') prev: Buffer;
  @Check(has32Bytes('seal')) @Column('bytea') seal: Buffer;
  /** The request by which it was done, as the log names it; null where that is unknown, or nobody's business. */
  @Column('text', { nullable: true }) requestId: string | null;
}
