import { percent } from '../../kernel/money/money.js';
import { contentLabel } from '../../law/code-lists/code-lists.js';
import type { Finding } from '../runs/assessment-types.js';
import { explainDays, findTooFewDays, judgeShare, SHARE_LEVEL } from '../rules/chances/day-share.rules.js';
import { clear, insufficient, notApplicable, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, statistic } from '../rules/policy.rules.js';
import { LEAST_RECORDS, sum, hasUncountedPromise, workable } from '../rules/practice.rules.js';
import type { DaysOfWork, Promised, WorkDone } from '../facts/practice-facts.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

/** Points of a percentage. */
const SHORT = 10;
const MEASURES = ['minutes', 'visits', 'records'] as const;
type Measure = (typeof MEASURES)[number];

/** Part and whole of what was promised, and of what was done. */
interface Compared {
  of: Measure;
  promised: readonly [part: number, whole: number];
  done: readonly [part: number, whole: number];
}

/**
 * S02: a contract promises so much of the profession's own services (the study: 13 contents of MZ/T 064-2016 for the
 * elderly), and its records show something else. More than ten points is a finding only where so many days of work do not
 * show it by chance (version 1 took the bare share of 30 records: half of the contracts that just keep to the limit).
 */
export const S02: Indicator<'service'> = {
  id: 'S02',
  version: 3,
  severity: 'notice',
  family: 'practice',
  facts: 'service',
  subjectTypes: ['contract'],
  ...TEXTS.S02,
  parameters: [
    policy('short', SHORT, 'percentage_point'),
    policy('leastRecords', LEAST_RECORDS, 'record'),
    statistic('level', SHARE_LEVEL, 'p'),
  ],
  basis: { kind: 'POLICY', document: '老年社会工作服务指南(MZ/T 064-2016)' },
  uses: ['category', 'contents', 'begun', 'work', 'days', 'promised'] satisfies FieldOf<'service'>[],
  timed: true,
  evaluate(facts) {
    const { category, contents, subject } = facts;
    if (category !== null && contents.length === 0)
      return notApplicable({ code: 'no_contents', category: category.code });
    if (category === null) return insufficient({ missing: ['category'] });
    const found = workable(facts, (done) => done.withinContract);
    if ('state' in found) return found;
    const compared = MEASURES.flatMap((of) => compare(of, found.promised, found.work)).toSorted(
      (a, b) => shortfall(b) - shortfall(a),
    );
    const counted = compared.filter(({ done }) => done[1] > 0);
    const [worst] = counted;
    if (compared.length > 0 && worst === undefined) return insufficient({ missing: ['records.visits'] });
    if (worst === undefined)
      return hasUncountedPromise(found.promised)
        ? insufficient({ missing: ['standards.measure'] })
        : notApplicable({ code: 'no_promise' });
    return judgeWork({ ...worst, looks: counted.length }, found, contents, `contract:${subject.id}`);
  },
};

/** What standards counted so promise of content and of all, beside what was done. None where no share is promised. */
function compare(of: Measure, promised: readonly Promised[], work: readonly WorkDone[]): Compared[] {
  const counted = promised.filter((standard) => standard.of === of && (standard.target ?? 0) > 0);
  const target = (those: readonly Promised[]): number => sum(those, (standard) => standard.target ?? 0);
  const named = counted.filter(({ content }) => content !== null);
  const wholes = counted.filter(({ form, content }) => form === null && content === null);
  const others = counted.filter(({ form, content }) => form !== null && content === null);
  if (named.length === 0 || wholes.length + others.length === 0) return [];
  const part = target(named);
  // A whole that is smaller than its parts does not hold them.
  const whole = wholes.length > 0 ? Math.max(target(wholes), part) : part + target(others);
  const all = sum(work, (done) => done[of]);
  const professional = sum(
    work.filter(({ content }) => content !== null),
    (done) => done[of],
  );
  return [{ of, promised: [part, whole], done: [professional, all] }];
}

/** Points by which it falls short; to order measures, never to decide. */
const shortfall = ({ promised, done }: Compared): number => promised[0] / promised[1] - done[0] / Math.max(1, done[1]);

function judgeWork(
  { of, promised, done, looks }: Compared & { looks: number },
  { work, days: { within } }: { work: readonly WorkDone[]; days: { within: DaysOfWork } },
  contents: readonly string[],
  record: string,
): Finding {
  const there = new Set(work.flatMap(({ content }) => content ?? []));
  const absent = contents.filter((code) => !there.has(code)).sort();
  const [p, d] = [percent(...promised) ?? '0.0', percent(...done) ?? '0.0'];
  const names = (lang: 'en' | 'zh'): string =>
    absent.map((code) => contentLabel(code)[lang]).join(lang === 'en' ? ', ' : '、');
  // The least share that is no finding: ten points below the promise.
  const least = {
    num: BigInt(promised[0]) * 100n - BigInt(SHORT) * BigInt(promised[1]),
    den: BigInt(promised[1]) * 100n,
  };
  const judged =
    least.num <= 0n
      ? null
      : judgeShare({
          part: BigInt(done[0]),
          whole: BigInt(done[1]),
          days: within[of],
          cutOff: least,
          side: 'below',
          looks,
        });
  // p − d > SHORT points, in whole numbers.
  const short = BigInt(done[0]) * least.den < least.num * BigInt(done[1]);
  if (short && judged === null) return findTooFewDays(within[of]);
  const chance = judged === null ? { en: '', zh: '' } : explainDays(judged, short);
  const spoken = {
    value: d,
    threshold: p,
    unit: 'percent' as const,
    evidence: [
      { record, field: `standards.${of}`, value: `${promised[0]}/${promised[1]}` },
      { record, field: `records.${of}`, value: `${done[0]}/${done[1]}` },
      ...absent.map((code) => ({ record, field: 'contentWithoutRecord', value: code })),
    ],
    explanation: {
      en: `Of what was recorded (${of}) ${d} % was professional content; the contract promises ${p} %.${absent.length === 0 ? '' : ` Without any record: ${names('en')}.`}${chance.en}`,
      zh: `已记录的服务中专业服务内容占 ${d}%，合同约定为 ${p}%。${absent.length === 0 ? '' : `没有任何记录的服务：${names('zh')}。`}${chance.zh}`,
      ...(short && judged !== null && { chance: { p: judged.pValue, unit: 'contract' as const } }),
    },
  };
  const told = judged === null ? spoken : { ...spoken, pValue: judged.pValue };
  return short && judged?.significant === true ? triggerFinding(told) : clear(told);
}
