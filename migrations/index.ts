import * as every from './every-migration.js';

const numberOf = ({ name }: { name: string }): number => Number(name.slice(-13));

/** Every migration, oldest first. */
export const migrations = Object.values(every).sort((a, b) => numberOf(a) - numberOf(b));
export { BEFORE_TABLES } from './1800000000000-baseline.js';
export { BEYOND_ENTITIES, VIEWS } from './beyond-entities.js';
