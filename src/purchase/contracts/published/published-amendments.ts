import type { Tx } from '../../../kernel/database/transactions.js';
import { findPublishedWords, type PublishedWords } from '../../tenders/recording/published-words.rules.js';
import type { ConductedContract } from '../conducted/conducted-contract.js';
import type { ContractContent } from '../content/content-types.js';
import { hideUnpublishedAmendments, isTold, type Told } from '../amendments/amendment.rules.js';
import { changedTermsSql } from '../amendments/amendments.queries.js';

/** Where the content says what columns of the contract say too. */
const POINTERS = { window_start: '/window/start', window_end: '/window/end' } as const;

/**
 * What everybody is shown of a contract in the place of what its parties have agreed on: an amendment is public once it was published
 * (Caibanku [2023] 243), and until then its notice says what was agreed before.
 */
export async function derivePublishedTerms(
  tx: Tx,
  contract: Pick<ConductedContract, 'id' | 'published_as'>,
  content: ContractContent,
): Promise<PublishedWords | null> {
  const [row] = await tx.query<{ amendments: (Told & { supplement: string | null })[] }>(
    `SELECT ${changedTermsSql('$1::uuid')} AS amendments`,
    [contract.id],
  );
  const amendments = row?.amendments ?? [];
  const published = amendments.filter((amendment) => amendment.published);
  // What the record kept to itself before the contract went on here is not told by an amendment of something else.
  const kept = Object.entries(POINTERS).flatMap(([column, pointer]) => {
    const known = contract.published_as?.[column];
    return known === undefined || isTold(published, pointer) ? [] : [[column, known] as const];
  });
  return findPublishedWords(toTerms(content, amendments), {
    ...contract.published_as,
    ...toTerms(hideUnpublishedAmendments(content, amendments), published),
    ...Object.fromEntries(kept),
  });
}

const toTerms = ({ window }: ContractContent, amendments: readonly { supplement: string | null }[]) => ({
  window_start: window.start,
  window_end: window.end,
  supplements: amendments.reduce((sum, { supplement }) => sum + BigInt(supplement ?? 0), 0n).toString(),
});
