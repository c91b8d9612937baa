import { IsIn, type ValidationOptions } from 'class-validator';
import { described } from '../../kernel/openapi/described.js';
import { CATEGORY_CODES, NOTICE_KINDS, TARGET_GROUP_CODES } from './code-lists.js';
import { BUDGET_LEVELS, METHODS } from './methods.js';

const isOneOf =
  (codes: readonly string[]) =>
  (options?: ValidationOptions): PropertyDecorator =>
    described(IsIn(codes, options), { enum: [...codes] }, options);

/** A code of the list of categories. */
export const IsCategory = isOneOf(CATEGORY_CODES);

/** A code of the list of target groups. */
export const IsTargetGroup = isOneOf(TARGET_GROUP_CODES);

/** A procurement method. */
export const IsMethod = isOneOf(METHODS);

/** `central`, `provincial` or `below_provincial`. */
export const IsBudgetLevel = isOneOf(BUDGET_LEVELS);

/** A kind of notice. */
export const IsNoticeKind = isOneOf(NOTICE_KINDS);
