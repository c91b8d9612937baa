import { Injectable } from '@nestjs/common';
import { ActionEngine } from '../../kernel/actions/engine.js';
import { declareContribution } from '../../kernel/contributions/contributed.js';
import { CLOCKS } from '../deadlines/deadlines.rules.js';
import { rulesInForce, type RuleQuery } from './rule-book.js';
import { getRuleClass, type RuleClass, type RuleClassRow } from './rule-classes.js';
import type { Rule } from './rule-types.js';

export const ENFORCEMENT_KINDS = ['guard', 'refusal', 'warning', 'clock', 'indicator', 'parameter'] as const;

/** One place where a rule is enforced. */
export interface Enforcement {
  kind: (typeof ENFORCEMENT_KINDS)[number];
  name: string;
  /** Of a guard: the actions that it is a condition of, as `lifecycle.action`. */
  actions: string[];
}

/** Indicators with the rules that each of them rests on. */
export const listCitingIndicators =
  declareContribution<() => readonly { id: string; cites: readonly string[] }[]>('indicators by rule');

/** A rule with what becomes of it. */
export interface ClassifiedRule extends Rule, Omit<RuleClassRow, 'by'> {
  enforcedBy: Enforcement[];
}

/** Says of each rule where it is enforced, by the tables of actions, the periods and the indicators that there are. */
@Injectable()
export class RuleEnforcement {
  private readonly known = new Map<string, Enforcement[]>();

  constructor(private readonly engine: ActionEngine) {}

  /** The rules that a question asks for, in the order of the table. */
  list({ class: wanted, ...query }: RuleQuery & { class?: RuleClass }): ClassifiedRule[] {
    return rulesInForce(query)
      .map((rule) => {
        const { class: named, reason } = getRuleClass(rule.id);
        return { ...rule, class: named, reason, enforcedBy: this.find(rule.id) };
      })
      .filter((rule) => wanted === undefined || rule.class === wanted);
  }

  private find(rule: string): Enforcement[] {
    const found = this.known.get(rule) ?? this.derive(rule);
    this.known.set(rule, found);
    return found;
  }

  private derive(rule: string): Enforcement[] {
    const { guard = [], refusal = [], warning = [], parameter = [] } = getRuleClass(rule).by;
    const clocks = CLOCKS.filter((clock) => clock.rule.id === rule).map(({ end }) => end);
    const indicators = listCitingIndicators().filter(({ cites }) => cites.includes(rule));
    const name = (kind: Enforcement['kind'], names: readonly string[]) =>
      names.map((each): Enforcement => ({ kind, name: each, actions: [] }));
    return [
      ...guard.map((code): Enforcement => ({ kind: 'guard', name: code, actions: this.listActions(code) })),
      ...name('refusal', refusal),
      ...name('warning', warning),
      ...name('clock', clocks),
      ...name(
        'indicator',
        indicators.map(({ id }) => id),
      ),
      ...name('parameter', parameter),
    ];
  }

  private listActions(code: string): string[] {
    const all = this.engine
      .lifecycles()
      .flatMap(({ name, transitions }) =>
        transitions.filter(({ guards }) => guards?.includes(code)).map(({ action }) => `${name}.${action}`),
      );
    return [...new Set(all)];
  }
}
