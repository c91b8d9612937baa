import type { LotFacts } from '../facts/fact-types.js';
import type { HandedIn } from '../facts/handed-in-facts.js';
import { chooseClause, BACKGROUND } from '../rules/bids/collusion-basis.rules.js';
import { clear, insufficient, triggerFinding } from '../rules/finding.rules.js';
import type { FieldOf, Indicator } from '../rules/indicator-types.js';
import { policy, toBasis } from '../rules/policy.rules.js';
import {
  countPairs,
  findNothingComparable,
  findUnknownParts,
  joinNames,
  listSharedMarks,
  listStandingBids,
  toMarkEvidence,
} from '../rules/bids/shared-marks.rules.js';
import TEXTS from './indicator.texts.json' with { type: 'json' };

const CLAUSE = 'COLLUDE-87-37-1';
/** A file of so few bytes says nothing of whoever wrote it. */
const LEAST_SIZE = 64;

/**
 * C01: files of different bidders that are one file, byte by byte. What the purchase itself gave out is everybody's, and a
 * file with next to nothing in it is nobody's.
 */
export const C01: Indicator<'lot'> = {
  id: 'C01',
  version: 1,
  severity: 'risk',
  family: 'rigging',
  facts: 'lot',
  subjectTypes: ['lot'],
  ...TEXTS.C01,
  parameters: [policy('sharedFiles', 0, 'pair'), policy('leastSize', LEAST_SIZE, 'byte')],
  basis: toBasis('law', CLAUSE),
  cites: [CLAUSE, BACKGROUND],
  uses: ['method', 'startedOn', 'bidCount', 'handedIn', 'handedOut', 'withdrawn'] satisfies FieldOf<'lot'>[],
  timed: false,
  evaluate(facts) {
    const silence = findNothingComparable(facts);
    if (silence !== null) return silence;
    const bids = listStandingBids(facts);
    const shared = listSharedMarks(bids, (bid) => listOwnFiles(bid, facts));
    const basis = chooseClause(CLAUSE, facts);
    if (shared.length === 0) {
      const gap = findUnknownParts(facts, 'documents', ({ documents }) => documents !== null);
      if (gap !== null) return gap;
      if (bids.every(({ documents }) => documents?.length === 0)) return insufficient({ missing: ['documents'] });
      const explanation = {
        en: `No file of one of the ${bids.length} bids is a file of another.`,
        zh: `${bids.length} 份投标（响应）文件中没有完全相同的文件。`,
      };
      return clear({ basis, value: '0', threshold: '0', unit: 'pair', evidence: [], explanation });
    }
    const said = shared.map((mark) => {
      const names = joinNames(mark.bids);
      return {
        en: `${names.en} handed in one and the same file (${mark.label})`,
        zh: `${names.zh}提交了内容完全相同的文件（${mark.label}）`,
      };
    });
    return triggerFinding({
      basis,
      value: String(countPairs(shared)),
      threshold: '0',
      unit: 'pair',
      evidence: shared.flatMap((mark) => toMarkEvidence(mark, 'documents')),
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
