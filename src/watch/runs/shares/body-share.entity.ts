import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';

/** Bodies of which a purchase is one of many. */
export const SHARING_BODIES = ['agency', 'buyer'] as const;
type SharingBody = (typeof SHARING_BODIES)[number];

/** What a purchase adds to what is judged of a body, as the body was last asked to be judged with. */
@Entity('body_share')
@Index('body_share_learned', ['bodyId', 'bodyType', 'learnedOn'])
export class BodyShare {
  @PrimaryColumn('uuid') tenderId: string;
  @Check("body_type IN ('agency', 'buyer')")
  @PrimaryColumn('text')
  bodyType: SharingBody;
  @PrimaryColumn('uuid') bodyId: string;
  /** MD5 of the rows that the facts of the body are made of. */
  @Column('uuid') digest: string;
  /** The last day on which something was learned of it; null where it adds nothing that is judged. */
  @Column('date', { nullable: true }) learnedOn: PlainDate | null;
}
