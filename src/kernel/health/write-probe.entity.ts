import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Default } from '../database/row-types.js';

/** Holds no row: what is tried here is undone. */
@Entity('write_probe')
export class WriteProbe {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('bytea') filler: Buffer;
}
