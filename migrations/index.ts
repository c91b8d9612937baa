import { Baseline1800000000000, BASELINE_BEYOND_ENTITIES, BEFORE_TABLES } from './1800000000000-baseline.js';
import { ScoreSheetVersion1800000000001 } from './1800000000001-score-sheet-version.js';

/** Every migration, oldest first. */
export const migrations = [Baseline1800000000000, ScoreSheetVersion1800000000001];

export { BEFORE_TABLES };
/** SQL files for what entities cannot express. A later migration adds its files behind those that they replace. */
export const BEYOND_ENTITIES = [...BASELINE_BEYOND_ENTITIES];
