import { declareContribution } from '../../kernel/contributions/contributed.js';
import type { Reader } from '../../kernel/database/reader.js';
import type { Language } from '../../kernel/errors/texts.js';
import type { EarlierGradeDto } from './earlier-grade.dto.js';

type LoadGrades = (reader: Reader, id: string, lang: Language) => Promise<EarlierGradeDto[]>;

/** For each tender: grades of contracts of its buyer that served one of its lines before. */
export const loadGradesForTenders =
  declareContribution<
    (reader: Reader, tenders: readonly string[], lang: Language) => Promise<ReadonlyMap<string, EarlierGradeDto[]>>
  >('earlier grades for tenders');

/** For a programme: grades of what its buyer had evaluated in the year before and in its own. */
export const loadGradesForProgramme = declareContribution<LoadGrades>('earlier grades for a programme');
