import { correctedMatter, correctionTexts } from '../corrections/correction-text.rules.js';
import {
  CHALLENGES_AT_ONCE,
  formatAskedLine,
  askedList,
  criterionText,
  list,
  lotText,
  formatLine,
  SCORING_TEXTS,
  formatMoment,
  standardText,
  formatWindow,
  yuan,
  type Line,
} from './notice-parts.rules.js';
import { formatPriceLines, toUnitPrice } from '../conducted/terms/price.rules.js';
import { formatServiceDays } from '../conducted/terms/prices/service-days.rules.js';
import { writeOfLots, type DocumentsOfLot } from './notice-lots.rules.js';
import { formatLikeContracts } from '../conducted/terms/qualifications/like-contracts.rules.js';
import type { NoticeSource } from './notice-source.js';
import { formatSmePolicy } from '../conducted/terms/sme/sme-policy.rules.js';
import type { MinimumGrade } from '../conducted/terms/terms-types.js';

/** Caiku [2020] 10: the month in which the purchase is expected. */
const formatMonth = (day: string | null | undefined): string | null => {
  const [, year, month] = /^(\d{4})-(\d{2})/.exec(day ?? '') ?? [];
  return year === undefined ? null : `${year}年${Number(month)}月`;
};

export function ofIntent(source: NoticeSource): Line[] | null {
  const { intention, lots, plan } = source;
  if (intention === null) return null;
  return [
    ...list('采购内容', lots.map(lotText)),
    ...writeOfLots(source, ({ terms }, lot) => [formatAskedLine(`${lot}需求概况`, terms?.requirement)]),
    formatAskedLine('预计采购时间', formatMonth(plan?.issueOn)),
    ...writeOfLots(source, ({ window }, lot) => [formatLine(`${lot}服务期限`, formatWindow(window))]),
    formatLine('公开日期', intention.data.publishedOn),
  ];
}

/** A period that was over before the notice officially appeared is none to be pasted. */
const formatPeriod = (start: string | null | undefined, end: string | null | undefined): string | null =>
  start && end && start > end ? null : formatWindow({ start: start ?? null, end: end ?? null });

/** What the notice says by now: a correction moves its days, and the day of its own publication stays. */
const inForceNow = ({ notice, corrections }: NoticeSource) => {
  const { publishedOn: _, ...moved } = Object.assign({}, ...corrections.map(({ data }) => data)) as NonNullable<
    NoticeSource['corrections'][number]
  >['data'];
  return { ...notice?.data, ...moved };
};

/** Order 87 article 13, [2014] 214 article 7. */
export function ofTender(source: NoticeSource): Line[] | null {
  const { notice, title, lots, terms, tendered, here, plan } = source;
  if (notice === null) return null;
  const { publishedOn, documentsFrom, documentsTo, deadline, openingAt } = inForceNow(source);
  const response = tendered ? '投标文件' : '响应文件';
  const findScoring = (of: DocumentsOfLot) => (tendered || of.terms === null ? of.terms?.scoring : 'comprehensive');
  return [
    formatLine('项目名称', title),
    ...list('采购包', lots.map(lotText)),
    ...writeOfLots(source, (of, lot) => [formatAskedLine(`${lot}采购需求`, of.terms?.requirement)]),
    ...writeOfLots(source, (of, lot) => list(`${lot}服务标准`, (of.terms?.standards ?? []).map(standardText))),
    ...writeOfLots(source, (of, lot) => [formatAskedLine(`${lot}服务期限`, formatWindow(of.window))]),
    ...writeOfLots(source, (of, lot) => [formatLine(`${lot}服务频次`, formatServiceDays(of.terms?.serviceDays))]),
    ...writeOfLots(source, listPriceLines),
    ...writeOfLots(source, (of, lot) =>
      askedList(`${lot}供应商资格要求`, [
        ...(of.terms?.qualifications ?? []),
        ...[formatLikeContracts(of.terms?.likeContracts)].filter((words) => words !== null),
        ...gradeText(of.terms?.minimumGrade),
      ]),
    ),
    formatLine('是否接受联合体', here ? '否' : null),
    ...writeOfLots(source, (of, lot) => [formatLine(`${lot}落实促进中小企业发展政策`, formatSmePolicy(of.terms?.sme))]),
    ...writeOfLots(source, (of, lot) => {
      const scoring = findScoring(of);
      return [formatAskedLine(`${lot}评审办法`, scoring && SCORING_TEXTS[scoring])];
    }),
    ...writeOfLots(source, (of, lot) => list(`${lot}评审因素`, (of.terms?.criteria ?? []).map(criterionText))),
    ...writeOfLots(source, (of, lot) => [formatLine(`${lot}保证金`, yuan(of.terms?.bidBond))]),
    formatAskedLine('采购文件提供期限', formatPeriod(documentsFrom, documentsTo)),
    formatAskedLine('采购文件的获取地点、方式和售价', terms?.obtaining),
    formatLine('现场考察或答疑会', terms?.siteVisit),
    formatAskedLine(`${response}提交截止时间`, formatMoment(deadline)),
    formatAskedLine('开启时间', formatMoment(openingAt)),
    formatAskedLine(`${response}提交和开启地点`, terms?.handingIn),
    formatAskedLine('公告期限', plan?.noticeTo && publishedOn ? formatPeriod(publishedOn, plan.noticeTo) : null),
    formatLine('质疑的提出', terms?.challengesAtOnce ? CHALLENGES_AT_ONCE : null),
    formatLine('公告日期', publishedOn),
  ];
}

/** Of a lot that is paid by the unit: the highest that may be offered for each. */
function listPriceLines({ terms }: DocumentsOfLot, lot: string): Line[] {
  const price = toUnitPrice(terms?.price);
  if (price === null) return [];
  return [
    ...list(`${lot}按量计价（单价为最高限价）`, formatPriceLines(price)),
    formatLine(`${lot}固定部分最高限价`, yuan(price.fixed)),
  ];
}

export function ofCorrection({ title, notice, corrections, corrected }: NoticeSource): Line[] | null {
  const last = corrections.at(-1);
  if (last === undefined) return null;
  return [
    formatLine('项目名称', title),
    formatAskedLine('首次公告日期', notice?.data.publishedOn),
    formatAskedLine('更正事项', corrected && correctedMatter(corrected.changes)),
    formatLine('更正原因', corrected?.reason),
    ...askedList('更正内容', corrected === null ? [] : correctionTexts(corrected)),
    formatLine('更正后提交截止时间', formatMoment(last.data.deadline)),
    formatAskedLine('更正日期', last.data.publishedOn),
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
