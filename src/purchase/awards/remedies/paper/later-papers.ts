import { guard, type ActionGuard, type Fact, type Guards, type Situation } from '../../../../kernel/actions/action.js';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { DocumentReferences } from '../../../../kernel/documents/document-references.js';
import type { RemedyPaperDto } from '../remedy.dto.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import type { AddedWords, LaterPaper, TakenPaper, TakenWords } from '../remedy.rules.js';
import type { LockedComplaint } from '../complaint.subject.js';
import type { LockedRemedy, RemedyRoot, RemedyTable } from '../remedy-root.js';
import { getRecorder, holdsDocumentsSql, referToPaper, refusePaperAgain } from './paper-receipt.js';

/** What a request says of a paper that came after the challenge or complaint itself. */
export interface PaperGiven {
  paper: RemedyPaperDto;
}

/** What is missing where nothing is said of the paper. */
export const NO_PAPER = {
  en: 'The paper: the day on which it was received, and its documents',
  zh: '请填写书面材料的收到日期并附材料',
};

const RECEIVED_ON = '/paper/receivedOn';
const NOT_YET = { en: 'The day has not come', zh: '日期尚未到来' };
const TOO_EARLY = { en: 'Before what it is about', zh: '早于其所针对的事项' };

/** Guards of the day on which a paper came: none to come, and none before what it follows. */
export const guardLaterPaper = <R extends RemedyRoot>(
  findBegin: (root: R) => PlainDate | null,
): Guards<R, PaperGiven> => ({
  dated_in_future: guard({}, (_, { given: { paper }, today }) =>
    paper.receivedOn <= today ? null : { errors: [{ pointer: RECEIVED_ON, code: 'dated_in_future', text: NOT_YET }] },
  ),
  received_before_event: guard({}, (_, { root, given: { paper } }) => {
    const event = findBegin(root);
    return event === null || paper.receivedOn >= event
      ? null
      : {
          facts: { event, receivedOn: paper.receivedOn },
          errors: [{ pointer: RECEIVED_ON, code: 'received_before_event', text: TOO_EARLY }],
        };
  }),
});

/** Guard `remedy_filed_here`: nobody else ends what its body filed here, and ends here. */
export const guardFiledHere = <R extends RemedyRoot, G>(): ActionGuard<R, G> =>
  guard<R, G>({}, (_, { root }) => (root.recorded_by === null ? {} : null));

/** Documents that came with this paper, not before it. */
const listOwnDocuments = ({ documents, before }: LaterPaper): string[] =>
  before ? documents.filter((one) => !before.includes(one)) : [];

/** What papers brought that were taken out, and what stayed all the same. */
const listStayedDocuments = ({ taken_papers: taken = [] }: RemedyRoot): string[] =>
  taken.flatMap(({ stayed = [] }) => stayed);

/** Documents that papers of another kind alone brought, or papers that were taken out: one paper may show what is also part of another. */
const listOfOtherKinds = (root: RemedyRoot, kind: LaterPaper['kind']): string[] => {
  const own = root.papers.filter((paper) => paper.kind === kind).flatMap(({ documents }) => documents);
  const others = root.papers.filter((paper) => paper.kind !== kind).flatMap(listOwnDocuments);
  return [...others, ...listStayedDocuments(root)].filter((one) => !own.includes(one));
};

/** Guard `paper_recorded_already`: one that came on the same day and is not said to be another, or whose documents all came with what it is about, or with others of its kind. */
export function guardNewPaper<R extends RemedyRoot>(
  table: RemedyTable,
  kind: LaterPaper['kind'],
): Guards<R, PaperGiven> {
  const areDocumentsKnown: Fact<R, boolean, PaperGiven> = async ({ tx, root, given: { paper } }) => {
    const [row] = await tx.query<{ known: boolean }>(
      `SELECT ${holdsDocumentsSql(table, '$2', '$3')} AS known FROM (SELECT $1::uuid AS id) x`,
      [root.id, paper.documents, listOfOtherKinds(root, kind)],
    );
    return row?.known === true;
  };
  return {
    paper_recorded_already: guard({ areDocumentsKnown }, (facts, { root, given: { paper } }) => {
      const sameDay = root.papers.some((one) => one.kind === kind && one.receivedOn === paper.receivedOn);
      return facts.areDocumentsKnown || (sameDay && paper.another !== true) ? refusePaperAgain(table, root.id) : null;
    }),
  };
}

