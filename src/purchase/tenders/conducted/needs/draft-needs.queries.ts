import { Injectable } from '@nestjs/common';
import type { AllowedActionDto } from '../../../../kernel/actions/allowed-actions.js';
import { ActionEngine } from '../../../../kernel/actions/engine.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import type { Scope } from '../../../../kernel/access/scope.js';
import { Transactions, type Tx } from '../../../../kernel/database/transactions.js';
import type { ProblemCode } from '../../../../kernel/errors/codes.js';
import { toShownErrors, type FieldError } from '../../../../kernel/errors/problem.js';
import type { Language } from '../../../../kernel/errors/texts.js';
import { TendersQueries } from '../../reads/tenders.queries.js';
import type { TenderDetailDto } from '../../reads/tender-view.dto.js';
import { tenderLifecycle } from '../../tender.lifecycle.js';
import { BEFORE_ISSUE } from '../../oversight/grounds.js';
import type { ConductedTender, TenderRow } from '../conducted-tender.js';
import type { AheadDto } from '../conducted-view.dto.js';
import { loadTenderCircumstances } from '../tender-circumstances.js';
import { tenderSubject } from '../tender.subject.js';
import type { LockedTenderHere } from '../tender-circumstances.js';
import { SUBMIT_GUARDS } from './submit-guards.js';

/** Actions on the way to the issue that say what they still need. */
const NEEDING: readonly string[] = ['submit', 'approve', 'issue', 'request_method_approval'];

/** Of what is asked of a draft a part is others' to do: to state a threshold, to approve the programme. */
const OTHERS_TOO: readonly string[] = ['insufficient_data', 'programme_not_approved'];
/** What the issue is asked beside the draft. */
const ISSUE_CODES = tenderLifecycle.transitions
  .flatMap(({ action, guards = [] }) => (action === 'issue' ? (guards as readonly ProblemCode[]) : []))
  .filter((code) => !(code in SUBMIT_GUARDS) || OTHERS_TOO.includes(code));

/** What others do while the draft stays as it is, by the action that asks for it. */
const AHEAD: readonly { action: 'approve' | 'issue'; from: readonly string[]; codes: readonly ProblemCode[] }[] = [
  { action: 'approve', from: ['draft', 'in_review'], codes: ['opinion_missing'] },
  { action: 'issue', from: BEFORE_ISSUE, codes: ISSUE_CODES },
];

/** No contract is signed without the code of its buyer (GB 32100). */
const NO_CREDIT_CODE: FieldError = {
  ...{ pointer: '/parties/buyer/creditCode', code: 'required' },
  text: { en: 'The credit code of the buyer', zh: '采购人的统一社会信用代码' },
};

/** What stands in the way of a draft on each step to its issue, for those who bring it there. */
@Injectable()
export class DraftNeedsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly tenders: TendersQueries,
  ) {}

  /** The tender; before its issue with what the caller's next action needs, and what others still have to do. */
  async one(principal: Principal, scope: Scope, id: string, lang: Language): Promise<TenderDetailDto> {
    const tender = await this.tenders.one(scope, id, lang);
    const { here, state } = tender;
    const isOwn = here !== null && here.draft !== null;
    if (!isOwn || !(BEFORE_ISSUE as readonly (string | null)[]).includes(state)) return tender;
    return this.transactions.read(principal, async (tx) => {
      const root = await loadDraft(tx, id);
      const allowedActions = await this.listActions(tx, root, tender.allowedActions, lang);
      const named = new Set(allowedActions.flatMap(({ needs = [] }) => needs.map(({ refusal }) => refusal)));
      const ahead = (await this.listAhead(tx, root, lang)).filter(({ refusal }) => !named.has(refusal));
      return { ...tender, here: { ...here, ahead }, allowedActions };
    });
  }

  private async listActions(
    tx: Tx,
    root: LockedTenderHere,
    allowed: readonly AllowedActionDto[],
    lang: Language,
  ): Promise<AllowedActionDto[]> {
    const listed: AllowedActionDto[] = [];
    for (const each of allowed) {
      const isNeeding = NEEDING.includes(each.action);
      const needs = isNeeding ? await this.engine.collectNeeds(tx, tenderSubject, root, each.action) : null;
      listed.push(needs === null ? each : { ...each, needs: toShownErrors(needs, lang) });
    }
    return listed;
  }

  private async listAhead(tx: Tx, root: LockedTenderHere, lang: Language): Promise<AheadDto[]> {
    const ahead: AheadDto[] = [];
    for (const { action, from, codes } of AHEAD) {
      if (!from.includes(root.state)) continue;
      const needs = await this.engine.collectNeeds(tx, tenderSubject, root, action, { codes });
      ahead.push(...toShownErrors(needs, lang).map((need): AheadDto => ({ ...need, action })));
    }
    const unsigned = root.circumstances.buyer_credit_code === null ? [NO_CREDIT_CODE] : [];
    ahead.push(...toShownErrors(unsigned, lang).map((need): AheadDto => ({ ...need, action: 'sign' })));
    return ahead;
  }
}

/** A draft as it stands, without its lock: what is shown may change before the action is taken. */
async function loadDraft(tx: Tx, id: string): Promise<LockedTenderHere> {
  const [row] = await tx.query<TenderRow>(`SELECT * FROM tender WHERE id = $1`, [id]);
  const circumstances = await loadTenderCircumstances(tx, { id });
  return { ...(row as ConductedTender), circumstances, lockedProgramme: null, action: 'read' };
}
