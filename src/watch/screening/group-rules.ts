import { N12 } from './rules/ceiling.rules.js';
import { N01, N14 } from './rules/cover-bids.rules.js';
import { N13 } from './rules/disqualified.rules.js';
import { N08 } from './rules/favourites.rules.js';
import { N07, N10 } from './rules/helpers.rules.js';
import { N03, N04 } from './rules/meeting.rules.js';
import { N05 } from './rules/never-wins.rules.js';
import { N11 } from './rules/own-score.rules.js';
import { N15, N16 } from './rules/patterns.rules.js';
import { N02 } from './rules/rotation.rules.js';
import { N06 } from './rules/territories.rules.js';
import type { GroupRule } from './screening-types.js';

/** Every rule over many lots, in the order of the ids. */
export const GROUP_RULES: readonly GroupRule[] = [
  ...[N01, N02, N03, N04, N05, N06, N07, N08],
  ...[N10, N11, N12, N13, N14, N15, N16],
];

export const RULE_VERSIONS: Readonly<Record<string, number>> = Object.fromEntries(
  GROUP_RULES.map(({ id, version }) => [id, version]),
);
