import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Who may see anything of a thousand positions of the feed, all of them given: block 0 has those up to 1 000. A reader with
 * few events passes over the blocks of others.
 */
@Entity('outbox_block')
export class OutboxBlock {
  @PrimaryColumn('integer') no: number;
  /** Something of it is for everybody. */
  @Column('boolean') public: boolean;
  @Column('uuid', { array: true }) tenants: string[];
  /** The regions of its events and those that they lie in. */
  @Column('text', { array: true }) regions: string[];
}
