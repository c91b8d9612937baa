import type { Text } from '../../kernel/errors/texts.js';
import type { CodeItem } from './labelled.js';
import categories from './categories.json' with { type: 'json' };
import lists from './code-lists.json' with { type: 'json' };

/** Lists whose codes a row of a notices file names, and their codes. */
interface NoticeCodes {
  'notice-kinds': keyof (typeof lists)['notice-kinds'];
  methods: keyof (typeof lists)['methods'];
  categories: keyof typeof categories;
  pricing: keyof (typeof lists)['pricing'];
  'bid-statuses': keyof (typeof lists)['bid-statuses'];
}
export type NoticeList = keyof NoticeCodes;
export type Pricing = NoticeCodes['pricing'];
export type BidStatus = NoticeCodes['bid-statuses'];
type Words<L extends NoticeList> = Readonly<Record<string, NoticeCodes[L]>>;

/** What notices and their publishers write for a code, beside the code itself. */
const OTHER_WORDS: { readonly [L in NoticeList]: Words<L> } = {
  'notice-kinds': {
    ...{ intention: 'intent', award: 'result' },
    ...{ 招标公告: 'tender', 中标公告: 'result', 成交公告: 'result', 废标公告: 'failure' },
  },
  methods: {
    open: 'OPEN_TENDER',
    invited: 'INVITED_TENDER',
    negotiated_consultation: 'COMPETITIVE_CONSULTATION',
    negotiation: 'COMPETITIVE_NEGOTIATION',
    公开招标采购: 'OPEN_TENDER',
    邀请招标采购: 'INVITED_TENDER',
    竞争性磋商采购: 'COMPETITIVE_CONSULTATION',
    竞争性谈判采购: 'COMPETITIVE_NEGOTIATION',
    单一来源采购: 'SINGLE_SOURCE',
    询价采购: 'INQUIRY',
    框架协议采购: 'FRAMEWORK',
    其他: 'OTHER',
  },
  categories: {
    incubation_base: 'ORG_INCUBATION',
    registration_support: 'ORG_REGISTRATION_SUPPORT',
    staff_training: 'ORG_STAFF_TRAINING',
    grade_assessment: 'ORG_GRADE_ASSESSMENT',
  },
  // Our own tables said 竞争定价 before their word became that of reports and corrections.
  pricing: {
    ...{ 固定: 'fixed', 固定价: 'fixed' },
    ...{ 竞争: 'competitive', 竞价: 'competitive', 竞争定价: 'competitive' },
  },
  'bid-statuses': { 无效: 'rejected' },
};

const LABELS: { readonly [L in NoticeList]: Readonly<Record<NoticeCodes[L], Text>> } = {
  'notice-kinds': lists['notice-kinds'],
  methods: lists.methods,
  categories: Object.fromEntries(Object.entries(categories).map(([code, { label }]) => [code, label])) as Record<
    keyof typeof categories,
    Text
  >,
  pricing: lists.pricing,
  'bid-statuses': lists['bid-statuses'],
};

/** The words that stand for the codes of a list: each code, also in small letters, and its Chinese word, then the other words. */
export function getNoticeWords<L extends NoticeList>(list: L): Words<L> {
  const codes = Object.keys(LABELS[list]) as NoticeCodes[L][];
  const own = codes.flatMap((code) => [
    [code, code],
    [code.toLowerCase(), code],
    [(LABELS[list] as Readonly<Record<string, Text>>)[code]?.zh ?? code, code],
  ]) as [string, NoticeCodes[L]][];
  return { ...Object.fromEntries(own), ...OTHER_WORDS[list] };
}

/** A word of a row of a notices file: what it stands for, by the list that its field takes. */
export interface NoticeWord extends CodeItem {
  means: { list: NoticeList; code: string }[];
}

/** Every word once: `other` stands for a code of two lists. */
export function listNoticeWords(): NoticeWord[] {
  const words = new Map<string, NoticeWord>();
  for (const list of Object.keys(OTHER_WORDS) as NoticeList[])
    for (const [word, code] of Object.entries<string>(getNoticeWords(list))) {
      const label = (LABELS[list] as Readonly<Record<string, Text>>)[code] ?? { zh: code, en: code };
      const item = words.get(word) ?? { code: word, label, means: [] };
      words.set(word, { ...item, means: [...item.means, { list, code }] });
    }
  return [...words.values()];
}
