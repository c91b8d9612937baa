import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../database/row-types.js';
import type { ProblemCode } from '../../errors/codes.js';
import type { ProblemDetails } from '../../errors/problem.js';

/** One request with an Idempotency-Key and its stored answer, which a retry with the same body gets again. */
@Entity('idempotent_request')
@Index('idempotent_request_age', ['createdAt'])
export class IdempotentRequest {
  @PrimaryColumn('text') principal: string;
  @PrimaryColumn('text') route: string;
  @PrimaryColumn('text') key: string;
  @Column('text') bodyKey: string;
  @Column('bytea') bodyHmac: Buffer;
  @Column('integer') status: number;
  @Column('text', { nullable: true }) etag: string | null;
  @Column('json', { nullable: true }) answer: unknown;
  @Column('json', { nullable: true }) problem: { code: ProblemCode; details: ProblemDetails } | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
