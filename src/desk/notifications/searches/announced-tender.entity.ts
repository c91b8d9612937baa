import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';

/** A tender that became public, or open, and is to be held against saved searches. Made by triggers. */
@Entity('announced_tender')
export class AnnouncedTender {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  @Column('uuid') tenderId: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at: Default<Date>;
  /** The transaction that published it. */
  @Column('text', { default: () => '(pg_current_xact_id())::text' }) transaction: Default<string>;
}
