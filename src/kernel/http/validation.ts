import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldError } from '../errors/problem.js';
import type { Text } from '../errors/texts.js';
import { escapePointer } from './body.js';
import { rememberMetadata } from './validation/remembered-metadata.js';

/** Codes and Chinese texts of the validators in use; a validator that is not listed keeps its own name and text. */
const CODES: Record<string, { code: string; zh: string }> = {
  whitelistValidation: { code: 'unknown_field', zh: '未知字段' },
  isDefined: { code: 'required', zh: '必填' },
  isNotEmpty: { code: 'required', zh: '不能为空' },
  isString: { code: 'not_text', zh: '应为文本' },
  isInt: { code: 'not_an_integer', zh: '应为整数' },
  isNumber: { code: 'not_a_number', zh: '应为数值' },
  isBoolean: { code: 'not_a_boolean', zh: '应为 true 或 false' },
  isArray: { code: 'not_a_list', zh: '应为数组' },
  isObject: { code: 'not_an_object', zh: '应为对象' },
  nestedValidation: { code: 'not_an_object', zh: '应为对象' },
  isUuid: { code: 'not_an_id', zh: '应为标识符（UUID）' },
  isIn: { code: 'not_allowed_value', zh: '不在允许的取值范围内' },
  isEnum: { code: 'not_allowed_value', zh: '不在允许的取值范围内' },
  maxLength: { code: 'too_long', zh: '过长' },
  minLength: { code: 'too_short', zh: '过短' },
  isLength: { code: 'wrong_length', zh: '长度不符' },
  min: { code: 'too_small', zh: '过小' },
  max: { code: 'too_large', zh: '过大' },
  arrayMaxSize: { code: 'too_many', zh: '数量过多' },
  arrayMinSize: { code: 'too_few', zh: '数量过少' },
  arrayUnique: { code: 'not_unique', zh: '有重复' },
  isVisible: { code: 'blank', zh: '须含可见字符' },
  matches: { code: 'wrong_format', zh: '格式不符' },
  isSomeMoney: { code: 'too_small', zh: '应大于 0' },
  isYuan: { code: 'not_money', zh: '应为以元为单位、最多两位小数的文本' },
  isPlainDate: { code: 'not_a_day', zh: '应为存在的日期（YYYY-MM-DD）' },
  isPartialDate: { code: 'not_a_date', zh: '应为 YYYY、YYYY-MM 或 YYYY-MM-DD' },
  isInstant: { code: 'not_an_instant', zh: '应为带时区的时间（RFC 3339）' },
  isCycleDay: { code: 'not_a_day_of_the_cycle', zh: '应为 MM 或 MM-DD' },
  isMoment: { code: 'not_a_moment', zh: '应为日期，或带时区的时间（RFC 3339）' },
  isCreditCode: { code: 'not_a_credit_code', zh: '应为有效的统一社会信用代码' },
  isRegionCode: { code: 'not_a_region', zh: '应为 6、9 或 12 位区划代码' },
  isKnownRegion: { code: 'region_unknown', zh: '行政区划代码不存在' },
  isResidentId: { code: 'not_a_resident_id', zh: '应为有效的居民身份证号码' },
  isUrl: { code: 'not_a_url', zh: '应为网址' },
};

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Where a value is of another type, what else is wrong about it says nothing. */
const TYPES = ['isString', 'isInt', 'isNumber', 'isBoolean', 'isArray', 'isObject'];

function faultsOf({ property, value, children, constraints = {} }: ValidationError): [string, string][] {
  const all = Object.entries(constraints);
  const missing = value === undefined && !children?.length && !('whitelistValidation' in constraints);
  if (missing && all.length > 0) return [['isDefined', `${property} is missing`]];
  const type = all.find(([name]) => TYPES.includes(name));
  return type ? [type] : all;
}

/** What class-validator found, with JSON pointers below `base`. */
export function fieldErrors(errors: readonly ValidationError[], base: string): FieldError[] {
  return errors.flatMap((error) => {
    const pointer = `${base}/${escapePointer(error.property)}`;
    const own = faultsOf(error).map(([name, text]): FieldError => {
      const known = CODES[name];
      return { pointer, code: known?.code ?? snake(name), text: { en: text, zh: known?.zh ?? text } };
    });
    return [...own, ...fieldErrors(error.children ?? [], pointer)];
  });
}

/** `throw invalid('/lots/0/ceiling', 'not_money', …)`: the same answer for faults that only a use case can see. */
export const invalid = (pointer: string, code: string, text: Text): Problem =>
  new Problem('validation_failed', { errors: [{ pointer, code, text }] });

/** One answer names at most so many faults: a body of a megabyte may hold a hundred thousand. */
const MAX_FAULTS = 100;

/** Unknown fields are refused, never dropped; nothing is converted silently. */
export function validationPipe(): ValidationPipe {
  rememberMetadata();
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) =>
      new Problem('validation_failed', { errors: fieldErrors(errors, '').slice(0, MAX_FAULTS) }),
  });
}
