import { getRule } from '../../law/rules/rule-book.js';
import type { Basis, Unit } from '../runs/assessment-types.js';
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

/** What a rule of the law is to an indicator: the law that was broken, or the ground of a figure. Only what was read is law. */
export function toBasis(kind: Basis['kind'], rule: string): Basis {
  const { document, article, confidence } = getRule(rule);
  return { kind, document, article, ...((confidence === 'A' || confidence === 'B') && { confidence }) };
}

/** A number that is a choice of ours, since the indicator exists. */
export const policy = createParameterBuilder('POLICY');

/** A number of the statistics of an indicator, since it exists. */
export const statistic = createParameterBuilder('statistic');
