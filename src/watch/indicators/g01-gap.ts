import type { Finding, Text } from '../runs/assessment-types.js';
import { computeCoverage } from '../coverage/coverage.rules.js';
import { clear, triggerFinding } from '../rules/finding.rules.js';
import type { Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { toDays, getLength, type Interval } from '../rules/intervals.rules.js';
import {
  excludedContracts,
  GAP_DAYS,
  holeEvidence,
  listHoles,
  isOpen,
  type Line,
  lineRecord,
  LIVE_LINE_FIELDS,
  liveLine,
} from '../rules/line.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** G01: people who are served for years were left without a contract for more than 30 days. */
export const G01: Indicator<'service_line'> = {
  id: 'G01',
  // Version 2 took a contract of which no day is certain for one that never ran.
  version: 3,
  severity: 'risk',
  family: 'continuity',
  facts: 'service_line',
  subjectTypes: ['service_line'],
  ...TEXTS.G01,
  parameters: [policy('gap', GAP_DAYS, 'calendar_day')],
  basis: { kind: 'POLICY' },
  cites: ['CONTINUITY-GAP'],
  uses: LIVE_LINE_FIELDS,
  timed: true,
  evaluate(facts) {
    const line = liveLine(facts);
    if ('state' in line) return line;
    const holes = listHoles(line, 'possible');
    if (holes.length > 0) return gap(line, holes);
    if (listHoles(line, 'certain').length > 0) return excludedContracts(line);
    return clear({
      value: '0',
      threshold: String(GAP_DAYS),
      unit: 'calendar_day',
      evidence: [],
      explanation: {
        en: `Up to ${line.asOf} no more than ${GAP_DAYS} days passed between the contracts of this line.`,
        zh: `截至 ${line.asOf}，本服务线各合同之间的空档均不超过 ${GAP_DAYS} 天。`,
      },
    });
  },
};

function gap(line: Line, holes: readonly Interval[]): Finding {
  const longest = Math.max(...holes.map(getLength));
  const affected = computeCoverage(line.facts).gaps.flatMap(({ from, recipientsAffected }) =>
    recipientsAffected !== null && holes.some((hole) => toDays(hole).from === from)
      ? [{ record: lineRecord(line), field: 'recipientsAffected', value: String(recipientsAffected) }]
      : [],
  );
  const words = holes.map((hole) => describe(hole, isOpen(line, hole)));
  return triggerFinding({
    value: String(longest),
    threshold: String(GAP_DAYS),
    unit: 'calendar_day',
    evidence: [...holeEvidence(line, holes), ...affected],
    explanation: {
      en: `No contract covered this line ${words.map((word) => word.en).join('; ')}.`,
      zh: `本服务线以下时段没有合同覆盖：${words.map((word) => word.zh).join('；')}。`,
    },
  });
}

function describe(hole: Interval, open: boolean): Text {
  const { from, to } = toDays(hole);
  const days = getLength(hole);
  return {
    en: `from ${from} to ${to} (${days} days${open ? ', still open' : ''})`,
    zh: `${from} 至 ${to}（${days} 天${open ? '，尚未接续' : ''}）`,
  };
}
