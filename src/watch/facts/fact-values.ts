import type { PlainDate } from '../../kernel/clock/plain-date.js';

/**
 * What the rules are given. Facts are plain JSON: no class, no Date, no bigint. Unknown is null and never a default.
 * Every array is a set: its order carries no meaning (hashing and rules sort by `key`). `record` (`type:id`, shown as
 * evidence) is not part of the inputs hash; every `key` is a business key, equal in every database with the same facts.
 */
/** `YYYY-MM-DD`. */
export type Day = PlainDate;
/** Integer fen as decimal text, `"20000000"` = 200 000 yuan. */
export type Fen = string;
