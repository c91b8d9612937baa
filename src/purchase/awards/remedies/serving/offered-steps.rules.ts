import { findLastCorrection, type LaterPaper } from '../remedy.rules.js';

/** How far a complaint has come, as its steps ask: days of what was done, null where it was not. */
interface ComplaintProgress {
  challenge: string | null;
  /** Whether the challenge that the authority named from its papers can be taken out of it by the caller. */
  isChallengeVoidable: boolean;
  /** With it would go a challenge that the caller wrote down. */
  takesOwnChallenge: boolean;
  /** The caller wrote down its last correction on paper. */
  isCorrector: boolean;
  /** What came on paper afterwards. */
  papers: readonly LaterPaper[];
  examinedOn: string | null;
  copiesSentOn: string | null;
  appraisals: readonly { to: string | null }[];
  /** Copies that were sent to the bodies for which the caller answers. */
  own: readonly { receivedOn: string | null; answeredAt: string | null }[];
}

/** Whether a step of a complaint is still to be taken: what was done, or cannot be done yet, is offered to nobody. */
export function isStepOpen(action: string, progress: ComplaintProgress): boolean {
  const { challenge, isChallengeVoidable, papers, examinedOn, copiesSentOn, appraisals, own } = progress;
  const isAppraised = appraisals.some(({ to }) => to === null);
  switch (action) {
    case 'record_challenge':
      return challenge === null;
    case 'void_challenge':
      return isChallengeVoidable;
    case 'void_correction':
      return findLastCorrection(papers)?.added !== undefined && !progress.isCorrector;
    case 'void':
      return !progress.takesOwnChallenge;
    case 'record_examination':
      return examinedOn === null;
    case 'send_copies':
      return copiesSentOn === null;
    case 'confirm_copies':
      return own.some(({ receivedOn }) => receivedOn === null);
    case 'answer':
      return own.some(({ answeredAt }) => answeredAt === null);
    case 'begin_appraisal':
      return !isAppraised;
    case 'end_appraisal':
      return isAppraised;
    default:
      return true;
  }
}
