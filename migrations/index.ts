import { Platform1790000000010 } from './1790000000010-platform.js';
import { Bodies1790000000400 } from './1790000000400-bodies.js';
import { Purchases1790000000500 } from './1790000000500-purchases.js';

/** Every migration, oldest first. */
export const migrations = [Platform1790000000010, Bodies1790000000400, Purchases1790000000500];
