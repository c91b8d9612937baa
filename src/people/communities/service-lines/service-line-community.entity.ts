import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Community } from '../community.entity.js';
import { ServiceLine } from './service-line.entity.js';

/** A community in which a service line is given. */
@Entity('service_line_community')
@Index('service_line_community_back', ['communityId'])
export class ServiceLineCommunity {
  @ForeignKey(() => ServiceLine) @PrimaryColumn('uuid') serviceLineId: string;
  @ForeignKey(() => Community) @PrimaryColumn('uuid') communityId: string;
}
