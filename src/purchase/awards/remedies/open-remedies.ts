import { guard, type ActionGuard, type Fact, type Root } from '../../../kernel/actions/action.js';
import { getRule } from '../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../tenders/conducted/issue.rules.js';
import { ABOUT, OWED_CHALLENGE, OWED_COMPLAINT } from './disputes.queries.js';
import { isOpenChallenge } from './remedy.rules.js';

/** A locked award or contract: of one lot of its tender, or of all of them. */
export interface OfLot extends Root {
  tender_id: string;
  lot_id: string | null;
}
const OF_LOT = `(SELECT $1::uuid AS tender_id, $2::uuid AS lot_id) c`;

/** What stands between a purchase and its contract. */
export interface Disputes {
  /** Ids of what is open. */
  challenges: string[];
  /** Ids of what was upheld. */
  owed: string[];
  suspended: boolean;
}
/** SQL: the columns of it, of a contract, a lot or an award `c`. */
export const DISPUTES = `ARRAY(SELECT x.id FROM challenge x WHERE ${ABOUT} AND ${isOpenChallenge('x')} ORDER BY x.id) AS challenges,
  ARRAY(SELECT x.id FROM challenge x WHERE ${ABOUT} AND ${OWED_CHALLENGE}
    UNION ALL SELECT x.id FROM complaint x WHERE ${ABOUT} AND ${OWED_COMPLAINT}) AS owed,
  EXISTS (SELECT FROM lot l WHERE l.tender_id = c.tender_id AND (c.lot_id IS NULL OR l.id = c.lot_id) AND l.state = 'suspended') AS suspended`;

/** Challenges that have arrived, may change the result and are not answered. */
export const findOpenChallenges: Fact<OfLot, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT x.id FROM ${OF_LOT} JOIN challenge x ON ${ABOUT} WHERE ${isOpenChallenge('x')} ORDER BY x.id`,
    [root.tender_id, root.lot_id],
  );
  return rows.map(({ id }) => id);
};

/** Challenges and complaints that were upheld, and whose remedy is still to be carried out on the lot. */
export const findOwedRemedies: Fact<OfLot, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT x.id FROM ${OF_LOT} JOIN challenge x ON ${ABOUT}
     WHERE ${OWED_CHALLENGE}
     UNION ALL SELECT x.id FROM ${OF_LOT} JOIN complaint x ON ${ABOUT} WHERE ${OWED_COMPLAINT}`,
    [root.tender_id, root.lot_id],
  );
  return rows.map(({ id }) => id);
};

export const isSuspended: Fact<OfLot, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM lot WHERE tender_id = $1 AND ($2::uuid IS NULL OR id = $2) AND state = 'suspended'`,
    [root.tender_id, root.lot_id],
  );
  return rows.length > 0;
};

/** Regulation article 54, Law article 57: what stands between a purchase and its contract. */
export const guardChallenges = <R extends OfLot>(find: Fact<R, string[]>): ActionGuard<R> =>
  guard<R, unknown, { challenges: string[] }>({ challenges: find }, ({ challenges }) =>
    challenges.length > 0 ? { ...toRuleRefusal(getRule('CHALLENGE-HOLD-SIGN'), []), facts: { challenges } } : null,
  );
export const guardOwedRemedies = <R extends OfLot>(find: Fact<R, string[]>): ActionGuard<R> =>
  guard<R, unknown, { remedies: string[] }>({ remedies: find }, ({ remedies }) =>
    remedies.length > 0 ? { facts: { remedies } } : null,
  );
export const guardSuspension = <R extends OfLot>(find: Fact<R, boolean>): ActionGuard<R> =>
  guard<R, unknown, { suspended: boolean }>({ suspended: find }, ({ suspended }) =>
    suspended ? toRuleRefusal(getRule('SUSPEND-30D'), []) : null,
  );

/** SQL by ground: what is open, or was upheld and is still to be carried out, about the lot. */
const HALTING: Partial<Record<string, { rule: string; open: string }>> = {
  challenge: {
    rule: 'CHALLENGE-HOLD-SIGN',
    open: `FROM ${OF_LOT} JOIN challenge x ON ${ABOUT} WHERE (${isOpenChallenge('x')})
      OR (${OWED_CHALLENGE})`,
  },
  complaint: {
    rule: 'SUSPEND-30D',
    open: `FROM ${OF_LOT} JOIN complaint x ON ${ABOUT} WHERE x.state IN ('received', 'to_correct', 'accepted')
      OR (${OWED_COMPLAINT})`,
  },
};
interface HaltGiven {
  ground?: string;
  reference?: string;
}

/** Whether there is what a halt says it is for; `here`: what is asked against the purchase is on record. */
const findHaltGround: Fact<OfLot, { open: boolean; here: boolean } | null> = async ({ tx, root, given }) => {
  const halting = HALTING[(given as HaltGiven).ground ?? ''];
  if (halting === undefined) return null;
  const [row] = await tx.query<{ open: boolean; here: boolean }>(
    `SELECT EXISTS (SELECT ${halting.open}) AS open,
       EXISTS (SELECT FROM tender WHERE id = $1 AND conducted = 'here') AS here`,
    [root.tender_id, root.lot_id],
  );
  return row ?? null;
};

/**
 * Regulation article 54, Law article 57: there is something to halt for. That of a purchase conducted elsewhere may be on
 * paper alone; it is named then.
 */
export const haltGroundUnproven: ActionGuard<OfLot> = guard({ findHaltGround }, ({ findHaltGround: found }, view) => {
  const { ground, reference } = view.given as HaltGiven;
  if (found === null || found.open || (reference !== undefined && !found.here)) return null;
  return toRuleRefusal(getRule(HALTING[ground ?? '']?.rule ?? ''), [
    {
      pointer: '/reference',
      code: 'required',
      text: {
        en: 'What is open about this purchase, or the number of its paper where that is kept elsewhere',
        zh: '该采购须有未办结的质疑（投诉）；在系统外办理的，请填写其文号',
      },
    },
  ]);
});
