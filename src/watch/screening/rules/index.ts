import type { GroupRule } from '../screening-types.js';
import { N12 } from './ceiling.rules.js';
import { N01, N14 } from './cover-bids.rules.js';
import { N13 } from './disqualified.rules.js';
import { N08 } from './favourites.rules.js';
import { N07, N10 } from './helpers.rules.js';
import { N03, N04 } from './meeting.rules.js';
import { N05 } from './never-wins.rules.js';
import { N11 } from './own-score.rules.js';
import { N15, N16 } from './patterns.rules.js';
import { N02 } from './rotation.rules.js';
import { N06 } from './territories.rules.js';

/** All rules over many lots, by id. */
export const GROUP_RULES: readonly GroupRule[] = [
  N01,
  N02,
  N03,
  N04,
  N05,
  N06,
  N07,
  N08,
  N10,
  N11,
  N12,
  N13,
  N14,
  N15,
  N16,
];
