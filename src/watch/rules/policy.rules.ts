import type { Unit } from '../runs/assessment-types.js';
import type { Parameter } from './indicator-types.js';

const createParameterBuilder =
  (basis: Parameter['basis']) =>
  (name: string, value: string | number, unit: Unit): Parameter => ({
    name,
    value: String(value),
    unit,
    effectiveFrom: null,
    effectiveTo: null,
    basis,
  });

/** A number that is a choice of ours, since the indicator exists. */
export const policy = createParameterBuilder('POLICY');

/** A number of the statistics of an indicator, since it exists. */
export const statistic = createParameterBuilder('statistic');
