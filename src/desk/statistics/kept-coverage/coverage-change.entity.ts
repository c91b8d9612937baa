import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';

/** Something was written from which the coverage of this line is computed, and what is kept of it does not know. Made by triggers. */
@Entity('coverage_change')
@Index('coverage_change_line', ['serviceLineId'])
export class CoverageChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id: Default<string>;
  @Column('uuid') serviceLineId: string;
}
