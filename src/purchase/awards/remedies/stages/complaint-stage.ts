import type { Tx } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { PUBLIC_SOURCES } from '../../../tenders/recording/facts-in-force.rules.js';
import type { ChallengeStage } from '../remedy.rules.js';
import type { ComplaintStage } from './effects.rules.js';

/**
 * What a challenge of the body to the tender is about.
 * @param before whether it was filed before this complaint (Order 94 article 19); null: no complaint is filed yet
 * @throws Problem `not_found` where it is none of its own, or a later one
 */
export async function loadOwnChallengeStage(
  tx: Tx,
  { challenge, tender, body, before }: { challenge: string; tender: string; body: string; before: string | null },
): Promise<ChallengeStage> {
  const [known] = await tx.query<{ stage: ChallengeStage }>(
    `SELECT stage FROM challenge c WHERE c.id = $1 AND c.tender_id = $2 AND c.challenger_id = $3 AND c.state <> 'voided'
       AND ($4::uuid IS NULL OR c.received_at <= (SELECT r.received_at FROM complaint r WHERE r.id = $4))`,
    [challenge, tender, body, before],
  );
  if (known) return known.stage;
  throw Problem.ofField('not_found', '/challenge', {
    en:
      before === null
        ? 'No challenge of this body to this tender'
        : 'No challenge of this body to this tender before the complaint',
    zh: before === null ? '本单位对该采购项目没有此质疑' : '投诉之前本单位对该采购项目没有此质疑',
  });
}

/** A complaint is about what its challenge is about; that the purchase failed is a result of its process: who said so keeps to it. */
export const deriveComplaintStage = (stated: ComplaintStage, challenged: ComplaintStage): ComplaintStage =>
  stated === 'failure' && challenged !== 'documents' ? stated : challenged;

/** A complaint names its challenge no more: it is about what it was about before it did. */
export function unnameChallenge(root: { stage: ComplaintStage; stated_stage: ComplaintStage | null }) {
  const stage = root.stated_stage ?? root.stage;
  return { set: { challengeId: null, stage, statedStage: null }, stage: { from: root.stage, to: stage } };
}

/** SQL: that tender $1 has a fact of the kind about the lot of this number, which the public could read: from a source of $3. */
const announcedFactSql = (kind: 'award' | 'failure', lotNo: string): string =>
  `EXISTS (SELECT FROM fact f WHERE f.subject_type = 'tender' AND f.subject_id = $1 AND f.kind = '${kind}'
    AND (f.lot IS NULL OR f.lot = ${lotNo}) AND f.source ->> 'kind' = ANY ($3::text[]) AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id))`;

/**
 * What a complaint can be about that names neither its stage nor its challenge, by how far its lots have come. A result or a failure
 * that was not announced is nobody's to learn of by filing one.
 */
export async function findStageInReach(tx: Tx, tender: string, lot: string | null): Promise<ComplaintStage> {
  const [row] = await tx.query<{ stage: ComplaintStage }>(
    `SELECT CASE WHEN EXISTS (SELECT FROM award a LEFT JOIN lot w ON w.id = a.lot_id WHERE a.tender_id = $1 AND ($2::uuid IS NULL OR a.lot_id = $2)
         AND (a.state IN ('active', 'contracted') OR a.state = 'refused' AND coalesce(w.suspended_from, w.state) = 'result_published') AND ${announcedFactSql('award', 'w.no')}) THEN 'result'
       WHEN bool_and(l.state = 'failed' AND ${announcedFactSql('failure', 'l.no')}) THEN 'failure'
       WHEN bool_and(l.state = 'open') THEN 'documents' ELSE 'process' END AS stage
     FROM lot l WHERE l.tender_id = $1 AND ($2::uuid IS NULL OR l.id = $2)`,
    [tender, lot, PUBLIC_SOURCES],
  );
  return row?.stage ?? 'process';
}

/**
 * A complaint about the result is about one that there is: of a purchase that is conducted here nothing was decided before it
 * has an award, or was announced to have failed (Order 94 article 32). An award that is not published yet is nobody's to know but the buyer's and
 * the agent's: it is none here. What was done elsewhere may not be known here.
 * @throws Problem `validation_failed`
 */
export async function assertResult(tx: Tx, tender: string, lot: string | null): Promise<void> {
  const [row] = await tx.query<{ decided: boolean }>(
    `SELECT t.conducted = 'elsewhere' OR EXISTS (SELECT FROM award a WHERE a.tender_id = t.id
         AND a.fact_id IS NOT NULL AND ($2::uuid IS NULL OR a.lot_id = $2))
       OR EXISTS (SELECT FROM lot l WHERE l.tender_id = t.id AND ($2::uuid IS NULL OR l.id = $2) AND l.state = 'failed'
         AND ${announcedFactSql('failure', 'l.no')}) AS decided
     FROM tender t WHERE t.id = $1`,
    [tender, lot, PUBLIC_SOURCES],
  );
  if (row?.decided) return;
  throw invalid('/stage', 'not_allowed_value', {
    en: 'There is no result yet: a complaint is about the documents or the process',
    zh: '尚无采购结果，投诉事项应为采购文件或者采购过程',
  });
}
