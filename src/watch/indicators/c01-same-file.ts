import type { LotFacts } from '../facts/fact-types.js';
import type { MarkFacts } from '../facts/comparison-facts.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import type { Evidence, Finding, Text } from '../runs/assessment-types.js';
import { chooseClause, BACKGROUND } from '../rules/bids/collusion-basis.rules.js';
import { findUnread, nameBidders, namePlace } from '../rules/bids/compared-lot.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  findNothingComparable,
  findUnknownParts,
  joinNames,
  listHolders,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
  type SharedMark,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-1';
/** A file of so few bytes says nothing of whoever wrote it. */
const LEAST_SIZE = 64;
/** While fewer bids of others from there are known that name a device, nobody can tell the scanner of a shop from one of a bidder's own. */
const ENOUGH_DEVICES = 30;

/**
 * C01: files of different bidders that are one file, byte by byte, or that say of themselves that they were made by one hand
 * (`print-likeness.rules.ts`). What the purchase itself gave out is everybody's, and a file with next to nothing in it is
 * nobody's.
 */
export const C01: Indicator<'lot'> = {
  id: 'C01',
  version: 4,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C01,
  parameters: [
    policy('sharedFiles', 0, 'pair'),
    policy('leastSize', LEAST_SIZE, 'byte'),
    policy('enoughDevices', ENOUGH_DEVICES, 'piece'),
  ],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: [
    'method',
    'startedOn',
    'startIsLatest',
    'bidCount',
    'handedIn',
    'handedOut',
    'withdrawn',
    'comparison',
  ] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts);
    const shared = listSharedMarks(bids, (bid) => listOwnFiles(bid, facts));
    const basis = chooseClause(CLAUSE, facts);
    const found = facts.comparison?.marks ?? [];
    const devicesKnown = facts.comparison?.devicesKnown ?? 0;
    const marks = found.filter(({ kind }) => kind !== 'device' || devicesKnown >= ENOUGH_DEVICES);
    if (shared.length + marks.length === 0) {
      const gap = findUnknownParts(facts, 'documents', ({ documents }) => documents !== null);
      if (gap !== null) return gap;
      if (bids.every(({ documents }) => documents?.length === 0)) return insufficient({ missing: ['documents'] });
      const unread = findUnreadMarks(facts);
      if (unread !== null) return unread;
      if (found.length > 0)
        return insufficient(
          { code: 'few_devices_known', seen: devicesKnown, least: ENOUGH_DEVICES },
          found.flatMap((mark) => toEvidence(mark)),
        );
      const explanation = {
        en: `No file of one of the ${bids.length} bids is a file of another or bears its marks.`,
        zh: `${bids.length} 份投标（响应）文件中没有完全相同或制作痕迹相同的文件。`,
      };
      return clear({ basis, value: '0', threshold: '0', unit: 'pair', evidence: [], explanation });
    }
    const said = [
      ...shared.map((mark) => {
        const names = joinNames(mark.bids);
        return {
          en: `${names.en} handed in one and the same file (${mark.label})`,
          zh: `${names.zh}提交了内容完全相同的文件（${mark.label}）`,
        };
      }),
      ...marks.map((mark) => describeMark(mark)),
    ];
    return triggerFinding({
      basis,
      value: String(countTiedPairs(shared, marks)),
      threshold: '0',
      unit: 'pair',
      evidence: [
        ...shared.flatMap((mark) => toMarkEvidence(mark, 'documents')),
        ...marks.flatMap((mark) => toEvidence(mark)),
      ],
      speaksOf: [...listHolders(shared), ...marks.map(({ sides }) => sides.map(({ key }) => key))],
      explanation: {
        en: `${said.map(({ en }) => en).join('; ')}. The purchase did not give it out. What would settle it: who made the file, and how it came into each bid.`,
        zh: `${said.map(({ zh }) => zh).join('；')}。该文件并非采购人或代理机构提供。需要核实：文件由谁制作、如何进入各份文件。`,
      },
    });
  },
};

/** Each file by its hash, of which the beginning is shown. */
function listOwnFiles({ documents }: HandedIn, { handedOut }: LotFacts): { key: string; label: string }[] {
  return (documents ?? [])
    .filter(({ sha256, size }) => size >= LEAST_SIZE && !handedOut.includes(sha256))
    .map(({ sha256 }) => ({ key: sha256, label: `SHA-256 ${sha256.slice(0, 16)}…` }));
}

/** What files of a bid that was opened here say of themselves is compared behind the opening, as far as it can be read. */
function findUnreadMarks(facts: LotFacts): Finding | null {
  const { comparison, handedIn } = facts;
  if (comparison !== null) return findUnread(facts, comparison, 'files');
  return handedIn.some(({ here }) => here) ? insufficient({ missing: ['comparison'] }) : null;
}

const WORDS: Record<MarkFacts['kind'], Text> = {
  document_id: { en: 'files that bear the id of one creation', zh: '创建标识相同的文件' },
  instance_id: { en: 'files that bear the id of one saved state', zh: '保存版本标识相同的文件' },
  revisions: { en: 'files that were written in the same sittings', zh: '编辑会话标识相同的文件' },
  author_and_time: {
    en: 'files that one person saved with one program in the same minute',
    zh: '由同一人使用同一软件在同一分钟保存的文件',
  },
  embedded: { en: 'files with one and the same image', zh: '含有相同图片的文件' },
  device: { en: 'images of one camera or scanner', zh: '由同一设备拍摄或扫描的图片' },
};
/** As much of an id or a hash as is shown. */
const SHOWN = 36;

function describeMark({ sides, kind }: MarkFacts): Text {
  const names = nameBidders(sides);
  return { en: `${names.en} handed in ${WORDS[kind].en}`, zh: `${names.zh}提交了${WORDS[kind].zh}` };
}

const toEvidence = ({ sides, kind, value, nos }: MarkFacts): Evidence[] =>
  sides.map(({ record }, i) => ({
    record,
    field: namePlace(nos[i] as number),
    value: `${kind} ${value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value}`.toWellFormed(),
  }));

/** Pairs of bidders that share a file or a mark, each once. */
const countTiedPairs = (files: readonly SharedMark[], marks: readonly MarkFacts[]): number =>
  new Set(
    [
      ...files.flatMap(({ bids }) => bids.flatMap((a, i) => bids.slice(i + 1).map((b) => [a.key, b.key]))),
      ...marks.map(({ sides }) => sides.map(({ key }) => key)),
    ].map((pair) => pair.toSorted().join('\n')),
  ).size;
