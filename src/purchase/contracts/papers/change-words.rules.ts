import { findWord, UNKNOWN } from '../../../kernel/documents/papers/paper.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import NAMES from './contract-words.json' with { type: 'json' };

const MEMBERS: Readonly<Partial<Record<string, Text>>> = NAMES.members;
const CODES: Readonly<Partial<Record<string, Readonly<Partial<Record<string, Text>>>>>> = { trigger: NAMES.triggers };

const formatPart = (part: string, language: Language): string =>
  /^\d+$/.test(part)
    ? NAMES.words.item[language].replace('N', String(Number(part) + 1))
    : findWord(MEMBERS, part, language);

/** The place of a change, in words: `/payments/0/share` is the share of the first instalment. */
export const formatPlace = (pointer: string, language: Language): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => formatPart(part.replaceAll('~1', '/').replaceAll('~0', '~'), language))
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
      .map(([member, each]) => `${formatPart(member, language)}${colon}${formatMemberValue(member, each, language)}`)
      .join(end);
  if (name === 'share' && typeof value === 'number') return formatShare(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const codes = CODES[name];
  return codes === undefined ? text : findWord(codes, text, language);
}
