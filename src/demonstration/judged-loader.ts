import type { Tx } from '../kernel/database/transactions.js';
import { computeSchedule } from '../care/payments/schedule/schedule.rules.js';
import { findCategory } from '../law/code-lists/code-lists.js';
import { demoId } from './demo-id.js';
import type { DemoPractice, DemoScheme } from './demonstration-types.js';
import { insertAcceptances } from '../care/acceptance/bulk-inserts.js';
import { insertEvaluations, insertSchemes, insertScores } from '../care/evaluations/bulk-inserts.js';
import { insertPayments } from '../care/payments/schedule/bulk-inserts.js';
import { addDays } from '../kernel/clock/plain-date.js';
import { acceptWhole } from '../purchase/contracts/contract-moves.js';
import { shanghaiTime } from './shanghai-time.js';

/** Who did it in the invented market: ids of nobody. */
const PREPARED = demoId('fiction', 'preparer');
const CONCLUDED = demoId('fiction', 'concluder');
const SCORED = demoId('fiction', 'assessor');
const WRITTEN = demoId('fiction', 'writer');

/** What the rows of a contract take over from it. */
interface LoadedContract {
  id: string;
  amount: bigint;
  category: string | null;
  buyer_id: string;
  supplier_id: string;
  region: string | null;
  /** The last facts of its acceptance and its evaluation. */
  acceptance: string | null;
  evaluation: string | null;
}

type Party = 'buyer_id' | 'supplier_id';

/** SQL: the last fact of a kind that was recorded of the contract `c`. */
const lastFactSql = (kind: string): string =>
  `(SELECT f.id FROM fact f WHERE f.subject_type = 'contract' AND f.subject_id = c.id AND f.kind = '${kind}'
     ORDER BY f.seq DESC LIMIT 1)`;

/** The contracts that were practised, by their ids. */
export async function loadContracts(
  tx: Tx,
  practice: readonly DemoPractice[],
): Promise<(contract: string) => LoadedContract> {
  const rows = await tx.query<
    Omit<LoadedContract, 'amount' | Party> & Record<Party, string | null> & { amount: string }
  >(
    `SELECT c.id, c.amount::text, c.category, c.buyer_id, c.supplier_id, c.region, ${lastFactSql('acceptance')} AS acceptance,
       ${lastFactSql('evaluation')} AS evaluation
     FROM contract c WHERE c.id = ANY ($1::uuid[])`,
    [practice.map(({ contract }) => contract)],
  );
  return (id) => {
    const row = rows.find((each) => each.id === id);
    if (!row?.buyer_id || !row.supplier_id) throw new Error(`No contract ${id} of two bodies`);
    return { ...row, amount: BigInt(row.amount), buyer_id: row.buyer_id, supplier_id: row.supplier_id };
  };
}

/** What the contract still pays, made from its shares as it is for every contract. */
export async function loadSchedules(
  tx: Tx,
  dataset: string,
  practice: readonly DemoPractice[],
  contractOf: (id: string) => LoadedContract,
): Promise<void> {
  const rows = practice.flatMap(({ contract, payments }) =>
    computeSchedule(contractOf(contract).amount, payments).map(({ shareNo, trigger, share, amount }) => ({
      id: demoId('fiction', `payment-${contract}-${shareNo ?? 0}`),
      contractId: contract,
      dataset,
      no: shareNo ?? 0,
      shareNo,
      trigger,
      share,
      amount,
    })),
  );
  await insertPayments(tx, rows);
  await tx.recordAll(rows.map(({ id, contractId }) => change('payment', id, dataset, { contract: contractId })));
}

/** Rounds that were passed with what the contract is worth. */
export async function loadAcceptances(
  tx: Tx,
  dataset: string,
  practice: readonly DemoPractice[],
  contractOf: (id: string) => LoadedContract,
): Promise<void> {
  const rows = practice.flatMap(({ contract, standards, acceptance }) => {
    if (acceptance === null) return [];
    const { id, concludedOn, publishedOn, heard } = acceptance;
    const { amount, category, acceptance: factId } = contractOf(contract);
    return [
      {
        id,
        dataset,
        contractId: contract,
        no: 1,
        state: 'published' as const,
        openedAt: shanghaiTime(addDays(concludedOn, -7)),
        standards: [...standards],
        publicService: findCategory(category)?.publicService !== false,
        opinionsUntil: addDays(concludedOn, -1),
        preparedBy: [PREPARED],
        result: 'passed' as const,
        ofEnded: false,
        acceptedAmount: amount,
        recipientsHeard: heard,
        concludedOn,
        concludedBy: CONCLUDED,
        publishedOn,
        factId,
      },
    ];
  });
  await insertAcceptances(tx, rows);
  await acceptWhole(
    tx,
    rows.map(({ contractId }) => contractId),
  );
  await tx.recordAll(rows.map(({ id, contractId }) => change('acceptance', id, dataset, { contract: contractId })));
}

export async function loadSchemes(tx: Tx, dataset: string, schemes: readonly DemoScheme[]): Promise<void> {
  const activatedAt = await tx.now();
  await insertSchemes(
    tx,
    schemes.map(({ id, owner, name, category, dimensions }) => ({
      id,
      dataset,
      ownerId: owner,
      seriesId: id,
      no: 1,
      name,
      category,
      dimensions: [...dimensions],
      state: 'active',
      writtenBy: [WRITTEN],
      activatedAt,
    })),
  );
  await tx.recordAll(schemes.map(({ id, name }) => change('evaluation_scheme', id, dataset, { name })));
}

/** What was published, with the points it was made of and what they rest on. */
export async function loadEvaluations(
  tx: Tx,
  dataset: string,
  practice: readonly DemoPractice[],
  contractOf: (id: string) => LoadedContract,
): Promise<void> {
  const evaluated = practice.flatMap(({ contract, evaluation }) =>
    evaluation === null ? [] : [{ ...evaluation, of: contractOf(contract) }],
  );
  await insertEvaluations(
    tx,
    evaluated.map(({ of, id, kind, scheme, evaluator, publishedOn, total, grade }) => ({
      id,
      dataset,
      contractId: of.id,
      buyerId: of.buyer_id,
      supplierId: of.supplier_id,
      region: of.region,
      kind,
      schemeId: scheme,
      dueOn: publishedOn,
      state: 'published',
      evaluatorId: evaluator,
      round: 1,
      total,
      grade,
      confirmedSet: 1,
      publishedSet: 1,
      publishedTotal: total,
      publishedGrade: grade,
      publishedAt: shanghaiTime(publishedOn),
      factId: of.evaluation,
    })),
  );
  await insertScores(
    tx,
    evaluated.flatMap(({ id, publishedOn, scores }) =>
      scores.map(({ leaf, points, evidence }) => ({
        evaluationId: id,
        setNo: 1,
        leaf,
        points,
        evidence: [...evidence],
        scoredBy: SCORED,
        scoredAt: shanghaiTime(publishedOn),
      })),
    ),
  );
  await tx.recordAll(evaluated.map(({ id, of, kind }) => change('evaluation', id, dataset, { contract: of.id, kind })));
}

const change = (aggregate: string, id: string, dataset: string, data: Record<string, string>) => ({
  aggregate,
  id,
  action: 'recorded',
  dataset,
  region: null,
  tenants: [],
  data,
});
