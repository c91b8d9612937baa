import type { FieldError } from '../../kernel/errors/problem.js';
import type { Text } from '../../kernel/errors/texts.js';

/** Every reason for which a row is not taken, beside those of malformed JSON and text (`kernel/http`). */
const ROW_FAULTS = {
  malformed_json: { en: 'The line is not JSON', zh: '该行不是有效的 JSON' },
  not_an_object: { en: 'One JSON object is expected here', zh: '此处应为一个 JSON 对象' },
  not_a_list: { en: 'A list is expected here', zh: '此处应为数组' },
  unknown_field: { en: 'The shape of a notice has no such key', zh: '公告格式中没有这个键' },
  required: { en: 'This is required', zh: '必填' },
  not_text: { en: 'Text is expected here', zh: '此处应为文本' },
  too_long: {
    en: 'Too long: names have at most 200 characters, titles 500, other texts 1 000',
    zh: '过长：名称最多 200 个字符，标题 500 个，其他文本 1000 个',
  },
  not_allowed_value: { en: 'The list of values has no such word', zh: '取值表中没有这个词' },
  not_a_date: {
    en: 'Not a date: expected YYYY-MM-DD, YYYY-MM or YYYY, with a time after a full date where one is known',
    zh: '不是日期：应为 YYYY-MM-DD、YYYY-MM 或 YYYY，完整日期后可带时间',
  },
  no_such_day: { en: 'The calendar has no such day', zh: '历法中没有这一天' },
  not_an_amount: { en: 'Not an amount: expected a number of yuan', zh: '不是金额：应为以元为单位的数字' },
  negative_amount: { en: 'An amount is not negative', zh: '金额不能为负数' },
  too_many_decimals: { en: 'An amount has at most two decimals', zh: '金额最多两位小数' },
  number_out_of_range: { en: 'The number is out of range', zh: '数值超出范围' },
  not_a_number: {
    en: 'A number, not negative, with at most six decimals is expected here',
    zh: '此处应为非负数字，最多六位小数',
  },
  not_an_integer: { en: 'A whole number from 1 to 10 000 is expected here', zh: '此处应为 1 至 10 000 的整数' },
  term_without_unit: { en: 'The term is a bare number without a unit', zh: '服务期限只有数字，没有单位' },
  deadline_before_notice: { en: 'The deadline is before its own notice', zh: '截止时间早于本公告日期' },
  end_before_start: { en: 'The end is before the start', zh: '结束早于开始' },
  follows_unknown: { en: 'No earlier notice has this id', zh: '没有这个编号的在先公告' },
} as const satisfies Record<string, Text>;

export type RowFault = keyof typeof ROW_FAULTS;

export const rowFault = (pointer: string, code: RowFault): FieldError => ({ pointer, code, text: ROW_FAULTS[code] });
