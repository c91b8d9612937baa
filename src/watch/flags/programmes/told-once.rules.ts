import type { Text } from '../../runs/assessment-types.js';

/** Rules whose finding may be true of everybody, because a programme is planned or paid by one calendar. */
export const TOLD_ONCE = ['G01', 'W01'] as const;
export type ToldOnce = (typeof TOLD_ONCE)[number];

/**
 * POLICY, choices of this product: where nine of ten purchases of a programme look the same, the cause is common to them and
 * the exception would be the news. Below five that were judged each can be looked at by itself, and "all" says little.
 */
const LEAST_SHARE_PERCENT = 90;
const LEAST_JUDGED = 5;

/** Of how many objects of a programme the rule finds the same, of those that it could judge. */
export interface Reach {
  hit: number;
  of: number;
}

/** Whether a finding is told once, of the programme. */
export const isToldOnce = ({ hit, of }: Reach): boolean => of >= LEAST_JUDGED && hit * 100 >= of * LEAST_SHARE_PERCENT;

/** SQL: the same of a row `r` with `hit` and `of`. */
export const isToldOnceSql = (r: string): string =>
  `(${r}.of >= ${LEAST_JUDGED} AND ${r}.hit * 100 >= ${r}.of * ${LEAST_SHARE_PERCENT})`;

const NOUNS: Readonly<Record<ToldOnce, Text>> = {
  G01: { en: 'service lines', zh: '条服务线' },
  W01: { en: 'purchases', zh: '个采购项目' },
};

const isRule = (indicator: string): indicator is ToldOnce => (TOLD_ONCE as readonly string[]).includes(indicator);

/** The title of a flag that stands for a whole programme says of how many of all. */
export function titleReach(indicator: string, title: Text, { hit, of }: Reach): Text {
  if (!isRule(indicator)) return title;
  const noun = NOUNS[indicator];
  return {
    en: `${title.en}: ${hit} of ${of} ${noun.en} of the programme`,
    zh: `${title.zh}（本购买计划 ${of} ${noun.zh}中的 ${hit} ${noun.zh.slice(0, 1)}）`,
  };
}

/** What is true of (nearly) all says nothing of one: it stands before what the rule says of one of them. */
export function explainReach(indicator: string, said: Text, { hit, of }: Reach): Text {
  if (!isRule(indicator)) return said;
  const noun = NOUNS[indicator];
  return {
    en: `The rule finds this of ${hit} of ${of} ${noun.en} of this programme that it could judge: it speaks of how the programme is planned and paid, and not of any one of them. ${said.en}`,
    zh: `本购买计划可判断的 ${of} ${noun.zh}中，有 ${hit} ${noun.zh.slice(0, 1)}如此：所反映的是购买计划的整体安排，并非其中某一个的问题。${said.zh}`,
  };
}
