import { Baseline1800000000000 } from './1800000000000-baseline.js';

/** Every migration, oldest first. */
export const migrations = [Baseline1800000000000];
