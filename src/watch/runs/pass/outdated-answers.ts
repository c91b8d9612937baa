import type { Reader } from '../../facts/loading/frame-types.js';
import { refName, type SubjectRef } from '../../facts/loading/load.js';
import { INDICATORS } from '../../rules/registry.js';
import { isScreened, SUBJECT_TYPES } from '../assessment-types.js';
import { createJudgeApart } from './judge-apart.js';

/**
 * Subjects of which something is found, or was and is still flagged, by an older version of a rule than the one that is in force.
 * Of a newer one, which a process of the release to come has written, nothing is owed: two releases side by side would take turns.
 */
const READ_OUTDATED = `
  SELECT DISTINCT a.subject_type AS type, a.subject_id AS id
  FROM unnest($1::text[], $2::integer[]) AS r(indicator, version)
  JOIN assessment a ON a.indicator = r.indicator AND a.version < r.version
  WHERE a.subject_type = ANY ($3::text[])
    AND NOT EXISTS (SELECT FROM unnest($5::text[], $6::uuid[]) AS b(type, id) WHERE b.type = a.subject_type AND b.id = a.subject_id)
  ORDER BY 1, 2 LIMIT $4`;

/** What is found of groups is found by screenings, which look at every market again when a version of their rules rises. */
const LOADED_TYPES = SUBJECT_TYPES.filter((type) => !isScreened(type));
/** Sweeps after which it is looked for again, though none was left: a process of the release before may still have written some. */
const LOOK_AGAIN = 60;

/**
 * Finds what the versions of the rules leave to be judged anew. They change with a release alone, so that a process that has found
 * nothing left does not read all findings again with every sweep.
 */
export class OutdatedAnswers {
  private done = '';
  private skipped = 0;

  /**
   * Some of them, at most `limit`; none where all that is found is found by the rules in force.
   * @param broken could not be judged in this sweep: they would stand before the others for ever
   */
  private async listNext(reader: Reader, limit: number, broken: readonly SubjectRef[]): Promise<SubjectRef[]> {
    const versions = INDICATORS.map(({ id, version }) => `${id} ${version}`).join();
    if (this.done === versions && this.skipped < LOOK_AGAIN) {
      this.skipped += 1;
      return [];
    }
    const found = await reader.query<SubjectRef>(READ_OUTDATED, [
      INDICATORS.map(({ id }) => id),
      INDICATORS.map(({ version }) => version),
      LOADED_TYPES,
      limit,
      broken.map(({ type }) => type),
      broken.map(({ id }) => id),
    ]);
    this.skipped = 0;
    this.done = found.length === 0 && broken.length === 0 ? versions : '';
    return found;
  }

  /**
   * Judges all of them anew, some at a time and at most `pages` times. One that cannot be judged keeps none behind it waiting: it is
   * named by the error with which the sweep ends, and tried again by the next one.
   */
  async judgeAll(
    reader: Reader,
    { atOnce, pages }: { atOnce: number; pages: number },
    judge: (subjects: readonly SubjectRef[]) => Promise<void>,
  ): Promise<void> {
    const broken: SubjectRef[] = [];
    const errors: unknown[] = [];
    const judgeApart = createJudgeApart({
      judge,
      passOver: (subject, error) => {
        broken.push(subject);
        errors.push(error);
      },
    });
    for (let page = 0; page < pages; page += 1) {
      const found = await this.listNext(reader, atOnce, broken);
      if (found.length === 0) break;
      await judgeApart(found);
    }
    if (broken.length > 0) throw new AggregateError(errors, `not judged anew: ${describeErrors(broken, errors)}`);
  }
}

const describeErrors = (subjects: readonly SubjectRef[], errors: readonly unknown[]): string =>
  subjects.map((subject, i) => `${refName(subject)} (${String(errors[i])})`).join(', ');
