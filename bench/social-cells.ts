import { createHash } from 'node:crypto';
import type { Promised } from '../src/watch/facts/practice-facts.js';
import type { Finding } from '../src/watch/runs/assessment-types.js';
import { S02 } from '../src/watch/indicators/s02-professional-share.js';
import { S03 } from '../src/watch/indicators/s03-activity-for-show.js';
import { S05 } from '../src/watch/indicators/s05-dependence.js';
import { S06B } from '../src/watch/indicators/s06-evaluation-gaming.js';
import { S07 } from '../src/watch/indicators/s07-resident-absent.js';
import { S11 } from '../src/watch/indicators/s11-outside-the-contract.js';
import { computeTailStart, W05 } from '../src/watch/indicators/w05-rush.js';
import { createRandom, type Random } from '../src/watch/statistics/random.js';
import { lowerLimit } from './clopper-pearson.js';
import { honestOutput, listEffectiveDays, OUTPUT_SHAPES, outputFacts } from './honest-output.js';
import {
  honestAgency,
  honestEvaluations,
  honestResponse,
  honestWork,
  surveyFacts,
  workFacts,
  type HonestWork,
} from './honest-practice.js';

/** What a rule may do at most to honest agencies and contracts; W05 says itself what it may. */
export const SOCIAL_LEVEL = 0.05;
export const levelOf = (rule: string): number => (rule === 'W05' ? 0.01 : SOCIAL_LEVEL);

export interface SocialCell {
  rule: string;
  world: string;
  /** The rule's own answer to one honest case, and what its bare cut-off would say. */
  once: (random: Random) => { finding: Finding; bare: boolean };
}

const standard = (key: string, change: Partial<Promised>): Promised => ({
  key,
  of: 'minutes',
  form: null,
  content: null,
  target: 6_000,
  unit: '分钟',
  ...change,
});
/** Half of the minutes is professional content, so that two fifths are no finding. */
const HALF = [standard('1', {}), standard('2', { content: 'EMOTIONAL_SUPPORT', target: 3_000 })];
const CASES = [standard('1', { form: 'case' })];
const OUTSIDE = { form: 'administrative', withinContract: false };

const WORK: readonly Omit<HonestWork, 'share'>[] = [10, 20, 50, 150]
  .flatMap((days) =>
    [1, 4].flatMap((workers) =>
      (
        [
          [0, 0, 0],
          [1, 0, 0],
          [0.5, 0, 0.5],
          [1, 0.3, 0],
        ] as const
      ).map(([dayAlike, weekAlike, lean]) => ({ days, workers, dayAlike, weekAlike, lean })),
    ),
  )
  .filter(({ days, workers }) => days * workers >= 30);

const spellWork = ({ days, workers, dayAlike, weekAlike, lean }: Omit<HonestWork, 'share'>): string =>
  `${days} days of ${workers} workers, days alike ${dayAlike}, weeks alike ${weekAlike}, workers lean ${lean}`;

function workCells(): SocialCell[] {
  return WORK.flatMap((world): SocialCell[] => [
    {
      rule: 'S02',
      world: spellWork(world),
      once: (random) => {
        const done = honestWork({ ...world, share: 0.4 }, random);
        const facts = workFacts(done, { content: 'EMOTIONAL_SUPPORT' }, {}, HALF);
        return { finding: S02.evaluate(facts, ''), bare: shareOf(done) < 0.4 };
      },
    },
    {
      rule: 'S03',
      world: spellWork(world),
      once: (random) => {
        const done = honestWork({ ...world, share: 0.6 }, random);
        return {
          finding: S03.evaluate(workFacts(done, { form: 'community' }, {}, CASES), ''),
          bare: shareOf(done) > 0.6,
        };
      },
    },
    {
      rule: 'S11',
      world: spellWork(world),
      once: (random) => {
        const done = honestWork({ ...world, share: 0.2 }, random);
        return { finding: S11.evaluate(workFacts(done, OUTSIDE, {}, null), ''), bare: shareOf(done) > 0.2 };
      },
    },
  ]);
}

function shareOf({ days }: ReturnType<typeof honestWork>): number {
  const sum = (of: 'part' | 'all'): number => days.reduce((total, day) => total + day[of], 0);
  return sum('part') / sum('all');
}

