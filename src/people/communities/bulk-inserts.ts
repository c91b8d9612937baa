import { createBulkInsert } from '../../kernel/database/rows.js';
import { Community } from './community.entity.js';
import { ServiceLine } from './service-lines/service-line.entity.js';
import { ServiceLineCommunity } from './service-lines/service-line-community.entity.js';
import { Need } from './needs/need.entity.js';

export const insertCommunities = createBulkInsert(Community);
export const insertServiceLines = createBulkInsert(ServiceLine);
export const insertLineCommunities = createBulkInsert(ServiceLineCommunity);
export const insertNeeds = createBulkInsert(Need);
