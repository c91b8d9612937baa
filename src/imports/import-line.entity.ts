import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Import } from './import.entity.js';

/** A line of an import, as received. */
@Entity('import_line')
export class ImportLine {
  @ForeignKey(() => Import, { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') importId: string;
  @PrimaryColumn('integer') line: number;
  @Column('bytea') raw: Buffer;
}