/** The paper stands beside what it is about: who recorded it in the audit, its day there and in the row. */
export async function keepLaterPaper<R extends LockedRemedy>(
  { tx, root, given: { paper } }: Situation<R, PaperGiven>,
  { table, kind, added }: { table: RemedyTable; kind: LaterPaper['kind']; added?: AddedWords },
  references: DocumentReferences,
): Promise<{ papers: LaterPaper[]; data: { recordedBy: string; receivedOn: string } }> {
  const recordedBy = getRecorder(tx.principal, table, root);
  // What was taken out of it before is shown again.
  const taken = table === 'complaint' ? paper.documents : [];
  const shown = await references.move(tx, { from: TAKEN_PAPERS, to: table, root: root.id }, taken);
  const fresh = [...shown, ...(await referToPaper(tx, references, { table, id: root.id }, { paper }))];
  const { receivedOn } = paper;
  const documents = paper.documents.map((id) => id.toLowerCase());
  // What only a paper shows that was taken out comes with this one.
  const shownNow = root.papers.flatMap((one) => one.documents);
  const brought = [...fresh, ...listStayedDocuments(root).filter((id) => !shownNow.includes(id))];
  const before = documents.filter((id) => !brought.includes(id));
  const kept: LaterPaper = { kind, receivedOn, recordedBy, documents, by: tx.principal.id, before };
  return {
    papers: [...root.papers, added ? { ...kept, added } : kept],
    data: { recordedBy, receivedOn },
  };
}

/** Documents of papers that were taken out of a complaint again. */
export const TAKEN_PAPERS = 'taken_paper';

type OfPapers = Pick<LockedComplaint, 'id' | 'papers' | 'taken_papers'>;
/** Which papers are taken out, and what they had said. */
interface Taking {
  isTaken: (paper: LaterPaper) => boolean;
  said: TakenWords;
}

/** These are papers of the complaint no more, and are kept with what they said. */
async function removePapers(
  tx: Tx,
  { papers, taken_papers: earlier }: OfPapers,
  { isTaken, said }: Taking,
  stays: boolean,
) {
  const taken = { ...said, takenOn: todayInShanghai(await tx.now()), takenBy: tx.principal.id };
  const out = papers.filter(isTaken);
  const keep = ({ before: _before, added: _added, ...paper }: LaterPaper, stayed: string[]): TakenPaper => ({
    ...{ ...paper, ...taken },
    ...(stays && { stayed }),
  });
  return {
    papers: papers.filter((paper) => !isTaken(paper)),
    brought: out.flatMap(listOwnDocuments),
    takenPapers: [...earlier, ...out.map((paper) => keep(paper, listOwnDocuments(paper)))],
  };
}

/**
 * Takes papers out whose documents stay with the complaint.
 * @returns what is left, and what was taken out until now
 */
export async function takeOutPapers(
  tx: Tx,
  root: OfPapers,
  taking: Taking,
): Promise<{ papers: LaterPaper[]; takenPapers: TakenPaper[] }> {
  const { papers, takenPapers } = await removePapers(tx, root, taking, true);
  return { papers, takenPapers };
}

/**
 * Takes papers out, and what these alone brought is read by nobody by the complaint any more: but by who watches over it, and by whose
 * document it is.
 * @returns the ids of what is hidden as well
 */
export async function hideTakenPapers(
  tx: Tx,
  references: DocumentReferences,
  root: OfPapers,
  taking: Taking,
): Promise<{ papers: LaterPaper[]; takenPapers: TakenPaper[]; documents: string[] }> {
  const { papers: left, brought, takenPapers } = await removePapers(tx, root, taking, false);
  const hidden = brought.filter((one) => !left.some(({ documents }) => documents.includes(one)));
  await references.move(tx, { from: 'complaint', to: TAKEN_PAPERS, root: root.id }, hidden);
  return { papers: handOverDocuments(left, brought), takenPapers, documents: hidden };
}

/** Of what these brought, the first paper that shows it still is the one that it came with now. */
function handOverDocuments(left: readonly LaterPaper[], brought: readonly string[]): LaterPaper[] {
  return left.map((paper, at) => {
    const isFirst = (one: string): boolean => left.findIndex(({ documents }) => documents.includes(one)) === at;
    return paper.before
      ? { ...paper, before: paper.before.filter((one) => !(brought.includes(one) && isFirst(one))) }
      : paper;
  });
}

/** The paper that shows the challenge which a complaint follows. */
export const isChallengePaper = ({ kind }: LaterPaper): boolean => kind === 'challenge';
