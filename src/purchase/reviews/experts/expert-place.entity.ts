import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import { closedListSql, has32Bytes } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../../../people/accounts/users/app-user.entity.js';
import { ExpertDraw } from './expert-draw.entity.js';
import { PLACE_STATES, type PlaceState } from './expert-place.lifecycle.js';

/** An expert's place in the order of a draw. */
@Entity('expert_place')
@Unique(['drawId', 'place'])
@Unique(['drawId', 'userId'])
@Index('expert_place_user', ['userId'])
@Check('expert_place_ended_with_reason', "state NOT IN ('refused', 'replaced') OR reason IS NOT NULL")
export class ExpertPlace extends VersionedRow {
  @ForeignKey(() => ExpertDraw) @Column('uuid') drawId: string;
  @Check('place >= 1') @Column('integer') place: number;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** By which a draw of the pool has ordered them. */
  @Check(has32Bytes('hash')) @Column('bytea', { nullable: true }) hash: Buffer | null;
  @Check(closedListSql('state', PLACE_STATES)) @Column('text', { default: 'waiting' }) state: Default<PlaceState>;
  /** Why the expert does not come. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('timestamptz', { nullable: true }) invitedAt: Date | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
}
