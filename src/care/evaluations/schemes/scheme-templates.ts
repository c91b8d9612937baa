import type { SchemeDimension } from './scheme.rules.js';
import templates from './scheme-templates.json' with { type: 'json' };

/**
 * Schemes to begin with. Their seven dimensions are those by which the study this product grew out of wants purchased
 * services evaluated (Wang Liping 2019, Gansu Social Sciences 5): quality, standard, process, expert, effect, efficiency,
 * target group, and its three channels 考·评·议 together. The study gives no weights, indicators or maxima: these are a
 * choice of ours (POLICY), to be changed in the draft before anybody activates it. What comes of a service for its
 * residents weighs more than thirty percent, and what they say themselves more than nothing.
 */
export type SchemeTemplate = keyof typeof templates;
export const SCHEME_TEMPLATES = Object.keys(templates) as SchemeTemplate[];

/** By the category that each is for. */
export const TEMPLATES = templates as Readonly<
  Record<SchemeTemplate, { name: string; dimensions: readonly SchemeDimension[] }>
>;
