import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { FieldError } from '../kernel/errors/problem.js';
import { Import } from './import.entity.js';

/** A line of an import that was rejected, with its errors. */
@Entity('import_reject')
export class ImportReject {
  @PrimaryColumn('uuid') importId: string;
  @ManyToOne(() => Import, { onDelete: 'CASCADE' }) import?: Relation<Import>;
  @PrimaryColumn('integer') line: number;
  @Column('text', { nullable: true }) rowId: string | null;
  @Column('jsonb') errors: FieldError[];
  @Column('text') raw: string;
}
