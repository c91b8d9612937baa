import { Injectable } from '@nestjs/common';
import { canonicalText } from '../../kernel/audit/canonical.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toPermissionScope, toScope } from '../../kernel/access/scope.js';
import {
  addExternalIds,
  putByExternalId,
  withExternalId,
  type ExternalId,
} from '../../kernel/database/external-ids/external-ids.js';
import { lockRoot } from '../../kernel/database/roots.js';
import { Sql } from '../../kernel/database/sql.js';
import { shareCalls } from '../../kernel/database/batches/side-by-side.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { loadFacts, unknownFacts } from '../tenders/recording/facts-store.js';
import { checkFacts, type UncheckedFact } from '../tenders/recording/fact-check.js';
import { withParties } from '../tenders/recording/given-parties.js';
import { UNSAID_SOURCE } from '../tenders/recording/fact-parts.dto.js';
import { layRow, replaceFields } from '../tenders/recording/merge.rules.js';
import type { TenderFact } from '../tenders/purchases/purchase-types.js';
import { RecordingService } from '../tenders/recording/recording.service.js';
import { keptPurchase, TENDER_PARTIES, visiblePurchase } from '../tenders/reads/tender-visibility.js';
import type { ContractRowDto, PutContractDto } from './contract-put.dto.js';
import { toContractChange, type LockedContract } from './contract-projection.js';
import { touchContract } from './contract-moves.js';
import { lockSpendingTenders } from './step-locks.js';

/** The version that is asked for; where a row of a file says it, the row. */
interface PutMore {
  version?: number | undefined;
  row?: ContractRowDto;
}

interface Known extends LockedContract {
  lot: number | null;
  /** The number of the only lot of its purchase; null where that has several. */
  only_lot: number | null;
}

/** Whether a body means the lot of that contract: what names none means the only one, or the whole of several. */
const isOfLot = ({ lot, only_lot: only }: Known, dto: PutContractDto): boolean => lot === (dto.lot ?? only);

/** Contracts that another system keeps: each is the fact `contract` of its tender, recorded once and corrected by reason. */
@Injectable()
export class ContractPutsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly recording: RecordingService,
  ) {}

  /** Creates or changes the recorded contract that another system calls so; the same body twice is the same answer. */
  put(principal: Principal, external: ExternalId, dto: PutContractDto, version?: number): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const dataset = await keptDataset(tx, dto.tender);
      const of = { type: 'contract', dataset, external, given: dto.externalIds };
      return putByExternalId(tx, of, version, async (known) => {
        // Whether anything changes is known once the supplier is found or made: programme and tender are held before any body.
        if (known !== null) await lockSpendingTenders(tx, [dto.tender.toLowerCase()]);
        return this.putContract(tx, dataset, known, external, dto, { version });
      });
    });
  }

  /** The same of a row in a larger unit of work, which holds the purchase; of one that is known or null. */
  async putRoot(tx: Tx, known: string | null, external: ExternalId, row: ContractRowDto): Promise<string> {
    const dto = { ...row, source: replaceFields<PutContractDto['source']>(UNSAID_SOURCE, row.source) };
    return this.putContract(tx, await keptDataset(tx, dto.tender), known, external, dto, { row });
  }

  private async putContract(
    tx: Tx,
    dataset: string,
    known: string | null,
    external: ExternalId,
    dto: PutContractDto,
    more: PutMore,
  ): Promise<string> {
    try {
      return known === null ? await this.create(tx, dataset, external, dto) : await this.change(tx, known, dto, more);
    } catch (error) {
      throw error instanceof Problem ? rewritePointers(error) : error;
    }
  }

  private async create(tx: Tx, dataset: string, external: ExternalId, dto: PutContractDto): Promise<string> {
    const before = await lockTenderContracts(tx, dto.tender);
    await this.recording.record(tx, dto.tender, [toContractFact(dto, dto.data)]);
    const after = (await lockTenderContracts(tx, dto.tender)).filter((c) => isOfLot(c, dto));
    const made = after.find((c) => before.every((b) => b.id !== c.id)) ?? (after.length === 1 ? after[0] : undefined);
    if (made === undefined)
      throw new Problem('conflict', {
        detail: {
          en: 'The purchase has several contracts of this lot, and it is not known which one is meant',
          zh: '该包有多份合同，无法确定所指的是哪一份',
        },
      });
    await addExternalIds(tx, 'contract', dataset, made.id, withExternalId(dto.externalIds, external));
    if (before.some((c) => c.id === made.id)) await this.nameContract(tx, made, external);
    return made.id;
  }

  /** One that was recorded before got a name. */
  private async nameContract(tx: Tx, contract: Known, external: ExternalId): Promise<void> {
    await touchContract(tx, contract.id);
    await tx.record({ ...toContractChange(contract), action: 'changed', data: { externalId: { ...external } } });
  }

  private async change(tx: Tx, id: string, dto: PutContractDto, { version, row }: PutMore): Promise<string> {
    const [contract] = (await lockTenderContracts(tx, dto.tender)).filter((c) => c.id === id);
    if (contract === undefined || !isOfLot(contract, dto))
      throw new Problem('conflict', {
        detail: { en: 'It is the contract of another purchase or lot', zh: '该合同属于另一采购项目或另一包' },
      });
    if (version !== undefined && contract.version !== version) throw new Problem('stale_version');
    const facts = (await loadFacts<TenderFact>(tx, [dto.tender])).get(dto.tender) ?? [];
    const chain = listChain(facts, contract.fact_id);
    const current = chain.at(-1);
    if (current === undefined) throw new Problem('conducted_here');
    // A correction is of the lot that the first words named, if they named one.
    const place = { ...toContractFact(dto, replaceFields(current.data, dto.data)), lot: current.lot };
    const own = row && (chain.findLast(({ source }) => isSameSource(source, row.source)) ?? current);
    const fact = row && own ? { ...place, ...layWords(row, { own, current }) } : place;
    const checked = await withParties(tx, contract.dataset, checkFacts<'contract'>('tender', [fact]));
    // Where another source corrected what the row said, what was corrected counts, not by which.
    const same = own && own !== current ? checked.map((each) => ({ ...each, source: current.source })) : checked;
    if (unknownFacts(same, facts).length === 0) return id;
    // Programme before tender before contract: the version is held, and asked for again, behind the tender.
    const lockMore = () => lockRoot(tx, 'contract', id, (sql) => sql, new Sql(), version);
    const correction = { ...fact, replaces: current.id, reason: dto.reason ?? null };
    await this.recording.record(tx, dto.tender, [correction], version === undefined ? {} : { lockMore });
    return id;
  }
}

