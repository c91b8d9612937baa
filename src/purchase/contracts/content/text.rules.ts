import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { measureText } from '../../tenders/conducted/terms/measure.rules.js';
import type { ContractContent, Side } from './content-types.js';
import { formatServiceDays } from '../../tenders/conducted/terms/prices/service-days.rules.js';
import { formatPriceText } from './price.rules.js';

const TRIGGERS: Record<string, string> = {
  signing: '合同签订后',
  milestone: '阶段性目标验收合格后',
  report: '服务报告审核通过后',
  acceptance: '项目验收合格后',
};

const NAMED: Record<string, (of: number) => string> = {
  milestone: (of) => `第${of}项阶段性目标验收合格后`,
  report: (of) => `第${of}期服务报告审核通过后`,
};
const triggerText = ({ trigger, of }: ContractContent['payments'][number]): string =>
  (typeof of === 'number' ? NAMED[trigger]?.(of) : undefined) ?? TRIGGERS[trigger] ?? trigger;

const SIZES: Record<string, string> = { large: '大型', medium: '中型', small: '小型', micro: '微型' };
/** What was said of payment beside its shares; nothing where nothing was. */
const paymentTerms = ({ supplierSize, paymentDays, acceptanceDays, ...content }: ContractContent): string[] => [
  ...(supplierSize ? [`乙方在订立合同时告知其属于${SIZES[supplierSize] ?? supplierSize}企业。`] : []),
  ...(acceptanceDays ? [`甲方自交付之日起 ${acceptanceDays} 日内完成验收。`] : []),
  ...(content.settlement ? [`合同价款${SETTLED[content.settlement]}，付款期限自双方确认结算金额之日起算。`] : []),
  ...(content.confirmDays ? [`甲方自收到结算申请之日起 ${content.confirmDays} 日内确认结算金额。`] : []),
  ...(paymentDays ? [`付款期限为 ${paymentDays} 日。`] : []),
  ...(content.lateInterest ? [`逾期付款利息：${content.lateInterest}。`] : []),
  ...(content.suspensionAfterDays
    ? [`甲方逾期付款，经乙方催告后 ${content.suspensionAfterDays} 日内仍未支付的，乙方可以暂停服务。`]
    : []),
  ...(content.lateInterestRate ? [`逾期付款利率为每日 ${content.lateInterestRate}。`] : []),
];
const SETTLED = { progress: '按履行进度结算', period: '定期结算' };

/** Basis points as percent: 1250 is 12.5. */
const formatPercent = (share: number): string => `${share / 100}%`;
const day = (date: string | null): string => {
  const [, year, month, dom] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '') ?? [];
  return year === undefined ? '＿＿年＿＿月＿＿日' : `${year}年${Number(month)}月${Number(dom)}日`;
};
const blank = (text: string | null): string => text ?? '＿＿＿＿';

/** What is known of a contract that was signed elsewhere and taken over: its day, and which side confirmed here what its content is. */
export interface SignedElsewhere {
  signedOn: string | null;
  confirmations: readonly { side: Side; hash: string; signedAt: string }[];
}

/**
 * The Chinese text of a contract. Of one that is signed here every word follows from the content, so whoever signs the hash signs the
 * text; to one that was signed elsewhere nothing is added that its parties did not agree: what its content does not say is left open.
 */
