import { IsIn, type ValidationOptions } from 'class-validator';
import { describeCheck } from '../../kernel/openapi/described.js';
import { CATEGORY_CODES, NOTICE_KINDS, TARGET_GROUP_CODES } from './code-lists.js';
import { BUDGET_LEVELS, METHODS } from './methods.js';

const createCodeCheck =
  (codes: readonly string[]) =>
  (options?: ValidationOptions): PropertyDecorator =>
    describeCheck(IsIn(codes, options), { enum: [...codes] }, options);

/** A code of the list of categories. */
export const IsCategory = createCodeCheck(CATEGORY_CODES);

/** A code of the list of target groups. */
export const IsTargetGroup = createCodeCheck(TARGET_GROUP_CODES);

/** A procurement method. */
export const IsMethod = createCodeCheck(METHODS);

/** `central`, `provincial` or `below_provincial`. */
export const IsBudgetLevel = createCodeCheck(BUDGET_LEVELS);

/** A kind of notice. */
export const IsNoticeKind = createCodeCheck(NOTICE_KINDS);
