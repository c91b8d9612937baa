import type { Finding } from '../runs/assessment-types.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy } from '../rules/policy.rules.js';
import { byKey } from '../rules/practice.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Points beyond the interval. */
const BEYOND = 10;
const LEAST_ANSWERS = 20;

/**
 * S08: the agency's records name so many of the recipients, and so many of them say that they received anything. The
 * interval is that of the survey's own estimate: by stratum, with the correction for a finite population.
 */
export const S08: Indicator<'residents'> = {
  id: 'S08',
  version: 2,
  severity: 'notice',
  family: 'practice',
  facts: 'residents',
  subjectTypes: ['contract'],
  ...TEXTS.S08,
  parameters: [
    policy('beyond', BEYOND, 'percentage_point'),
    policy('leastAnswers', LEAST_ANSWERS, 'answer'),
    { ...policy('interval', '95', 'percent'), basis: 'statistic' },
  ],
  basis: { kind: 'statistic' },
  uses: ['surveys'] satisfies FieldOf<'residents'>[],
  timed: true,
  evaluate({ surveys }): Finding {
    if (surveys === null) return insufficient({ missing: ['surveys'] });
    if (surveys.length === 0) return notApplicable({ code: 'nobody_asked_yet' });
    const latest = surveys.toSorted((a, b) =>
      a.closesOn === b.closesOn ? byKey(a, b) : a.closesOn < b.closesOn ? 1 : -1,
    );
    const enough = latest.filter(({ answered }) => answered !== null && answered >= LEAST_ANSWERS);
    if (enough.length === 0) return insufficient({ code: 'too_few_answers', least: LEAST_ANSWERS });
    const survey = enough.find(({ received, recorded }) => received !== null && recorded !== null);
    if (survey === undefined || survey.received === null || survey.recorded === null) {
      const [first] = enough;
      if (first?.withheld) return insufficient({ code: 'answers_withheld', why: first.withheld });
      return insufficient({
        missing: [
          ...(first?.received === null ? ['surveys.received'] : []),
          ...(first?.recorded === null ? ['records'] : []),
        ],
      });
    }
    const { received, recorded, record } = survey;
    const [low, high, told] = [tenths(received.low), tenths(received.high), tenths(recorded)];
    const share = `${received.bound === null ? '' : SIGN[received.bound]}${received.share}`;
    const spoken = {
      value: recorded,
      threshold: `${received.low}–${received.high}`,
      unit: 'percent' as const,
      evidence: [
        { record, field: 'received', value: `${share} (${received.low}–${received.high})` },
        { record, field: 'recordedRecipients', value: recorded },
      ],
      explanation: {
        en: `The records name ${recorded} % of the recipients; by their answers ${share} % received the service (95 % interval ${received.low}–${received.high} %).`,
        zh: `服务记录载明 ${recorded}% 的服务对象；问卷估计收到服务者占 ${share}%（95% 区间 ${received.low}%–${received.high}%）。`,
      },
    };
    return told > high + BEYOND * 10 || told < low - BEYOND * 10 ? triggerFinding(spoken) : clear(spoken);
  },
};

const SIGN = { at_least: '≥ ', at_most: '≤ ' } as const;

/** `"72.5"` → 725. */
const tenths = (percent: string): number => Number(percent.replace('.', ''));
