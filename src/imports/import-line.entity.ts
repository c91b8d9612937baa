import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Import } from './import.entity.js';

/** A line of an import, as received. */
@Entity('import_line')
@Index('import_line_first', ['importId', 'first'], { where: 'first IS NOT NULL' })
export class ImportLine {
  @ForeignKey(() => Import, { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') importId: string;
  @PrimaryColumn('integer') line: number;
  @Column('bytea') raw: Buffer;
  /** Shows that it was received so, under a key that the database lacks. */
  @Column('bytea', { nullable: true }) mac: Buffer | null;
  /** The process that a release speaks of. */
  @Column('text', { nullable: true }) key: string | null;
  /** The first line of its process, with which it is taken; null: it is that line, or stands alone. Itself: refused, as all of its process. */
  @Column('integer', { nullable: true }) first: number | null;
}
