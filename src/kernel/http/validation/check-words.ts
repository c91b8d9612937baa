import { isUUID } from 'class-validator';
import { daysInMonth } from '../../clock/plain-date.js';
import type { Text } from '../../errors/texts.js';
import patterns from './pattern.texts.json' with { type: 'json' };
import texts from './validation.texts.json' with { type: 'json' };

/** Codes and Chinese texts of the validators in use; a validator that is not listed keeps its own name and text. */
const CODES: Readonly<Record<string, { code: string; zh: string }>> = texts;
/** What a known pattern asks for, in words. */
const PATTERNS: Readonly<Record<string, Text>> = patterns;

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** So many permitted values, or wrong items, are named; of a longer list the first ones, and how many there are. */
const NAMED = 12;

/** The limit that class-validator's own text names last. */
const LIMIT = /(-?\d+(?:\.\d+)?)(?: characters| elements)?$/;
const VALUES = /^(.* must be one of the following values: )(.*)$/s;
const PATTERN = /^(.*) must match (\/.*\/[a-z]*) regular expression$/s;

function sayValues(text: string, zh: string): Text {
  const [, before, listed] = VALUES.exec(text) ?? [];
  if (before === undefined || listed === undefined) return { en: text, zh };
  const values = listed.split(',').map((value) => value.trim());
  const first = values.slice(0, NAMED);
  const rest = values.length > first.length;
  return {
    en: `${before}${first.join(', ')}${rest ? ` … (${values.length} in all)` : ''}`,
    zh: `应为下列之一：${first.join('、')}${rest ? ` 等 ${values.length} 项` : ''}`,
  };
}

function sayPattern(text: string, zh: string): Text {
  const [, before, pattern] = PATTERN.exec(text) ?? [];
  if (before === undefined || pattern === undefined) return { en: text, zh };
  const words = PATTERNS[pattern];
  return words === undefined
    ? { en: `${before} is not in its form`, zh }
    : { en: `${before} must be ${words.en}`, zh: `应为${/^[\u3400-\u9fff]/.test(words.zh) ? '' : ' '}${words.zh}` };
}

const DATE_CHECKS = new Set(['isPlainDate', 'isPartialDate', 'isInstant', 'isMoment']);
const WRITTEN_DAY = /^([1-9]\d{3})-(\d{2})-(\d{2})(?=$|T)/;

/** Of a date that is written as it should be, but that no calendar has: which day it is, and how many its month has. */
export function sayMissingDay(name: string, value: unknown): Text | null {
  if (!DATE_CHECKS.has(name) || typeof value !== 'string') return null;
  const [day, year, month, last] = WRITTEN_DAY.exec(value) ?? [];
  if (day === undefined || year === undefined) return null;
  const no = Number(month);
  if (no < 1 || no > 12)
    return { en: `The date ${day} does not exist: a year has months 01 to 12`, zh: `${day} 不存在：月份应为 01 至 12` };
  const days = daysInMonth(Number(year), no);
  if (Number(last) >= 1 && Number(last) <= days) return null;
  return {
    en: `The date ${day} does not exist: ${year}-${month} has days 01 to ${days}`,
    zh: `${day} 不存在：${year} 年 ${no} 月的日期为 01 至 ${days}`,
  };
}

/** What one check found: its code, and what is to be done, with limit and permitted values, in both languages. */
export function sayCheck(name: string, text: string): { code: string; text: Text } {
  const known = CODES[name];
  if (known === undefined) return { code: snake(name), text: { en: text, zh: text } };
  const { code, zh } = known;
  if (name === 'isIn' || name === 'isEnum') return { code, text: sayValues(text, zh) };
  if (name === 'matches') return { code, text: sayPattern(text, zh) };
  if (!zh.includes('{limit}')) return { code, text: { en: text, zh } };
  const limit = LIMIT.exec(text)?.[1];
  return { code, text: { en: text, zh: limit === undefined ? text : zh.replace('{limit}', limit) } };
}

/** Whether one item of a list passes a check that its items are held to; a check that is not here names no items. */
const ITEM_CHECKS: Readonly<Record<string, (item: unknown, text: string) => boolean>> = {
  isObject: (item) => typeof item === 'object' && item !== null && !Array.isArray(item),
  isString: (item) => typeof item === 'string',
  isInt: (item) => Number.isInteger(item),
  isUuid: (item) => isUUID(item),
  isIn: (item, text) => (VALUES.exec(text)?.[2] ?? '').split(',').some((value) => value.trim() === item),
  maxLength: (item, text) => typeof item === 'string' && item.length <= Number(LIMIT.exec(text)?.[1]),
};

/** The items of a list that its check found wrong, counted from 0; none where the list itself is. */
export function listWrongItems(list: unknown, name: string, text: string): number[] {
  const passes = ITEM_CHECKS[name];
  if (!passes || !Array.isArray(list) || !text.startsWith('each value')) return [];
  return list.flatMap((item: unknown, i) => (passes(item, text) ? [] : [i]));
}

/** Items by their numbers, counted from 1 as people count rows. */
export function sayItems(items: readonly number[], { en, zh }: Text): Text {
  if (items.length === 0) return { en, zh };
  const first = items.slice(0, NAMED).map((item) => item + 1);
  const rest = items.length > first.length;
  return {
    en: `item ${first.join(', ')}${rest ? ` … (${items.length} in all)` : ''}: ${en}`,
    zh: `第 ${first.join('、')} ${rest ? `等 ${items.length} ` : ''}项：${zh}`,
  };
}

/** The text of a fault that was said with its place, without it: for who names rows otherwise. */
export function dropPlace(pointer: string, { en, zh }: Text): Text {
  const said = sayPlace(pointer, { en: '', zh: '' });
  const drop = (text: string, before: string): string => (text.startsWith(before) ? text.slice(before.length) : text);
  return { en: drop(en, said.en), zh: drop(zh, said.zh) };
}

/** The text with the rows of lists that its place lies in (`records 4: …`), which a pointer counts from 0. */
export function sayPlace(pointer: string, { en, zh }: Text): Text {
  const names = pointer.split('/');
  const rows = names.flatMap((name, i) => {
    const list = names[i - 1];
    return list && /^\d{1,6}$/.test(name) && !/^\d/.test(list) ? [{ list, no: Number(name) + 1 }] : [];
  });
  if (rows.length === 0) return { en, zh };
  return {
    en: `${rows.map(({ list, no }) => `${list} ${no}`).join(', ')}: ${en}`,
    zh: `${rows.map(({ list, no }) => `${list} 第 ${no} 项`).join('，')}：${zh}`,
  };
}
