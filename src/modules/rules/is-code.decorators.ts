import { IsIn, type ValidationOptions } from 'class-validator';
import { CATEGORY_CODES, NOTICE_KINDS, TARGET_GROUP_CODES } from './code-lists.js';
import { BUDGET_LEVELS, METHODS } from './methods.js';

/** A code of the list of categories. */
export const IsCategory = (options?: ValidationOptions): PropertyDecorator => IsIn(CATEGORY_CODES, options);

/** A code of the list of target groups. */
export const IsTargetGroup = (options?: ValidationOptions): PropertyDecorator => IsIn(TARGET_GROUP_CODES, options);

/** A procurement method. */
export const IsMethod = (options?: ValidationOptions): PropertyDecorator => IsIn(METHODS, options);

/** `central`, `provincial` or `below_provincial`. */
export const IsBudgetLevel = (options?: ValidationOptions): PropertyDecorator => IsIn(BUDGET_LEVELS, options);

/** A kind of notice. */
export const IsNoticeKind = (options?: ValidationOptions): PropertyDecorator => IsIn(NOTICE_KINDS, options);
