import { correctedMatter, correctionTexts } from '../corrections/correction-text.rules.js';
import {
  asked,
  askedList,
  criterionText,
  list,
  lotText,
  said,
  SCORING_TEXTS,
  spoken,
  standardText,
  windowOf,
  yuan,
  type Line,
} from './notice-parts.rules.js';
import type { NoticeSource } from './notice-text.rules.js';
import type { MinimumGrade } from '../conducted/terms/terms.types.js';

/** Caiku [2020] 10: the month in which the purchase is expected. */
const monthOf = (day: string | null | undefined): string | null => {
  const [, year, month] = /^(\d{4})-(\d{2})/.exec(day ?? '') ?? [];
  return year === undefined ? null : `${year}年${Number(month)}月`;
};

export function ofIntent({ intention, lots, terms, window, plan }: NoticeSource): Line[] | null {
  if (intention === null) return null;
  return [
    ...list('采购内容', lots.map(lotText)),
    asked('需求概况', terms?.requirement),
    asked('预计采购时间', monthOf(plan?.issueOn)),
    said('服务期限', windowOf(window)),
    said('公开日期', intention.data.publishedOn),
  ];
}

/** A period that was over before the notice officially appeared is none to be pasted. */
const periodOf = (start: string | null | undefined, end: string | null | undefined): string | null =>
  start && end && start > end ? null : windowOf({ start: start ?? null, end: end ?? null });

/** What the notice says by now: a correction moves its days, and the day of its own publication stays. */
const inForceNow = ({ notice, corrections }: NoticeSource) => {
  const { publishedOn: _, ...moved } = Object.assign({}, ...corrections.map(({ data }) => data)) as NonNullable<
    NoticeSource['corrections'][number]
  >['data'];
  return { ...notice?.data, ...moved };
};

/** Order 87 article 13, [2014] 214 article 7. */
export function ofTender(source: NoticeSource): Line[] | null {
  const { notice, title, lots, terms, window, tendered, here, plan } = source;
  if (notice === null) return null;
  const { publishedOn, documentsFrom, documentsTo, deadline, openingAt } = inForceNow(source);
  const response = tendered ? '投标文件' : '响应文件';
  const scoring = tendered ? terms?.scoring : terms === null ? undefined : 'comprehensive';
  return [
    said('项目名称', title),
    ...list('采购包', lots.map(lotText)),
    asked('采购需求', terms?.requirement),
    ...list('服务标准', (terms?.standards ?? []).map(standardText)),
    asked('服务期限', windowOf(window)),
    ...askedList('供应商资格要求', [...(terms?.qualifications ?? []), ...gradeText(terms?.minimumGrade)]),
    said('是否接受联合体', here ? '否' : null),
    asked('评审办法', scoring && SCORING_TEXTS[scoring]),
    ...list('评审因素', (terms?.criteria ?? []).map(criterionText)),
    said('保证金', yuan(terms?.bidBond)),
    asked('采购文件提供期限', periodOf(documentsFrom, documentsTo)),
    asked('采购文件的获取地点、方式和售价', terms?.obtaining),
    said('现场考察或答疑会', terms?.siteVisit),
    asked(`${response}提交截止时间`, spoken(deadline)),
    asked('开启时间', spoken(openingAt)),
    asked(`${response}提交和开启地点`, terms?.handingIn),
    asked('公告期限', plan?.noticeTo && publishedOn ? periodOf(publishedOn, plan.noticeTo) : null),
    said('公告日期', publishedOn),
  ];
}

export function ofCorrection({ title, notice, corrections, corrected }: NoticeSource): Line[] | null {
  const last = corrections.at(-1);
  if (last === undefined) return null;
  return [
    said('项目名称', title),
    asked('首次公告日期', notice?.data.publishedOn),
    asked('更正事项', corrected && correctedMatter(corrected.changes)),
    said('更正原因', corrected?.reason),
    ...askedList('更正内容', corrected === null ? [] : correctionTexts(corrected)),
    said('更正后提交截止时间', spoken(last.data.deadline)),
    asked('更正日期', last.data.publishedOn),
  ];
}

const GRADE_TEXTS: Readonly<Record<MinimumGrade['grade'], string>> = { excellent: '优', good: '良', fair: '中' };
/** Regulation article 19: what disqualifies is announced before the bids. */
const gradeText = (minimum: MinimumGrade | null | undefined): string[] =>
  minimum
    ? [
        `提交截止日前 ${minimum.years} 年内为本采购人提供同类服务的，最近一次已公布的绩效评估等级不低于“${GRADE_TEXTS[minimum.grade]}”；没有评估结果的，不受此限`,
      ]
    : [];