/** Records of contracts of four months, half a year and a year, all days effective or only half of the early ones. */
function outputCells(): SocialCell[] {
  return OUTPUT_SHAPES.flatMap((shape) =>
    ([4, 6, 12] as const).flatMap((months) =>
      [false, true].map((short): SocialCell => {
        const window = { months, short };
        const days = listEffectiveDays(window);
        return {
          rule: 'W05',
          world: `${months} months, ${short ? 'half of the early days not effective, ' : ''}${shape}`,
          once: (random) => {
            const output = honestOutput(shape, days, random);
            const facts = outputFacts(window, days, output);
            const tail = computeTailStart(facts.window?.value.start ?? '', facts.window?.value.end ?? '');
            const sum = (done: typeof output): number => done.reduce((total, { minutes }) => total + minutes, 0);
            const bare = sum(output.filter(({ key }) => key >= tail)) > 0.4 * sum(output);
            return { finding: W05.evaluate(facts, drawSeed(random)), bare };
          },
        };
      }),
    ),
  );
}

/** Of an assessment, whose draws have nothing to do with those of its facts. */
const drawSeed = (random: Random): string =>
  Array.from({ length: 4 }, () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0'),
  ).join('');

const COUNTIES = [1, 2, 5, 20];

export function socialCells(): SocialCell[] {
  const agencies = COUNTIES.flatMap((buyers) =>
    (['alike', 'unlike'] as const).flatMap((sizes) =>
      [4, 8, 16].map((contracts): SocialCell => ({
        rule: 'S05',
        world: `${buyers} buyers ${sizes}, ${contracts} contracts`,
        once: (random) => {
          const facts = honestAgency({ buyers, sizes, contracts }, random);
          const sums = new Map<string, number>();
          for (const { buyer, amount } of facts.contracts)
            sums.set(buyer?.key ?? '', (sums.get(buyer?.key ?? '') ?? 0) + Number(amount));
          const all = [...sums.values()];
          const bare = Math.max(...all) > 0.7 * all.reduce((total, one) => total + one, 0);
          return { finding: S05.evaluate(facts, ''), bare };
        },
      })),
    ),
  );
  const evaluations = COUNTIES.flatMap((evaluators) =>
    [false, true].map((packages): SocialCell => ({
      rule: 'S06B',
      world: `${evaluators} evaluators, ${packages ? 'one for all of a year' : 'each drawn alone'}`,
      once: (random) => {
        const facts = honestEvaluations({ evaluators, packages }, random);
        const by = facts.received.map(({ evaluator }) => evaluator);
        return {
          finding: S06B.evaluate(facts, ''),
          bare: by.some((one) => by.filter((other) => other === one).length >= 4),
        };
      },
    })),
  );
  const surveys = [4, 13, 20, 30, 60, 200, 600].flatMap((sampled) =>
    [0.3, 0.4, 0.75].flatMap((rate) =>
      [0, 0.05, 0.1].map((alike): SocialCell => ({
        rule: 'S07',
        world: `${sampled} asked, ${100 * rate} % answer, people of one worker alike ${alike}`,
        once: (random) => {
          const answered = honestResponse({ sampled, rate, reached: 10, alike }, random);
          return {
            finding: S07.evaluate(surveyFacts(sampled, answered), ''),
            bare: answered < 10 || answered < 0.3 * sampled,
          };
        },
      })),
    ),
  );
  return [...agencies, ...evaluations, ...surveys, ...workCells(), ...outputCells()];
}

export interface SocialResult {
  cell: SocialCell;
  cases: number;
  triggered: number;
  bare: number;
  /** Neither triggered nor clear. */
  silent: number;
  /** 99.9 % lower limit of the rate. */
  limit: number;
  ok: boolean;
}

/** Honest cases of one cell through the product's own rule, and through its bare cut-off. */
export function socialControl(cell: SocialCell, cases: number, seed: string): SocialResult {
  const random = createRandom(createHash('sha256').update(`${seed}|${cell.rule}|${cell.world}`).digest('hex'));
  let [triggered, bare, silent] = [0, 0, 0];
  for (let no = 0; no < cases; no += 1) {
    const { finding, bare: said } = cell.once(random);
    if (finding.state === 'triggered') triggered += 1;
    else if (finding.state !== 'clear') silent += 1;
    if (said) bare += 1;
  }
  const limit = lowerLimit(triggered, cases);
  return { cell, cases, triggered, bare, silent, limit, ok: limit <= levelOf(cell.rule) };
}