const toContractFact = (dto: PutContractDto, data: object): UncheckedFact => ({
  kind: 'contract',
  lot: dto.lot ?? null,
  data,
  source: dto.source,
});

/** The words with which the contract began, and each that took the place of those before: the last stand now. */
function listChain(facts: readonly TenderFact[], origin: string | null): TenderFact[] {
  const chain: TenderFact[] = [];
  for (let next = origin; next !== null; next = chain.at(-1)?.replacedBy ?? null) {
    const fact = facts.find((f) => f.id === next);
    if (fact === undefined) break;
    chain.push(fact);
  }
  return chain;
}

/** Whether a row says nothing else of where it was read than this source does. */
const isSameSource = (source: object, said: object): boolean =>
  canonicalText(replaceFields<object>(source, said)) === canonicalText(source);

/** A row lies over what is known: an empty cell takes nothing away, of its source neither. */
const layWords = (
  { data, source }: ContractRowDto,
  { own, current }: Record<'own' | 'current', TenderFact>,
): Pick<UncheckedFact, 'data' | 'source'> => ({
  data: layRow<object>(current.data, data),
  source: replaceFields<object>(own.source, source),
});

/** The dataset of a purchase whose record the caller keeps; one that is only visible is not theirs to change. */
const keptDataset = shareCalls(async (tx, tenders: readonly string[]) => {
  const visible = new Sql();
  visiblePurchase(visible.and(`r.id = ANY (${visible.p(tenders)}::uuid[])`), toScope(tx.principal), TENDER_PARTIES);
  const seen = await tx.query<{ id: string; dataset: string }>(
    `SELECT r.id, r.dataset FROM tender r WHERE ${visible.where}`,
    visible.params,
  );
  const datasets = new Map(seen.map(({ id, dataset }) => [id, dataset]));
  if (tenders.some((id) => !datasets.has(id.toLowerCase()))) throw new Problem('not_found');
  const own = keptPurchase(new Sql(), toPermissionScope(tx.principal, 'contract.record'), TENDER_PARTIES);
  own.and(`r.id = ANY (${own.p(tenders)}::uuid[])`);
  const kept = await tx.query(`SELECT FROM tender r WHERE ${own.where}`, own.params);
  if (kept.length < datasets.size) throw new Problem('not_permitted');
  return tenders.map((id) => datasets.get(id.toLowerCase()) as string);
});

const lockTenderContracts = shareCalls(async (tx, tenders: readonly string[]) => {
  const rows = await tx.query<Known>(
    `SELECT c.id, c.version, c.dataset, c.tender_id, c.lot_id, c.award_id, c.fact_id, c.buyer_id, c.supplier_id, c.title,
       c.region, c.conducted, l.no AS lot,
       (SELECT CASE WHEN count(*) = 1 THEN min(o.no) END FROM lot o WHERE o.tender_id = c.tender_id) AS only_lot
     FROM contract c LEFT JOIN lot l ON l.id = c.lot_id WHERE c.tender_id = ANY ($1::uuid[]) AND c.state <> 'void'
     ORDER BY c.created_at, c.id`,
    [tenders],
  );
  return tenders.map((id) => rows.filter(({ tender_id }) => tender_id === id.toLowerCase()));
});

/** The fields of the one fact stand in the body itself. */
function rewritePointers(problem: Problem): Problem {
  const { errors, ...details } = problem.details;
  return new Problem(problem.code, {
    ...details,
    ...(errors && { errors: errors.map((e) => ({ ...e, pointer: e.pointer.replace(/^\/facts\/0/, '') })) }),
  });
}
