import { bulkInsertOf } from '../../kernel/database/rows.js';
import { Community } from './community.entity.js';
import { ServiceLine } from './service-lines/service-line.entity.js';
import { ServiceLineCommunity } from './service-lines/service-line-community.entity.js';
import { Need } from './needs/need.entity.js';

export const insertCommunities = bulkInsertOf(Community);
export const insertServiceLines = bulkInsertOf(ServiceLine);
export const insertLineCommunities = bulkInsertOf(ServiceLineCommunity);
export const insertNeeds = bulkInsertOf(Need);
