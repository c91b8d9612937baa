import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { FieldError } from '../kernel/errors/problem.js';
import { Import } from './import.entity.js';

/** A line of an import that was rejected, with its errors. */
@Entity('import_reject')
export class ImportReject {
  @ForeignKey(() => Import, { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') importId: string;
  @PrimaryColumn('integer') line: number;
  @Column('text', { nullable: true }) rowId: string | null;
  @Column('jsonb') errors: FieldError[];
  @Column('text') raw: string;
}
