import type { Tx } from '../../../../kernel/database/transactions.js';
import { action, guard, type Fact, type Situation } from '../../../../kernel/actions/action.js';
import { holdsPermission } from '../../../../kernel/access/held.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import type { ProblemDetails } from '../../../../kernel/errors/problem.js';
import type { StoredRow } from '../../../../kernel/database/row-types.js';
import type { Challenge } from '../challenge.entity.js';
import { challengeSubject, type LockedChallenge } from '../challenge.subject.js';
import type { ComplaintState } from '../complaint.lifecycle.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { guardFiledHere, hideTakenPapers, isChallengePaper, takeOutPapers } from '../paper/later-papers.js';
import { unnameChallenge } from '../stages/complaint-stage.js';
import { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import { guardSecondPerson } from '../../../../people/accounts/second-person.js';
import {
  isActedOnSql,
  isFollowedByOtherSql,
  isFollowedHereSql,
  isFollowedOpenlySql,
  isShownByOtherSql,
} from '../paper/voidable.queries.js';
import { audienceOfSql, changeOfRemedy, decidesRemedy, listRecorders, type ToldRemedy } from '../remedy-root.js';
import { findKeepingBody } from '../paper/shown-papers.js';

type Followed = ToldRemedy &
  Pick<StoredRow<Challenge>, 'challenger_id' | 'recorded_by' | 'filed_by'> & {
    acted: boolean;
    shared: boolean;
    shown: boolean;
    followed: boolean;
  };

/**
 * A challenge; whether anything was decided on it, by its buyer or on a complaint that follows it; and whether a complaint other than
 * this one follows it, whatever came of that, and by its own papers.
 */
async function loadChallenge(tx: Tx, challenge: string | null, complaint: string | null): Promise<Followed | null> {
  const [row] = await tx.query<Followed>(
    `SELECT c.id, c.dataset, c.region, c.buyer_id, c.agent_id, c.challenger_id, c.recorded_by, c.filed_by, ${audienceOfSql('c')},
       ${isFollowedByOtherSql('c', '$2::uuid')} AS shared,
       ${isShownByOtherSql('c', '$2::uuid')} AS shown,
       ${isActedOnSql('c')} AS acted, ${isFollowedOpenlySql('c')} AS followed
     FROM challenge c WHERE c.id = $1 FOR NO KEY UPDATE OF c`,
    [challenge, complaint],
  );
  return row ?? null;
}

const loadOwnChallenge: Fact<LockedChallenge, Followed | null> = ({ tx, root }) => loadChallenge(tx, root.id, null);
const loadFollowedChallenge: Fact<LockedComplaint, Followed | null> = ({ tx, root }) =>
  loadChallenge(tx, root.challenge_id, root.id);

/** Where an authority voids what it recorded. */
const AT_COMPLAINT = {
  en: 'A complaint follows it: take it out of that one (void_challenge)',
  zh: '有投诉依据该质疑：请在该投诉中解除（void_challenge）',
};

export const voidChallenge = action(challengeSubject, 'void', RequiredReasonDto, {
  operationId: 'voidChallenge',
  summary: { en: 'Void a challenge that was recorded wrong, to record it anew', zh: '作废误录的书面质疑' },
  guards: {
    remedy_filed_here: guardFiledHere<LockedChallenge, RequiredReasonDto>(),
    recorded_by_another: guard({ loadOwnChallenge }, ({ loadOwnChallenge: challenge }, { root, principal }) => {
      const facts = { recordedBy: root.recorded_by };
      if (root.recorded_by === 'authority' && decidesRemedy(principal, root))
        return challenge?.followed ? { facts, detail: AT_COMPLAINT } : null;
      const { buyer_id: buyer, agent_id: agent, recorder_id: recorder } = root;
      const body = findKeepingBody({ ...facts, buyer, agent, recorder });
      return holdsPermission(principal, 'challenge.answer', [body]) ? null : { facts };
    }),
    remedy_acted_on: guard({ loadOwnChallenge }, (facts) => (facts.loadOwnChallenge?.acted ? {} : null)),
  },
  uses: { references: DocumentReferences },
  async effect({ tx, root }, _, { references }) {
    await unlinkComplaints(tx, root.id);
    // The papers from which an authority recorded it are wrong themselves, where nobody goes on with the complaint any more too.
    if (root.recorded_by === 'authority')
      await unlinkComplaints(tx, root.id, {
        states: ['withdrawn'],
        takeOut: (complaint, taking) => hideTakenPapers(tx, references, complaint, taking),
      });
    return {};
  },
});

/** The papers of a complaint that showed this challenge, which goes out with them. */
const selectChallengePapers = (challenge: string) => ({
  isTaken: isChallengePaper,
  said: { grounds: null, requests: null, challenge },
});

type Taken = Awaited<ReturnType<typeof takeOutPapers>>;
/** Which complaints that follow it, but one; and how its papers are taken out of them, where their documents do not stay. */
interface Unlinking {
  but?: string | null;
  states?: readonly ComplaintState[];
  takeOut?: (
    complaint: Parameters<typeof takeOutPapers>[1],
    taking: Parameters<typeof takeOutPapers>[2],
  ) => Promise<Taken>;
}

/**
 * A complaint that follows it goes on without one, about what it was about before it named it. What its papers brought stays with it: it is
 * the challenge that was recorded wrong, by another body it may be, and not they.
 */
async function unlinkComplaints(
  tx: Tx,
  challenge: string,
  { but = null, states = ['received', 'to_correct'], takeOut }: Unlinking = {},
): Promise<void> {
  type Left = ToldRemedy &
    Pick<LockedComplaint, 'complainant_id' | 'stage' | 'stated_stage' | 'papers' | 'taken_papers'>;
  const rows = await tx.query<Left>(
    `SELECT x.id, x.dataset, x.region, x.buyer_id, x.agent_id, x.complainant_id, x.stage, x.stated_stage, x.papers, x.taken_papers, ${audienceOfSql('x')}
     FROM complaint x WHERE x.challenge_id = $1 AND x.id IS DISTINCT FROM $2::uuid AND x.state = ANY ($3)
     ORDER BY x.id FOR NO KEY UPDATE OF x`,
    [challenge, but, states],
  );
  for (const row of rows) {
    const { stage } = unnameChallenge(row);
    const taking = selectChallengePapers(challenge);
    const { papers, takenPapers } = await (takeOut?.(row, taking) ?? takeOutPapers(tx, row, taking));
    await tx.query(
      `UPDATE complaint SET challenge_id = NULL, stage = $2, stated_stage = NULL, papers = $3, taken_papers = $4,
         version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [row.id, stage.to, JSON.stringify(papers), JSON.stringify(takenPapers)],
    );
    await tx.record({
      ...changeOfRemedy('complaint', row, row.complainant_id),
      ...{ action: 'lose_challenge', data: { challenge, stage } },
    });
  }
}

/** Voids the challenge that an authority recorded from the papers of this complaint. */
async function voidChallengeOfPapers(
  { tx, root, given }: Situation<LockedComplaint, RequiredReasonDto>,
  challenge: Followed,
): Promise<void> {
  await tx.query(
    `UPDATE challenge SET state = 'voided', version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [challenge.id],
  );
  await tx.record({
    ...changeOfRemedy('challenge', challenge, challenge.challenger_id),
    ...{ action: 'void', from: 'received', to: 'voided', reason: given.reason, data: { complaint: root.id } },
  });
  await unlinkComplaints(tx, challenge.id, { but: root.id });
}

/**
 * Of joint buyers the authority that received the first complaint decides (Order 94 article 6). One that was recorded by mistake was none, but what
 * an authority has begun meanwhile on another one stays with it. To say that another is competent begins nothing.
 */
const isAnotherBegun: Fact<LockedComplaint, boolean> = async ({ tx, root }) => {
  if (root.authority_id === null) return false;
  const begun = await tx.query(
    `SELECT FROM complaint x WHERE x.tender_id = $1 AND x.id <> $2 AND x.state NOT IN ('withdrawn', 'voided')
       AND (x.state <> 'received' OR x.examined_on IS NOT NULL) AND x.refusal_ground IS DISTINCT FROM 'other_authority'
       AND x.updated_at > (SELECT created_at FROM complaint WHERE id = $2) FOR NO KEY UPDATE OF x`,
    [root.tender_id, root.id],
  );
  return begun.length > 0;
};

/** Its body went on with it here: what it wrote is its own, whatever came on paper beside it. */
const isFollowedHere: Fact<LockedComplaint, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(`SELECT FROM complaint r WHERE r.id = $1 AND ${isFollowedHereSql('r')}`, [root.id]);
  return rows.length > 0;
};

/** What was taken from the papers of this complaint alone is no more than they are. */
const isOfPapers = (challenge: Followed | null, root: LockedComplaint): challenge is Followed =>
  challenge?.recorded_by === 'authority' && !challenge.acted && !challenge.shared && isNamedByPaper(root);

export const voidComplaint = action(complaintSubject, 'void', RequiredReasonDto, {
  operationId: 'voidComplaint',
  summary: { en: 'Void a complaint that was recorded wrong, to record it anew', zh: '作废误录的书面投诉' },
  guards: {
    remedy_filed_here: guardFiledHere<LockedComplaint, RequiredReasonDto>(),
    // The challenge that goes with it another may have written down.
    recorder_decides: guardSecondPerson<LockedComplaint, RequiredReasonDto>(async ({ root, load }) => {
      const challenge = await load(loadFollowedChallenge);
      return [...listRecorders(root), isOfPapers(challenge, root) ? challenge.filed_by : null];
    }),
    remedy_acted_on: guard({ isFollowedHere }, (facts) => (facts.isFollowedHere ? {} : null)),
  },
  needs: { loadFollowedChallenge, isAnotherBegun },
  uses: { references: DocumentReferences },
  async effect(
    situation: Situation<LockedComplaint, RequiredReasonDto>,
    { loadFollowedChallenge: challenge, isAnotherBegun: begun },
    { references },
  ) {
    const { root } = situation;
    const taken = isOfPapers(challenge, root) ? challenge : null;
    if (taken) await voidChallengeOfPapers(situation, taken);
    const isLeft = root.authority_id !== null && !begun;
    // What was a mistake names no challenge that others follow.
    const unnamed = challenge !== null && !taken && isNamedByPaper(root) ? unnameChallenge(root) : null;
    const left =
      unnamed && (await hideTakenPapers(situation.tx, references, root, selectChallengePapers(challenge?.id ?? '')));
    return {
      set: {
        ...(unnamed && { ...unnamed.set, papers: left?.papers, takenPapers: left?.takenPapers }),
        ...(isLeft && { authorityId: null }),
      },
      data: {
        ...(taken && { challenge: taken.id }),
        ...(unnamed && { unnamed: challenge?.id, stage: unnamed.stage }),
        ...(isLeft && { authority: { from: root.authority_id, to: null } }),
      },
    };
  },
});

/** The challenge that it follows was named from its own papers. */
const isNamedByPaper = ({ papers }: LockedComplaint): boolean => papers.some(isChallengePaper);

/** How a challenge that a correction named is taken out. */
const IN_CORRECTION = {
  en: 'A correction on paper names it: take that one out (void_correction)',
  zh: '系书面补正所载明：请撤销该补正（void_correction）',
};

/** How one goes that the papers of another complaint show. */
const SHOWN_ELSEWHERE = {
  en: 'The papers of another complaint show it: take it out of that one first (void_challenge)',
  zh: '另一投诉的材料载有该质疑：请先在该投诉中解除（void_challenge）',
};

/** Why the challenge is not taken out here. */
function findOtherPlace(challenge: Followed | null, root: LockedComplaint): ProblemDetails | null {
  const facts = { recordedBy: challenge?.recorded_by ?? null };
  // It is the correction that is wrong.
  if (root.papers.some(({ added }) => added?.challenge === root.challenge_id)) return { facts, detail: IN_CORRECTION };
  // What its buyer recorded is named no more, where an authority named it from the papers, and stays as it is.
  if (isNamedByPaper(root)) return null;
  if (challenge?.recorded_by !== 'authority') return { facts };
  return challenge.shown ? { facts, detail: SHOWN_ELSEWHERE } : null;
}

/**
 * An authority recorded it from the papers of this complaint, and takes it back whole. Where another complaint follows it too, or something
 * was decided on it, a complaint whose papers named it names it no more, and it stays.
 */
const isTakenBackWhole = (challenge: Followed | null, root: LockedComplaint): boolean =>
  challenge?.recorded_by === 'authority' && !((challenge.shared || challenge.acted) && isNamedByPaper(root));

export const voidComplaintChallenge = action(complaintSubject, 'void_challenge', RequiredReasonDto, {
  operationId: 'voidComplaintChallenge',
  summary: {
    en: 'Take out of a complaint the challenge that was recorded or named wrong from its papers',
    zh: '解除依据投诉材料误指的质疑，或者作废误录的质疑',
  },
  guards: {
    complaint_without_challenge: guard({}, (_, { root }) => (root.challenge_id === null ? {} : null)),
    recorded_by_another: guard({ loadFollowedChallenge }, ({ loadFollowedChallenge: challenge }, { root }) =>
      findOtherPlace(challenge, root),
    ),
    // It may have been taken from the papers of another complaint.
    recorder_decides: guardSecondPerson<LockedComplaint, RequiredReasonDto>(async ({ root, load }) => {
      const challenge = await load(loadFollowedChallenge);
      return [...listRecorders(root), isTakenBackWhole(challenge, root) ? challenge?.filed_by : null];
    }),
    remedy_acted_on: guard({ loadFollowedChallenge }, ({ loadFollowedChallenge: challenge }, { root }) =>
      isTakenBackWhole(challenge, root) && challenge?.acted ? {} : null,
    ),
  },
  needs: { loadFollowedChallenge },
  uses: { references: DocumentReferences },
  async effect(
    situation: Situation<LockedComplaint, RequiredReasonDto>,
    { loadFollowedChallenge: challenge },
    { references },
  ) {
    if (challenge === null) return {};
    const { tx, root } = situation;
    if (isTakenBackWhole(challenge, root)) await voidChallengeOfPapers(situation, challenge);
    const { papers, takenPapers, documents } = await hideTakenPapers(
      tx,
      references,
      root,
      selectChallengePapers(challenge.id),
    );
    const { set, stage } = unnameChallenge(root);
    return { set: { ...set, papers, takenPapers }, data: { challenge: challenge.id, stage, documents } };
  },
});
