import type { FieldError } from '../../../kernel/errors/problem.js';
import { ratio } from '../../../kernel/money/money.js';
import { hundredths } from '../../../purchase/tenders/drafts/draft.rules.js';

/** 考 (indicators that are counted), 评 (what the third party judges), 议 (what the residents say). */
export const CHANNELS = ['indicators', 'third_party', 'residents'] as const;
export type Channel = (typeof CHANNELS)[number];
/** What a leaf speaks of: what was put in, how it was done, what was delivered, what came of it for the residents. */
export const LEAF_KINDS = ['input', 'process', 'output', 'outcome'] as const;
export type LeafKind = (typeof LEAF_KINDS)[number];

/** Weights are percent of the level above, `max` are points: decimals with at most two places, kept as text. */
export interface SchemeLeaf {
  name: string;
  weight: string;
  channel: Channel;
  kind: LeafKind;
  max: string;
  /** How the points follow from what is found. */
  how?: string | null;
  /** The figure that the product fills in; absent: none. */
  source?: LeafSource | null;
}

/**
 * What the product knows of a contract: how far its standards are met (of the one that is numbered, else of all that are
 * counted), what share answered the evaluation's survey, how content they are by its numbered question (else by the first one
 * on a scale), what share received the service, what share is paid.
 */
export const SOURCES = ['completion', 'response', 'satisfaction', 'received', 'money'] as const;
const OF_RESIDENTS: readonly LeafSource['of'][] = ['response', 'satisfaction', 'received'];
export interface LeafSource {
  of: (typeof SOURCES)[number];
  standard?: number | null;
  question?: number | null;
}
interface SchemeIndicator {
  name: string;
  weight: string;
  leaves: SchemeLeaf[];
}
export interface SchemeDimension {
  name: string;
  weight: string;
  indicators: SchemeIndicator[];
}

/** A leaf with its place in the tree (`2.1.3`) and its part of the whole, in millionths of millionths. */
export interface PlacedLeaf extends SchemeLeaf {
  code: string;
  dimension: number;
  share: bigint;
}
/** 100 percent of three levels, in hundredths of a percent each. */
export const WHOLE = 10_000n ** 3n;

export const listLeaves = (dimensions: readonly SchemeDimension[]): PlacedLeaf[] =>
  dimensions.flatMap((dimension, d) =>
    dimension.indicators.flatMap((indicator, i) =>
      indicator.leaves.map((leaf, l) => ({
        ...leaf,
        code: `${d + 1}.${i + 1}.${l + 1}`,
        dimension: d,
        share: [dimension, indicator, leaf].reduce((part, { weight }) => part * BigInt(hundredths(weight)), 1n),
      })),
    ),
  );

const formatHundredths = (sum: number): string => ratio(BigInt(sum), 100n, 2) ?? '0.00';

function notWhole(pointer: string, parts: readonly { weight: string }[]): FieldError[] {
  const sum = parts.reduce((all, { weight }) => all + hundredths(weight), 0);
  if (sum === 10_000) return [];
  return [
    {
      pointer,
      code: 'sum',
      text: {
        en: `The weights add up to ${formatHundredths(sum)}, not 100`,
        zh: `权重合计为 ${formatHundredths(sum)}，应为 100`,
      },
    },
  ];
}

/** Each level of which the weights are not 100 together. A level without anything weighs nothing. */
export const findWrongWeights = (dimensions: readonly SchemeDimension[]): FieldError[] => [
  ...notWhole('/dimensions', dimensions),
  ...dimensions.flatMap((dimension, d) => [
    ...notWhole(`/dimensions/${d}/indicators`, dimension.indicators),
    ...dimension.indicators.flatMap((indicator, i) =>
      notWhole(`/dimensions/${d}/indicators/${i}/leaves`, indicator.leaves),
    ),
  ]),
];

const UNFIT = {
  other: { en: 'Belongs to another source', zh: '不适用于此数据来源' },
  residents: { en: 'What residents say comes of their answers', zh: '居民评议只能以居民答复为数据来源' },
} as const;

/** Sources that name what is of another, and leaves of residents that do not come of what residents said. */
export const findUnfitSources = (dimensions: readonly SchemeDimension[]): FieldError[] =>
  dimensions.flatMap((dimension, d) =>
    dimension.indicators.flatMap((indicator, i) =>
      indicator.leaves.flatMap(({ channel, source }, l): FieldError[] => {
        if (!source) return [];
        const fault = (field: string, text: FieldError['text']): FieldError => ({
          pointer: `/dimensions/${d}/indicators/${i}/leaves/${l}/source/${field}`,
          code: 'unfit',
          text,
        });
        const { of, standard = null, question = null } = source;
        return [
          ...(of !== 'satisfaction' && question !== null ? [fault('question', UNFIT.other)] : []),
          ...(of !== 'completion' && standard !== null ? [fault('standard', UNFIT.other)] : []),
          ...(channel === 'residents' && !OF_RESIDENTS.includes(of) ? [fault('of', UNFIT.residents)] : []),
        ];
      }),
    ),
  );

/** What a channel or a kind weighs in the whole, in percent with two decimals. */
export function computeWeightShare(
  dimensions: readonly SchemeDimension[],
  counts: (leaf: PlacedLeaf) => boolean,
): string {
  const part = listLeaves(dimensions)
    .filter(counts)
    .reduce((all, { share }) => all + share, 0n);
  return ratio(part * 100n, WHOLE, 2) ?? '0.00';
}

/** Whether what residents say weighs anything at all. */
export const residentsWeigh = (dimensions: readonly SchemeDimension[]): boolean =>
  listLeaves(dimensions).some(({ channel, share }) => channel === 'residents' && share > 0n);

/** Points given, in hundredths, by the leaf's code. */
export type Given = ReadonlyMap<string, number>;

/** Leaves that nobody gave points from 0 to their maximum. */
export const findUnscoredLeaves = (dimensions: readonly SchemeDimension[], given: Given): string[] =>
  listLeaves(dimensions)
    .filter(({ code, max }) => {
      const points = given.get(code);
      return points === undefined || points < 0 || points > hundredths(max);
    })
    .map(({ code }) => code);

/**
 * The total of 100, exact until it is shown with two decimals, half up: the sum over the leaves of points / maximum × the
 * product of the three weights. `only` leaves the other dimensions out, and the answer is out of that dimension's 100.
 */
export function computeTotal(dimensions: readonly SchemeDimension[], given: Given, only?: number): string {
  const leaves = listLeaves(dimensions).filter(({ dimension }) => only === undefined || dimension === only);
  let of = 0n;
  let by = 1n;
  for (const { code, max, share } of leaves) {
    const [points, full] = [BigInt(given.get(code) ?? 0), BigInt(hundredths(max))];
    of = of * full + points * share * by;
    by *= full;
  }
  const whole = only === undefined ? WHOLE : 10_000n ** 2n * BigInt(hundredths(dimensions[only]?.weight ?? '0'));
  return ratio(of * 100n, by * whole, 2) ?? '0.00';
}
