import type { Unit } from '../runs/assessment.types.js';
import type { Parameter } from './indicator.types.js';

/** A number that is a choice of ours. */
export const policy = (name: string, value: string | number, unit: Unit): Parameter => ({
  name,
  value: String(value),
  unit,
  effectiveFrom: null,
  effectiveTo: null,
  basis: 'POLICY',
});
