import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError, ProblemDetails } from '../../../../kernel/errors/problem.js';
import type { Text } from '../../../../kernel/errors/texts.js';
import { findRuleInForce } from '../../../../law/rules/rule-book.js';
import type { Rule } from '../../../../law/rules/rule-types.js';
import { toRuleRefusal } from '../issue.rules.js';
import type { LotDocuments } from './lot-documents.rules.js';
import type { NegativeKind, TenderTerms } from './terms-types.js';

const RULE = 'GPS-NEGATIVE-LIST';

/** What Order 102 article 10 does not allow to be bought, and the answer that it is none of it. */
const KIND_TEXTS: Readonly<Record<Exclude<NegativeKind, 'none'>, Text>> = {
  not_government_duty: { en: 'No duty of the government', zh: '不属于政府职责范围的服务事项' },
  direct_duty: { en: 'A duty that the government carries out itself', zh: '应当由政府直接履职的事项' },
  goods_or_works: { en: 'Goods or works, or works and services in one', zh: '货物和工程，或者将工程和服务打包的项目' },
  financing: { en: 'Financing', zh: '融资行为' },
  staffing: {
    en: 'Recruiting or dispatch of workers, or public-welfare posts',
    zh: '人员招、聘用，以劳务派遣方式用工，以及设置公益性岗位等事项',
  },
  other_by_law: { en: 'Forbidden by other law', zh: '法律、行政法规以及国务院规定的其他事项' },
};

/** Refuses what its officer says to be one of the six kinds. Of what nobody said nothing is refused. */
export function refuseNegativeKinds(documents: readonly LotDocuments[], today: PlainDate): ProblemDetails | null {
  const rule = findRuleInForce(RULE, today);
  if (rule === null) return null;
  const errors = documents.flatMap(({ terms: { negativeList }, toPointer }): FieldError[] =>
    negativeList && negativeList !== 'none'
      ? [{ pointer: toPointer('/negativeList'), code: 'forbidden', text: KIND_TEXTS[negativeList] }]
      : [],
  );
  const found = errors.filter(({ pointer }, i) => errors.findIndex((error) => error.pointer === pointer) === i);
  return found.length === 0 ? null : toRuleRefusal(rule, found);
}

/** Words that may mean one of the kinds; what the same clause excludes is none. */
const WORDS = /劳务派遣|派遣用工|公益性岗位|购买岗位|岗位购买|购岗|人员招聘|招聘人员|代为招聘|融资/g;
const EXCLUDED = /(不得|禁止|严禁|不采用|不以|不含|不包括|不涉及|不属于|非)[^，。；;,]*$/;

/** The first such word of a text. */
function findWord(text: string): string | null {
  const found = [...text.matchAll(WORDS)].find(({ index }) => !EXCLUDED.test(text.slice(0, index)));
  return found?.[0] ?? null;
}

export type NegativeWords = Pick<Partial<TenderTerms>, 'negativeList' | 'requirement' | 'standards'>;

/**
 * Says where nobody stated that a purchase is none of the six kinds, and where its words may mean one of them. Words are for a
 * person to judge: they warn.
 */
export function negativeListWarnings(
  title: string,
  documents: readonly NegativeWords[],
  on: PlainDate,
): { rule: Rule; text: Text }[] {
  const rule = findRuleInForce(RULE, on);
  if (rule === null) return [];
  const texts = documents.flatMap(({ requirement, standards }) => [
    requirement ?? '',
    ...(standards ?? []).map(({ text }) => text),
  ]);
  const word = [title, ...texts].map(findWord).find((found) => found !== null);
  const isStated = documents.every(({ negativeList }) => negativeList);
  const unstated = {
    en: 'Nobody stated that it is none of the six kinds that must not be bought; state it in negativeList',
    zh: '尚未说明不属于不得纳入政府购买服务范围的六类事项，请在 negativeList 中填写',
  };
  const suspect = (found: string): Text => ({
    en: `The words “${found}” may mean what must not be bought as a service; look at it before the issue`,
    zh: `文字中的“${found}”疑似属于不得纳入政府购买服务范围的事项，请在发出前核对`,
  });
  return [
    ...(isStated ? [] : [{ rule, text: unstated }]),
    ...(word === undefined || word === null ? [] : [{ rule, text: suspect(word) }]),
  ];
}
