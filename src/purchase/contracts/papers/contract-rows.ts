import type { PaperReader } from '../../../kernel/actions/paper-routes.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { ContractDetailDto } from '../contract-view.dto.js';
import { ContractsQueries } from '../contracts.queries.js';
import { nameContract } from './contract-paper.rules.js';
import NAMES from './contract-words.json' with { type: 'json' };

type NamedContract = Pick<ContractDetailDto, 'number' | 'title' | 'buyer' | 'supplier'>;

/** The contract that a paper is about, as the reader of the paper sees it; null where they do not. */
export async function findContract({ use, scope, language }: PaperReader, id: string): Promise<NamedContract | null> {
  return (await use(ContractsQueries).many(scope, [id], language)).get(id) ?? null;
}

/** What a paper about a contract says of it; its id where its reader sees no more of it. */
export const composeContractRows = (
  contract: NamedContract | null,
  id: string,
  language: Language,
): [string, string | null][] =>
  contract === null
    ? [[NAMES.words.file[language], id]]
    : [
        [NAMES.words.file[language], nameContract(contract)],
        [NAMES.words.buyer[language], contract.buyer?.name ?? null],
        [NAMES.words.supplier[language], contract.supplier?.name ?? null],
      ];
