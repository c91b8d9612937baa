import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { Talked } from '../conducted/terms/service-terms.rules.js';
import type { NoticePanel } from './notice-source.js';

/** Who reviewed the lots whose result is published, and what the winner scored; until then nobody learns it. */
export const loadPublishedPanels =
  declareContribution<(reader: Reader, tender: string) => Promise<NoticePanel[]>>('panels of published results');

/** What the buyer confirmed in the talks of each lot, by its number: the notice of its result says what was awarded. */
export const loadConfirmedTalks =
  declareContribution<(reader: Reader, tender: string) => Promise<Map<number, Talked[]>>>(
    'what was confirmed in talks',
  );

/** Locks the signed contracts of a tender, and answers their ids. */
export const lockSignedContracts =
  declareContribution<(tx: Tx, tender: string) => Promise<string[]>>('signed contracts of a tender');
