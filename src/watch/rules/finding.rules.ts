import type { Basis, Evidence, Explanation, Finding, Reason, Severity, Unit } from '../runs/assessment-types.js';
import { explainReason } from './reason.texts.js';

/** What a rule that spoke has to say. */
export interface Spoken {
  severity?: Severity;
  basis?: Basis;
  value: string;
  threshold: string;
  unit: Unit;
  pValue?: string;
  evidence: Evidence[];
  explanation: Explanation;
  speaksOf?: Finding['speaksOf'];
  namesBeside?: Finding['namesBeside'];
}

export function triggerFinding(spoken: Spoken): Finding {
  return buildSpokenFinding('triggered', spoken);
}

export function clear(spoken: Spoken): Finding {
  return buildSpokenFinding('clear', spoken);
}

function buildSpokenFinding(state: 'triggered' | 'clear', { pValue, ...rest }: Spoken): Finding {
  return { state, ...rest, pValue: pValue ?? null, reason: null };
}

/** A figure that opens no case, because chance and small counties would make it of honest ones: it has no threshold. */
export function tellFigure(spoken: Omit<Spoken, 'threshold'>): Finding {
  return { ...clear({ ...spoken, threshold: '' }), threshold: null };
}

/** The rule does not speak about this subject at all. */
export function notApplicable(reason: Reason, evidence: Evidence[] = []): Finding {
  return silent('not_applicable', reason, evidence);
}

/** The rule would speak, but what it needs is not known (well enough). */
export function insufficient(reason: Reason, evidence: Evidence[] = [], pValue: string | null = null): Finding {
  return { ...silent('insufficient_data', reason, evidence), pValue };
}

/** Facts could not be loaded at all. */
export function skipAssessment(reason: Reason): Finding {
  return insufficient(reason);
}

function silent(state: 'not_applicable' | 'insufficient_data', reason: Reason, evidence: Evidence[]): Finding {
  return {
    state,
    value: null,
    threshold: null,
    unit: null,
    pValue: null,
    evidence,
    reason,
    explanation: explainReason(state, reason),
  };
}

/** `missing` for every named field that is null; null where all are known. */
export function missing(fields: Record<string, unknown>): { missing: string[] } | null {
  const names = Object.keys(fields).filter((name) => fields[name] === null);
  return names.length > 0 ? { missing: names } : null;
}

/** A rule that needs a disputed fact answers `insufficient_data`, with both sides to be looked at. */
export function findDispute(conflicts: readonly string[], needed: readonly string[]): Reason | null {
  const fields = needed.filter((name) => conflicts.includes(name)).sort();
  return fields.length > 0 ? { code: 'conflict', fields } : null;
}
