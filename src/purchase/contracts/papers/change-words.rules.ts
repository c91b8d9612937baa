import { findWord, UNKNOWN } from '../../../kernel/documents/papers/paper.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import { contentLabel, getCodeLabel } from '../../../law/code-lists/code-lists.js';
import { MEASURE_WORDS } from '../../tenders/conducted/terms/measure.rules.js';
import NAMES from './contract-words.json' with { type: 'json' };

const MEMBERS: Readonly<Partial<Record<string, Text>>> = NAMES.members;
const CODES: Readonly<Partial<Record<string, Readonly<Partial<Record<string, Text>>>>>> = {
  trigger: NAMES.triggers,
  settlement: NAMES.settlements,
  of: MEASURE_WORDS,
};
/** Members that hold basis points. */
const SHARES = new Set(['share', 'performanceBond']);

/** A member by its name; below another one it may be called otherwise. */
const formatPart = (part: string, before: string | undefined, language: Language): string =>
  /^\d+$/.test(part)
    ? NAMES.words.item[language].replace('N', String(Number(part) + 1))
    : (MEMBERS[`${before}.${part}`]?.[language] ?? findWord(MEMBERS, part, language));

function formatCode(name: string, text: string, language: Language): string {
  if (name === 'form') return getCodeLabel('service-forms', text)[language];
  if (name === 'content') return contentLabel(text)[language];
  const codes = CODES[name];
  return codes === undefined ? text : findWord(codes, text, language);
}

/** The place of a change, in words: `/payments/0/share` is the share of the first instalment. */
export const formatPlace = (pointer: string, language: Language): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part, i, parts) => formatPart(part, parts[i - 1], language))
    .join(' / ');

/** Basis points as percent: 1250 is 12.5. */
export const formatShare = (share: number): string => `${share / 100}%`;

/** A value as the signed amendment has it, its codes in words; what has members is told member by member. */
export function formatMemberValue(name: string, value: unknown, language: Language): string {
  if (value === null || value === undefined) return UNKNOWN;
  const [colon, end] = language === 'zh' ? ['：', '；'] : [': ', '; '];
  if (Array.isArray(value)) return value.map((each) => formatMemberValue(name, each, language)).join(end) || UNKNOWN;
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(
        ([member, each]) => `${formatPart(member, name, language)}${colon}${formatMemberValue(member, each, language)}`,
      )
      .join(end);
  if (SHARES.has(name) && typeof value === 'number') return formatShare(value);
  if (typeof value === 'boolean') return NAMES.truth[`${value}`][language];
  return typeof value === 'string' ? formatCode(name, value, language) : JSON.stringify(value);
}
