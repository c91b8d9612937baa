import { getRule } from '../../law/rules/rule-book.js';
import type { LateOpening } from '../facts/fact-types.js';
import type { Evidence, Finding, Text } from '../runs/assessment-types.js';
import { triggerFinding } from './finding.rules.js';

const listEvidence = ({ record, calledFor, heldAt, reason }: LateOpening): Evidence[] => [
  { record, field: 'calledFor', value: calledFor },
  { record, field: 'heldAt', value: heldAt },
  ...(reason === null ? [] : [{ record, field: 'lateReason', value: reason }]),
];

const sentence = ({ minutes, reason }: LateOpening): Text => ({
  en: `The opening began ${minutes} minutes later than it was called for${reason === null ? ', and nobody said why' : ''}.`,
  zh: `开启时间比规定时间晚 ${minutes} 分钟${reason === null ? '，且未说明原因' : ''}。`,
});

const join = (texts: readonly Text[]): Text => ({
  en: texts.map(({ en }) => en).join(' '),
  zh: texts.map(({ zh }) => zh).join(''),
});

/** An opening that began late is for a person to look at; that it is one rests on no article that was read. */
export const judgeLateOpenings = (late: readonly LateOpening[]): Finding =>
  triggerFinding({
    severity: 'notice',
    basis: { kind: 'POLICY', document: getRule('OPEN-AT-DEADLINE').document },
    value: '1',
    threshold: '0',
    unit: 'rule',
    evidence: late.flatMap(listEvidence),
    explanation: join(late.map(sentence)),
  });

/** The same beside rules of law that were missed, which speak first. */
export const addLateOpenings = (finding: Finding, late: readonly LateOpening[]): Finding =>
  late.length === 0
    ? finding
    : {
        ...finding,
        value: String(Number(finding.value) + 1),
        evidence: [...finding.evidence, ...late.flatMap(listEvidence)],
        explanation: join([finding.explanation, ...late.map(sentence)]),
      };
