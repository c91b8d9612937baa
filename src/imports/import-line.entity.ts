import { Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Import } from './import.entity.js';

/** A line of an import, as received. */
@Entity('import_line')
export class ImportLine {
  @PrimaryColumn('uuid') importId: string;
  @ManyToOne(() => Import, { onDelete: 'CASCADE' }) import?: Relation<Import>;
  @PrimaryColumn('integer') line: number;
  @Column('bytea') raw: Buffer;
}
