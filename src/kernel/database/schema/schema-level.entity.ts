import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../row-types.js';

/** The newest release that has migrated this database, in one row. */
@Entity('schema_level')
export class SchemaLevel {
  @Check('only_row') @PrimaryColumn('boolean', { default: true }) onlyRow: Default<boolean>;
  @Check('level > 0') @Column('integer') level: number;
}
