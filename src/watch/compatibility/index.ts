import { R025, R038, R048 } from './bodies.js';
import { R024, R058 } from './price-difference.js';
import type { CompatibilityRule, ProcessRule } from './release-types.js';
import { R003, R018, R028, R030, R035, R036 } from './single-process.js';

/** Those that look at one process at a time. */
export const PROCESS_RULES: readonly ProcessRule[] = [R003, R018, R028, R030, R035, R036];

/**
 * Eleven of the published red flags (Open Contracting Partnership, 2024) to the letter of their definitions, so that others
 * can compare. They are no rules of this product: none is an indicator of the registry, none opens a case or asks a body,
 * for on honest markets they fire as their fixed fences will. What each says is said with chance in the rules it names.
 */
export const COMPATIBILITY_RULES: readonly CompatibilityRule[] = [
  R003,
  R018,
  R024,
  R025,
  R028,
  R030,
  R035,
  R036,
  R038,
  R048,
  R058,
];
