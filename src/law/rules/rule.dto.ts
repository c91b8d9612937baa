import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { OneOf, OptionalField } from '../../kernel/http/validation/fields.js';
import { IsBudgetLevel, IsMethod } from '../code-lists/is-code.js';
import { METHODS, type BudgetLevel, type Method } from '../code-lists/methods.js';
import { ENFORCEMENT_KINDS, type ClassifiedRule, type Enforcement } from './enforcement.js';
import { RULE_CLASSES, type RuleClass } from './rule-classes.js';
import {
  CONFIDENCES,
  OPERATORS,
  SEVERITIES,
  STAGES,
  type Confidence,
  type Operator,
  type Rule,
  type RuleSeverity,
  type Stage,
} from './rule-types.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';

export class RuleQueryDto extends PageQuery {
  /** The day on which the rule must be in force. Without it every rule, those without a date too. */
  @OptionalField(IsPlainDate())
  at?: string;

  /** Rules of this method or of every method. */
  @OptionalField(IsMethod())
  method?: Method;

  @OneOf(STAGES, 'optional')
  stage?: Stage;

  /**
   * Rules that bind a purchase from a budget of this level: what a place decides binds its own budgets and those below.
   * Some rules reach the levels on different days; with `at` and no level such a rule counts from the earliest.
   */
  @OptionalField(IsBudgetLevel())
  level?: BudgetLevel;

  /** `CN` or a GB/T 2260 code: its own rules, those of the places above it, and the country's. Without it all. */
  @IsOptional()
  @Matches(/^(CN|[1-9]\d{5})$/)
  jurisdiction?: string;

  /** Rules of this class. */
  @OneOf(RULE_CLASSES, 'optional')
  class?: RuleClass;
}

/** Days from which a rule holds, by the level of the budget. */
export class EffectiveByLevelDto {
  central: PlainDate;
  provincial: PlainDate;
  below_provincial: PlainDate;
}

/** One place where a rule is enforced. */
export class EnforcementDto {
  /**
   * guard: a condition of the actions that are named, by the code of its refusal; refusal: a code of other requests; warning: it
   * is said and nothing refused; clock: the event that the period ends with; indicator: one of `GET /risk/indicators`; parameter:
   * the source file that counts with it.
   */
  @ApiProperty({ enum: ENFORCEMENT_KINDS })
  kind: Enforcement['kind'];
  name: string;
  /** Of a guard, as `lifecycle.action`. */
  actions: string[];
}

/** One dated rule. A period runs from `startEvent` to `endEvent`; `>=` is a minimum, `<=` a maximum. */
export class RuleDto {
  id: string;

  @ApiProperty({ enum: STAGES })
  stage: Stage;

  @ApiProperty({ enum: METHODS, isArray: true })
  methods: Method[];

  /** What the rule says, in the language asked for. */
  what: string;

  @ApiProperty({ enum: OPERATORS })
  op: Operator;

  /** A number, a truth value, a text, or a list of them, in `unit`. */
  @ApiProperty({
    oneOf: [
      { type: 'number', format: 'double' },
      { type: 'boolean' },
      { type: 'string' },
      { type: 'array', items: { oneOf: [{ type: 'number', format: 'double' }, { type: 'string' }] } },
    ],
  })
  value: Rule['value'];

  unit: string;
  startEvent: string | null;
  endEvent: string | null;
  document: string;
  article: string;

  /** A: the article was read; B: its wording was found quoted; C: from memory, not law; POLICY: a choice of this product. */
  @ApiProperty({ enum: CONFIDENCES })
  confidence: Confidence;

  effectiveFrom: PlainDate | null;
  /** Last day on which it holds. */
  effectiveTo: PlainDate | null;
  effectiveByLevel: EffectiveByLevelDto | null;
  effectiveNote: string | null;

  @ApiProperty({ enum: SEVERITIES })
  severity: RuleSeverity;

  jurisdiction: string;
  /** The facts that decide whether the rule applies at all. */
  appliesIf: string | null;
  note: string | null;

  /** What becomes of it here. */
  @ApiProperty({ enum: RULE_CLASSES })
  class: RuleClass;

  /** Empty: nothing enforces it, for the reason that is given. */
  enforcedBy: EnforcementDto[];

  /** Of information, why it is no more; of any other rule, what is still missing before it can be enforced. */
  reason: string | null;

  static fromRule(this: void, rule: ClassifiedRule, language: Language): RuleDto {
    const reason = rule.reason?.[language] ?? null;
    return { ...rule, methods: [...rule.methods], what: rule.what[language], reason };
  }
}

/** A page of rules of law. */
export class RuleListDto extends ListOf(RuleDto) {}