export function contractText(content: ContractContent, hash: string, elsewhere: SignedElsewhere | null): string {
  const unsaid = (text: string): string => (elsewhere === null ? text : UNSAID);
  const { tender, parties, window, standards, payments, clauses, team, term } = content;
  const { milestones = [], reportMonths = null } = content;
  const articles: [string, string[]][] = [
    ['服务内容', [content.requirement ?? unsaid('按采购文件与响应文件执行。')]],
    [
      '服务标准与指标',
      standards.map(({ no, text, target, unit, measure }) =>
        [
          target === null || target === undefined ? `${no}. ${text}` : `${no}. ${text}：${target}${unit ?? ''}`,
          measure ? `（${measureText(measure)}）` : '',
        ].join(''),
      ),
    ],
    [
      '履行期限',
      [
        `自${day(window.start)}起至${day(window.end)}止。`,
        ...(content.serviceDays ? [`服务频次：${formatServiceDays(content.serviceDays) ?? ''}。`] : []),
        ...(term === null ? [] : [termText(term)]),
        ...(content.renewal ? [renewalText(content.renewal)] : []),
      ],
    ],
    ...(milestones.length === 0
      ? []
      : [
          [
            '阶段性目标',
            milestones.map(
              ({ no, name, dueOn, shownBy }) =>
                `${no}. ${name}：${day(dueOn)}前完成${shownBy ? `，以${shownBy}为证` : ''}。`,
            ),
          ] as [string, string[]],
        ]),
    ...(reportMonths === null
      ? []
      : [['服务报告', [`乙方每${reportMonths}个月提交一次服务报告。`]] as [string, string[]]]),
    [
      '合同金额与支付',
      [
        `合同金额：人民币 ${blank(content.amount)} 元。`,
        ...formatPriceText(content),
        ...payments.map(
          (payment) =>
            `第${payment.no}期：${triggerText(payment)}支付${content.price?.kind === 'mixed' ? '固定部分' : '合同金额'}的 ${formatPercent(payment.share)}。`,
        ),
        ...paymentTerms(content),
      ],
    ],
    [
      '履约保证金',
      [
        content.performanceBond
          ? `为合同金额的 ${formatPercent(content.performanceBond)}。`
          : content.performanceBond === 0
            ? NO_BOND
            : unsaid(NO_BOND),
      ],
    ],
    ...(content.individualReason === null
      ? []
      : [['由个人承接的理由', [content.individualReason]] as [string, string[]]]),
    ['服务团队', team.length === 0 ? [unsaid('按响应文件执行。')] : team.map(memberText)],
    ...clauses.map(({ title, text }): [string, string[]] => [title, [text]]),
    ...(elsewhere === null
      ? [['合同签署', ['本合同由双方对其内容的哈希值签署后成立；变更须经双方签署。']] as [string, string[]]]
      : []),
  ];
  const party = (label: string, { name, creditCode }: ContractContent['parties']['buyer']): string =>
    `${label}：${name}（统一社会信用代码：${blank(creditCode)}）`;
  return [
    '政府购买服务合同',
    '',
    `合同编号：${blank(content.number)}`,
    `项目名称：${tender.title}${tender.lot === null ? '' : `（第${tender.lot}包）`}`,
    `项目编号：${blank(tender.projectNo)}`,
    party('甲方（购买主体）', parties.buyer),
    // They buy together with party A, which signs.
    ...(parties.jointBuyers ?? []).map((body) => party('联合采购人', body)),
    party('乙方（承接主体）', parties.supplier),
    ...articles.flatMap(([title, lines], i) => ['', `第${i + 1}条 ${title}`, ...lines]),
    ...(elsewhere === null ? [] : ['', ...describeSigning(elsewhere)]),
    '',
    `内容哈希（SHA-256）：${hash}`,
    '',
  ].join('\n');
}

const UNSAID = '本系统未载明，以双方签订的合同文本为准。';
const NO_BOND = '不收取履约保证金。';
const SIDES: [Side, string][] = [
  ['buyer', '甲方'],
  ['supplier', '乙方'],
];

/** As finely as it is known: a day, a month or a year. */
function describeKnownDay(date: string | null): string {
  if (date === null) return '未知';
  const [year, month, dom] = date.split('-');
  return [`${year}年`, month && `${Number(month)}月`, dom && `${Number(dom)}日`].filter(Boolean).join('');
}

/** No article of the contract: where it was signed, and what each side has confirmed of its content. */
const describeSigning = ({ signedOn, confirmations }: SignedElsewhere): string[] => [
  `说明：本合同由双方在本系统之外签订，签订日期：${describeKnownDay(signedOn)}。以上为其在本系统载明的内容，本段不是合同条款。`,
  ...SIDES.map(([side, name]) => {
    const confirmed = confirmations.find((c) => c.side === side);
    return confirmed === undefined
      ? `${name}尚未在本系统确认其内容。`
      : `${name}于${day(todayInShanghai(new Date(confirmed.signedAt)))}在本系统确认，该合同的内容即哈希值为 ${confirmed.hash} 的内容。`;
  }),
];

const renewalText = ({ of, number, no }: NonNullable<ContractContent['renewal']>): string =>
  `本合同在采购文件载明的合同期限内续签合同（${number === null ? of : `编号：${number}`}），为第${no}次续签；除履行期限外，不改变采购文件与响应文件确定的事项。`;

const memberText = ({ name, role, qualification, licence }: ContractContent['team'][number]): string =>
  [name, role, qualification && `资格：${qualification}`, licence && `证书编号 ${licence}`].filter(Boolean).join('，');

function termText(term: NonNullable<ContractContent['term']>): string {
  const conditions = [
    term.contentFixed && '服务内容相对固定',
    term.continuous && '连续性强',
    term.fundingStable && '经费来源稳定',
    term.priceStable && '价格变化幅度小',
    term.budgetAssured && '预算有保障',
  ].filter((text) => text !== false);
  return `采购文件载明合同期限 ${term.years} 年${conditions.length > 0 ? `（${conditions.join('、')}）` : ''}。`;
}
