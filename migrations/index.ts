import { Baseline1800000000000, BASELINE_BEYOND_ENTITIES, BEFORE_TABLES } from './1800000000000-baseline.js';
import { ScoreSheetVersion1800000000001 } from './1800000000001-score-sheet-version.js';
import { PUBLIC_LISTS_BEYOND_ENTITIES, PublicLists1800000000002 } from './1800000000002-public-lists.js';
import { VIEWS, Views1800000000004 } from './1800000000004-views.js';
import { Workers1800000000007, WORKERS_BEYOND_ENTITIES } from './1800000000007-workers.js';

/** Every migration, oldest first. */
export const migrations = [
  Baseline1800000000000,
  ScoreSheetVersion1800000000001,
  PublicLists1800000000002,
  Views1800000000004,
  Workers1800000000007,
];

export { BEFORE_TABLES, VIEWS };
/** SQL files for what entities cannot express. A later migration adds its files behind those that they replace, views in their place. */
export const BEYOND_ENTITIES = [
  ...BASELINE_BEYOND_ENTITIES,
  ...PUBLIC_LISTS_BEYOND_ENTITIES,
  ...VIEWS,
  ...WORKERS_BEYOND_ENTITIES,
];
