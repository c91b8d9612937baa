import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import type { CommonFacts } from '../../../kernel/actions/loaded-facts.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import type { ProblemCode } from '../../../kernel/errors/codes.js';
import { toShownErrors } from '../../../kernel/errors/problem.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { findCallerSide, loadContractHere, type ConductedContract } from '../conducted/conducted-contract.js';
import type { ConductedContractDto } from '../conducted/contract-here.dto.js';
import { contractSubject } from '../conducted/contract.subject.js';
import { contractLifecycle, type ContractAction } from '../contract.lifecycle.js';
import type { ContractDetailDto } from '../contract-view.dto.js';
import { ContractsQueries } from '../contracts.queries.js';
import { OF_CONTENT } from './unfinished-drafts.js';

type Codes = readonly ProblemCode[];

/** Of the guards of an action those that the contract decides as it stands; the others judge what the request will say. */
const DECIDED_BEFORE: Partial<Record<ContractAction, Codes>> = {
  propose_amendment: ['content_unconfirmed'],
  propose_termination: ['proposed_already'],
  propose_rescission: ['proposed_already'],
  announce_withdrawal: ['proposed_already'],
  propose_halt: ['proposed_already'],
  halt: [],
};

/** Where one of these refuses, the action has nothing that its other guards could judge. */
const NOTHING_TO_JUDGE: readonly string[] = [
  'award_not_active',
  'signed_already',
  'amendment_unknown',
  'amendment_not_agreed',
  'objection_unknown',
  'termination_not_proposed',
  'halt_not_proposed',
  'renewal_not_planned',
  'clause_missing',
];

/** What stands in the way of each action that a party to a contract may take. */
@Injectable()
export class ContractNeedsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
    private readonly contracts: ContractsQueries,
  ) {}

  /** The contract; where it goes on here with what each action would be refused for now. */
  async one(principal: Principal, scope: Scope, id: string, lang: Language): Promise<ContractDetailDto> {
    const contract = await this.contracts.one(scope, id, lang);
    const { here } = contract;
    if (here === null || contract.allowedActions.length === 0) return contract;
    return this.addNeeds(contract, here, principal, lang);
  }

  private addNeeds(
    contract: ContractDetailDto,
    here: ConductedContractDto,
    principal: Principal,
    lang: Language,
  ): Promise<ContractDetailDto> {
    return this.transactions.read(principal, async (tx) => {
      const root = await loadContractHere(tx, contract.id);
      const common: CommonFacts = new Map();
      const allowedActions: AllowedActionDto[] = [];
      for (const each of contract.allowedActions) {
        const action = each.action as ContractAction;
        const needs = await this.engine.collectNeeds(tx, contractSubject, root, action, {
          codes: listCodes(action, root.state),
          given: toRequest(action, here, root, principal),
          ...{ common, last: NOTHING_TO_JUDGE },
        });
        // Where the request decides, that nothing was found so far is no word that nothing is wanted.
        const isKnown = needs.length > 0 || !(action in DECIDED_BEFORE);
        allowedActions.push(isKnown ? { ...each, needs: toShownErrors(needs, lang) } : each);
      }
      if (root.state !== 'draft') return { ...contract, allowedActions };
      const lacks = await this.engine.collectNeeds(tx, contractSubject, root, 'sign', { codes: OF_CONTENT, common });
      return { ...contract, allowedActions, here: { ...here, lacks: toShownErrors(lacks, lang) } };
    });
  }
}

function listCodes(action: ContractAction, state: string): Codes {
  const row = contractLifecycle.transitions.find(
    ({ action: name, from }) => name === action && (from as readonly string[]).includes(state),
  );
  return DECIDED_BEFORE[action] ?? ((row?.guards ?? []) as Codes);
}

/** What the caller would name with the request: what stands there to be signed, published, taken back or answered. */
function toRequest(
  action: ContractAction,
  { contentHash: hash, amendments, objections }: ConductedContractDto,
  root: ConductedContract,
  principal: Principal,
): object {
  const proposed = amendments.filter(({ state }) => state === 'proposed');
  const side = findCallerSide(principal, 'contract.sign', root);
  const unsigned = proposed.find(({ signatures }) => !signatures.some((signature) => signature.side === side));
  const agreed = amendments.filter(({ state }) => state === 'in_force');
  const nameAmendment = (amendment: { id: string; hash: string } | undefined): object =>
    amendment === undefined ? {} : { amendment: amendment.id, hash: amendment.hash };
  switch (action) {
    case 'sign':
    case 'confirm_content':
      return { hash };
    case 'amend':
      return nameAmendment(unsigned ?? proposed[0]);
    case 'withdraw_amendment':
      return nameAmendment(proposed[0]);
    case 'publish_amendment':
      return nameAmendment(agreed.find(({ publishedOn }) => publishedOn === null) ?? agreed[0]);
    case 'answer_objection':
      return { objection: objections.find(({ answer }) => answer === null)?.id };
    default:
      return {};
  }
}
