import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Reader } from '../../facts/loading/frame-types.js';
import type { SubjectRef } from '../../facts/loading/load.js';
import type { ChangedAssessment } from '../../runs/assessment-store.js';
import type { GroupType } from '../../runs/assessment-types.js';
import type { Baseline } from '../screening-types.js';
import type { ScreeningRun } from '../tables/screening-run.entity.js';

/** A group as findings name it. */
export interface GivenGroup {
  kind: GroupType;
  key: string;
  /** Ids of its bodies, sorted. */
  members: readonly string[];
}
/** A group with what is stored of what found nothing. */
export interface StoredGroup {
  id: string;
  kind: GroupType;
  key: string;
  /** Numbers of the answers. */
  answers: number[] | null;
  digest: string | null;
}

const WRITE_GROUPS = `
  INSERT INTO bidder_group AS g (market_id, kind, key, members)
  SELECT $1, r.kind, r.key, r.members FROM jsonb_to_recordset($2::jsonb) AS r(kind text, key text, members uuid[])
  ORDER BY r.kind, r.key
  ON CONFLICT (market_id, kind, key) DO UPDATE SET members = EXCLUDED.members WHERE g.members <> EXCLUDED.members`;

/** Registers the groups of a market. Answers all that were ever registered, also those of which nothing is found any more. */
export async function storeGroups(tx: Tx, market: string, groups: readonly GivenGroup[]): Promise<StoredGroup[]> {
  if (groups.length > 0) await tx.query(WRITE_GROUPS, [market, JSON.stringify(groups)]);
  return readGroups(tx, market);
}

/** All groups of a market that were ever registered. */
export function readGroups(reader: Reader, market: string): Promise<StoredGroup[]> {
  return reader.query<StoredGroup>(
    `SELECT id, kind, key, answers, digest::text AS digest FROM bidder_group WHERE market_id = $1 ORDER BY kind, key`,
    [market],
  );
}

/** A baseline as it is stored; of a market that no run has looked at yet it has no id. */
export interface StoredBaseline {
  id: string | null;
  content: Baseline;
}

/** The newest baseline of a market. */
export async function findBaseline(
  reader: Reader,
  market: string,
): Promise<(StoredBaseline & { hash: string }) | null> {
  const [row] = await reader.query<{ id: string; content: Baseline; hash: string }>(
    `SELECT id, content, content_hash AS hash FROM baseline WHERE market_id = $1 ORDER BY version DESC LIMIT 1`,
    [market],
  );
  return row ?? null;
}

/** A new version; those before it stay as they are. */
export async function insertBaseline(tx: Tx, market: string, content: Baseline, hash: string): Promise<StoredBaseline> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO baseline (market_id, version, cut_off, seed, content, content_hash)
     SELECT $1, 1 + coalesce(max(version), 0), $2::date, $3, $4::jsonb, $5 FROM baseline WHERE market_id = $1 RETURNING id`,
    [market, content.cutOff, content.seed, JSON.stringify(content), hash],
  );
  return { id: (row as { id: string }).id, content };
}

export type CurrentRun = Pick<
  StoredRow<ScreeningRun>,
  'id' | 'baseline_id' | 'inputs_hash' | 'rules' | 'level' | 'screened' | 'screened_by_rule'
>;

/** The run that the assessments of a market rest on. */
export async function findCurrentRun(reader: Reader, market: string): Promise<CurrentRun | null> {
  const [row] = await reader.query<CurrentRun>(
    `SELECT id, baseline_id, inputs_hash, rules, level, screened, screened_by_rule FROM screening_run WHERE market_id = $1 AND current`,
    [market],
  );
  return row ?? null;
}

/** Notes that a market waits for a run since now, unless it does already; or that it is as it was screened. */
export async function noteWaiting(tx: Tx, market: string, isWaiting: boolean): Promise<void> {
  await tx.query(
    `UPDATE market SET unscreened_since = CASE WHEN $2::boolean THEN $3::timestamptz END
     WHERE id = $1 AND (unscreened_since IS NULL) = $2::boolean`,
    [market, isWaiting, await tx.now()],
  );
}

/**
 * What changed, and what flags of groups hold that a run finds clear, or cannot judge for the first time: it is looked at
 * as if its answer had changed, though it may have left its market long before the run.
 */
export async function addFlagSubjects(
  tx: Tx,
  subjects: readonly SubjectRef[],
  changed: readonly ChangedAssessment[],
): Promise<ChangedAssessment[]> {
  const held = await tx.query<ChangedAssessment>(
    `SELECT coalesce(a.id, s.flag_id) AS id, f.indicator, s.subject_type, s.subject_id, 'triggered' AS before_state, a.state,
       s.severity
     FROM unnest($1::text[], $2::uuid[]) AS g(type, id)
     JOIN flag_subject s ON s.subject_type = g.type AND s.subject_id = g.id AND s.active
     JOIN flag f ON f.id = s.flag_id
     LEFT JOIN assessment a ON a.indicator = f.indicator AND a.subject_type = s.subject_type AND a.subject_id = s.subject_id
     WHERE a.state = 'clear' OR a.state IS DISTINCT FROM 'triggered' AND NOT s.unjudged
     ORDER BY f.indicator, s.subject_type, s.subject_id`,
    [subjects.map(({ type }) => type), subjects.map(({ id }) => id)],
  );
  return [...new Map([...changed, ...held].map((one) => [nameChange(one), one])).values()];
}

const nameChange = ({ indicator, subject_type: type, subject_id: id }: ChangedAssessment): string =>
  `${indicator} ${type}:${id}`;

export interface NewRun extends Omit<CurrentRun, 'id'> {
  run_id: string;
  market_id: string;
  seed: string;
  triggered: number;
  started_at: Date;
}

/** Makes a run the one that the assessments of its market rest on. */
export async function insertScreeningRun(tx: Tx, run: NewRun): Promise<CurrentRun> {
  await tx.query(`UPDATE screening_run SET current = false WHERE market_id = $1 AND current`, [run.market_id]);
  const [row] = await tx.query<CurrentRun>(
    `INSERT INTO screening_run (run_id, market_id, baseline_id, rules, level, seed, screened, screened_by_rule, triggered, inputs_hash, current,
       started_at, ended_at)
     VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8::jsonb, $9, $10, true, $11, clock_timestamp())
     RETURNING id, baseline_id, inputs_hash, rules, level, screened, screened_by_rule`,
    [
      ...[run.run_id, run.market_id, run.baseline_id, JSON.stringify(run.rules), run.level, run.seed],
      ...[run.screened, JSON.stringify(run.screened_by_rule), run.triggered, run.inputs_hash, run.started_at],
    ],
  );
  return row as CurrentRun;
}
