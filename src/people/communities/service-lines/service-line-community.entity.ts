import { Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Community } from '../community.entity.js';
import { ServiceLine } from './service-line.entity.js';

/** A community in which a service line is given. */
@Entity('service_line_community')
@Index('service_line_community_back', ['communityId'])
export class ServiceLineCommunity {
  @PrimaryColumn('uuid') serviceLineId: string;
  @ManyToOne(() => ServiceLine) serviceLine?: Relation<ServiceLine>;
  @PrimaryColumn('uuid') communityId: string;
  @ManyToOne(() => Community) community?: Relation<Community>;
}
