import { putOnPaper, type PaperReader, type PaperRoute } from '../../../kernel/actions/paper-routes.js';
import { createWords, type Paper } from '../../../kernel/documents/papers/paper.js';
import type { Language } from '../../../kernel/errors/texts.js';
import type { ContractDetailDto } from '../contract-view.dto.js';
import { ContractsQueries } from '../contracts.queries.js';
import { composeJointBuyers, formatParty, nameContract } from './contract-paper.rules.js';
import NAMES from './contract-words.json' with { type: 'json' };

type NamedContract = Pick<ContractDetailDto, 'number' | 'title' | 'buyer' | 'supplier' | 'here'>;

/** The contract that a paper is about, as the reader of the paper sees it; null where they do not. */
async function findContract({ use, scope, language }: PaperReader, id: string): Promise<NamedContract | null> {
  return (await use(ContractsQueries).many(scope, [id], language)).get(id) ?? null;
}

/** What a paper about a contract says of it; its id where its reader sees no more of it. */
const composeContractRows = (
  contract: NamedContract | null,
  id: string,
  language: Language,
): [string, string | null][] => {
  const word = createWords(NAMES.words, language);
  if (contract === null) return [[word('file'), id]];
  const { buyer, supplier, here } = contract;
  return [
    [word('file'), nameContract(contract)],
    [word('buyer'), formatParty(buyer?.name ?? null, here?.content.parties.buyer, word)],
    ...composeJointBuyers(here?.content.parties, word),
    [word('supplier'), formatParty(supplier?.name ?? null, here?.content.parties.supplier, word)],
  ];
};

/** Puts what belongs to a contract on paper, with what the reader sees of that contract. */
export const putOnContractPaper = <T extends { contract: string }>(
  compose: (shown: T, about: readonly (readonly [string, string | null])[], language: Language) => Paper,
): PaperRoute =>
  putOnPaper<T>(['pdf'], async (shown, reader) => {
    const about = composeContractRows(await findContract(reader, shown.contract), shown.contract, reader.language);
    return compose(shown, about, reader.language);
  });
