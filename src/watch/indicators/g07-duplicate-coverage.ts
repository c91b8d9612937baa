import type { Finding } from '../runs/assessment-types.js';
import type { LineContract } from '../facts/fact-types.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { clip, getLength, type Interval, type Placement } from '../rules/intervals.rules.js';
import {
  excludedContracts,
  type Line,
  LIVE_LINE_FIELDS,
  liveLine,
  type Reading,
  spanText,
} from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** G07: two contracts pay for the same service at the same time, and no handover says why (重复建设). */
export const G07: Indicator<'service_line'> = {
  id: 'G07',
  // Version 1 took the contracts of one framework for an overlap.
  version: 2,
  severity: 'notice',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G07,
  parameters: [policy('overlap', '0', 'calendar_day')],
  basis: { kind: 'POLICY' },
  uses: LIVE_LINE_FIELDS,
  timed: true,
  evaluate(facts) {
    const line = liveLine(facts);
    if ('state' in line) return line;
    const overlaps = listOverlaps(line, 'certain');
    if (overlaps.length > 0) return duplicate(overlaps);
    if (listOverlaps(line, 'possible').length > 0) return excludedContracts(line);
    return clear({
      value: '0',
      threshold: '0',
      unit: 'calendar_day',
      evidence: [],
      explanation: {
        en: `Up to ${line.asOf} no two contracts overlap on this line without a handover.`,
        zh: `截至 ${line.asOf}，本服务线上没有未经移交而重叠的合同。`,
      },
    });
  },
};

interface Overlap {
  pair: readonly [LineContract, LineContract];
  days: Interval;
}

function listOverlaps({ placed, domain }: Line, reading: Reading): Overlap[] {
  return placed.flatMap((a, i) =>
    placed.slice(i + 1).flatMap((b) => {
      const days = common(a, b, reading, domain);
      return days === null || isOverlapExplained(a.contract, b.contract)
        ? []
        : [{ pair: [a.contract, b.contract] as const, days }];
    }),
  );
}

function common(a: Placement, b: Placement, reading: Reading, domain: Interval): Interval | null {
  const [x, y] = [a[reading], b[reading]];
  const both = x === null || y === null ? null : clip(x, y);
  return both === null ? null : clip(both, domain);
}

/** A handover between the two, or one that does not say to whom; or both are of one lot for which several suppliers are taken. */
function isOverlapExplained(a: LineContract, b: LineContract): boolean {
  if (a.sharedLot !== undefined && a.sharedLot === b.sharedLot) return true;
  const hasHandover = (from: LineContract, other: LineContract): boolean =>
    from.handovers.some(({ toKey }) => toKey === null || toKey === other.key);
  return hasHandover(a, b) || hasHandover(b, a);
}

function duplicate(overlaps: readonly Overlap[]): Finding {
  const longest = Math.max(...overlaps.map(({ days }) => getLength(days)));
  const spans = overlaps.map(({ days }) => spanText(days));
  const contracts = new Set(overlaps.flatMap(({ pair }) => pair.map(({ key }) => key))).size;
  const who =
    contracts === 2
      ? { en: 'Two contracts', zh: '有两份合同' }
      : { en: `Of ${contracts} contracts two or more`, zh: ` ${contracts} 份合同中有两份以上` };
  return triggerFinding({
    value: String(longest),
    threshold: '0',
    unit: 'calendar_day',
    evidence: overlaps.flatMap(({ pair, days }) =>
      pair.map(({ record }) => ({ record, field: 'overlap', value: spanText(days) })),
    ),
    explanation: {
      en: `${who.en} run at the same time on this line without a recorded handover (${spans.join(', ')}; at most ${longest} days).`,
      zh: `本服务线上${who.zh}同时履行而没有移交记录（${spans.join('、')}；最长 ${longest} 天）。`,
    },
  });
}
