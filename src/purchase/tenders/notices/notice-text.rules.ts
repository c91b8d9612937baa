import { formatYuan, parseYuan } from '../../../kernel/money/money.js';
import { BLANK, formatAskedLine, formatLine, yuan, type Line } from './notice-parts.rules.js';
import { ofAcceptance, ofContract, ofFailure, ofResult } from './notice-result.rules.js';
import { ofCorrection, ofIntent, ofTender } from './notice-tender.rules.js';
import type { NoticeBody, NoticeSource } from './notice-source.js';

export const TEXT_KINDS = ['intent', 'tender', 'correction', 'result', 'failure', 'contract', 'acceptance'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** A notice ready to be pasted, and what the rules ask of it that is not on record. */
export interface NoticeText {
  text: string;
  /** Labels of the blanks, as they stand in the text. */
  missing: string[];
}

const HEADINGS: Readonly<Record<TextKind, string>> = {
  intent: '采购意向公告',
  tender: '采购公告',
  correction: '更正公告',
  result: '采购结果公告',
  failure: '终止公告',
  contract: '合同公告',
  acceptance: '验收结果公告',
};

/** Caiku [2020] 50: notices that end with whom to ask. */
const ENDS_WITH_CONTACT: ReadonlySet<TextKind> = new Set(['tender', 'correction', 'result', 'failure', 'contract']);

/**
 * The text of a notice in the order of Caiku [2020] 50; null where nothing of the kind is on record. What the rules ask for
 * and nothing on record says stands there as a blank, so that nobody pastes a notice without seeing it.
 */
export function noticeText(kind: TextKind, source: NoticeSource): NoticeText | null {
  const body = BODIES[kind](source);
  if (body === null) return null;
  const contact = ENDS_WITH_CONTACT.has(kind) ? listContactLines(source) : [];
  const lines = [`${source.title}${HEADINGS[kind]}`, '', ...listHeadLines(kind, source), ...body, ...contact];
  const text = lines.flatMap((line) =>
    line === null ? [] : typeof line === 'string' ? line : `${line.blank}：${BLANK}`,
  );
  const missing = lines.flatMap((line) => (line !== null && typeof line !== 'string' ? line.blank : []));
  return { text: `${text.join('\n')}\n`, missing };
}

/** Regulation article 30: the budget is disclosed, in every notice; where none is said it is the sum of the highest prices. */
function listHeadLines(kind: TextKind, source: NoticeSource): Line[] {
  return [
    // An intent is published before there is a number (Caiku [2020] 10).
    (kind === 'intent' ? formatLine : formatAskedLine)('项目编号', source.projectNo),
    formatAskedLine(
      '采购人',
      listBuyers(source)
        .map(({ name }) => name)
        .join('、'),
    ),
    formatLine('采购代理机构', source.agent?.name),
    formatLine('采购方式', source.method),
    formatLine('项目所在地', source.region),
    formatAskedLine('预算金额', yuan(source.budget ?? sumOfCeilings(source.lots))),
  ];
}

function sumOfCeilings(lots: NoticeSource['lots']): string | null {
  if (lots.length === 0 || lots.some(({ ceiling }) => ceiling === null)) return null;
  return formatYuan(lots.reduce((sum, { ceiling }) => sum + parseYuan(ceiling ?? '0'), 0n));
}

const listBuyers = ({ buyer, jointBuyers }: NoticeSource): NoticeBody[] => [...(buyer ? [buyer] : []), ...jointBuyers];

/** Order 87 articles 13 and 69, [2014] 214 articles 7 and 29: name, address and contact of buyer and agent; of joint buyers each. */
function listContactLines(source: NoticeSource): Line[] {
  const { buyer, agent, jointBuyers } = source;
  const asks = agent ?? buyer;
  const buyers = jointBuyers.length === 0 ? [buyer] : listBuyers(source);
  return [
    ...buyers.flatMap((body) => {
      const label = jointBuyers.length === 0 ? '采购人' : `采购人（${body?.name ?? ''}）`;
      return [formatAskedLine(`${label}地址`, body?.address), formatAskedLine(`${label}联系方式`, body?.contactPhone)];
    }),
    ...(agent
      ? [
          formatAskedLine('采购代理机构地址', agent.address),
          formatAskedLine('采购代理机构联系方式', agent.contactPhone),
        ]
      : []),
    formatAskedLine('项目联系人', asks?.contactName),
    formatAskedLine('项目联系电话', asks?.contactPhone),
  ];
}

const BODIES: Readonly<Record<TextKind, (source: NoticeSource) => Line[] | null>> = {
  intent: ofIntent,
  tender: ofTender,
  correction: ofCorrection,
  result: ofResult,
  failure: ofFailure,
  contract: ofContract,
  acceptance: ofAcceptance,
};
