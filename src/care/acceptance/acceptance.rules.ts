import type { FieldError, ProblemDetails } from '../../kernel/errors/problem.js';
import type { Standard } from '../../purchase/tenders/conducted/terms/terms-types.js';

export const TICKS = ['met', 'partly', 'not_met'] as const;
export type TickResult = (typeof TICKS)[number];

/** What was found of one standard. */
export interface Tick {
  no: number;
  result: TickResult;
  /** In the standard's unit, as text with at most four decimals. */
  measured: string | null;
  note: string | null;
  documents: string[];
  /** Records of service that show it. */
  records: string[];
}

export const RESULTS = ['passed', 'rectify', 'failed'] as const;
export type AcceptanceResult = (typeof RESULTS)[number];
/** What would be concluded: `part` where not the whole is accepted. */
export interface Conclusion {
  result: AcceptanceResult;
  part: boolean;
}

/** Regulation article 45: each is ticked. A contract without standards is held to its service as a whole. */
export const listCheckedStandards = (content: {
  standards: readonly Standard[];
  requirement: string | null;
}): Standard[] =>
  content.standards.length > 0
    ? content.standards.map((standard) => ({ ...standard }))
    : [{ no: 1, text: content.requirement ?? '按合同约定提供服务' }];

/** Standards of which nothing is said, or not how much where the contract names a number. */
export function findMissingTicks(
  standards: readonly Standard[],
  ticks: readonly Tick[],
): { no: number; field: string }[] {
  return standards.flatMap(({ no, target }) => {
    const tick = ticks.find((t) => t.no === no);
    if (tick === undefined) return [{ no, field: 'result' }];
    const counted = target !== null && target !== undefined;
    return counted && tick.measured === null ? [{ no, field: 'measured' }] : [];
  });
}

/**
 * Ticks without evidence. Standards marked `not_met` need a remark instead of evidence, because missing work leaves no
 * document.
 */
export const unproven = (ticks: readonly Tick[]): number[] =>
  ticks
    .filter(({ documents, records }) => documents.length === 0 && records.length === 0)
    .filter(({ result, note }) => result !== 'not_met' || note === null)
    .map(({ no }) => no);

/** Ticks without evidence, where only these records stand. */
export const findUnshownItems = (ticks: readonly Tick[], standing: ReadonlySet<string>): number[] =>
  unproven(ticks.map((tick) => ({ ...tick, records: tick.records.filter((id) => standing.has(id)) })));

/** Names fields of standards that lack something; null where nothing is lacking. */
export const refuseItems = (
  { standards }: { standards: readonly Standard[] },
  missing: readonly { no: number; field: string }[],
  text: (no: number) => FieldError['text'],
): ProblemDetails | null =>
  missing.length === 0
    ? null
    : {
        errors: missing.map(({ no, field }) => ({
          pointer: `/items/${standards.findIndex((standard) => standard.no === no)}/${field}`,
          code: 'required',
          text: text(no),
        })),
      };

/** Whether less was reached than the contract names. Decimals of at most twelve and four places. */
export function isShort({ target }: Pick<Standard, 'target'>, tick: Pick<Tick, 'measured'> | undefined): boolean {
  const measured = tick?.measured ?? null;
  return target !== null && target !== undefined && measured !== null && Number(measured) < target;
}

/** Standards that are ticked as met although less was reached than the contract names, and nobody says why. */
export const findUnexplainedItems = (standards: readonly Standard[], ticks: readonly Tick[]): number[] =>
  ticks
    .filter(({ result, note }) => result === 'met' && (note === null || !/\S/.test(note)))
    .filter((tick) => isShort(standards.find(({ no }) => no === tick.no) ?? {}, tick))
    .map(({ no }) => no);

/** What has ended is not mended any more. */
export const isPossible = ({ result }: Conclusion, ended: boolean): boolean => !(ended && result === 'rectify');

/**
 * Whether the items contradict a conclusion. Passed: every standard is met, of a contract that has not ended. Passed in part:
 * something is, and not all, or the contract has ended. To be mended, or failed: something is not.
 */
export function contradicts(
  { result, part }: Conclusion,
  ticks: readonly Pick<Tick, 'result'>[],
  ended: boolean,
): boolean {
  const allMet = ticks.every((t) => t.result === 'met');
  const noneMet = ticks.every((t) => t.result === 'not_met');
  if (result === 'passed') return part ? noneMet || (allMet && !ended) : !allMet || ended;
  return part || (result === 'rectify' ? allMet : !ticks.some((t) => t.result === 'not_met'));
}

/** Where the contract stands after a round that was concluded so; null: where it stood. */
export function deriveConcludedState(
  { result, part }: Conclusion,
  ended: boolean,
): 'accepted' | 'part_accepted' | 'active' | 'terminated' | null {
  if (result === 'passed') return part ? 'part_accepted' : 'accepted';
  if (ended) return null;
  return result === 'rectify' ? 'active' : 'terminated';
}

/** Somebody who holds the service against what was agreed. */
export interface Member {
  no: number;
  name: string;
  capacity: MemberCapacity;
  /** An account of the buyer; null: signs on paper. */
  user: string | null;
  signedAt: string | null;
  document: string | null;
}
export const MEMBER_CAPACITIES = ['buyer', 'agent', 'expert', 'community'] as const;
export type MemberCapacity = (typeof MEMBER_CAPACITIES)[number];
export const findUnsignedMembers = (members: readonly Member[]): readonly Member[] =>
  members.filter((m) => m.signedAt === null);
/** Members after a change of what they signed: it is signed anew. */
export const withoutSignatures = (members: readonly Member[]): Member[] =>
  members.map((member) => ({ ...member, signedAt: null, document: null }));

export const VERDICTS = ['satisfied', 'acceptable', 'dissatisfied'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** How recipients were heard: together, one by one on paper, or at a hearing. */
export const OPINION_FORMS = ['meeting', 'signed_sheet', 'hearing', 'visit'] as const;
