import type {
  ContractFactData,
  ContractFactKind,
  FactSource,
  TenderFactData,
  TenderFactKind,
} from '../../src/purchase/tenders/recording/fact-types.js';
import type {
  ContractFact,
  LotPlaces,
  StoredFact,
  TenderBase,
  TenderFact,
} from '../../src/purchase/tenders/purchases/purchase-types.js';

interface Rest {
  id?: string;
  lot?: number | null;
  source?: FactSource;
  replaces?: string | null;
}
/** Of all facts that the process has made: padded, so that their order is that of making them, in any file. */
let count = 0;

function stored(kind: string, data: object, { id, lot = null, source, replaces = null }: Rest): StoredFact<string> {
  count += 1;
  return {
    id: id ?? `${kind}-${String(count).padStart(6, '0')}`,
    kind,
    lot,
    data: { ...data },
    source: source ?? { kind: 'notice' },
    replaces,
    replacedBy: null,
    reason: replaces === null ? null : 'it was wrong',
    recordedAt: '2018-01-01T00:00:00.000Z',
  };
}

/** A fact of a tender as it is stored. */
export const fact = <K extends TenderFactKind>(
  kind: K,
  data: TenderFactData[K] = {} as TenderFactData[K],
  rest: Rest = {},
) => stored(kind, data, rest) as Extract<TenderFact, { kind: K }>;

/** A fact of a contract as it is stored. */
export const ownFact = <K extends ContractFactKind>(
  kind: K,
  data: ContractFactData[K] = {} as ContractFactData[K],
  rest: Rest = {},
) => stored(kind, data, rest) as Extract<ContractFact, { kind: K }>;

/** The facts with a correction of one of them. */
export function corrected<F extends TenderFact | ContractFact>(facts: readonly F[], id: string, data: object): F[] {
  const old = facts.find((f) => f.id === id);
  if (!old) throw new Error(`no fact ${id}`);
  const by = { ...old, id: `${id}-corrected`, data, replaces: id, reason: 'it was wrong' };
  return [...facts.map((f) => (f.id === id ? { ...f, replacedBy: by.id } : f)), by];
}

/** Lots for one supplier each, or for as many as are said. */
export const lotsOf = (...lots: (number | LotPlaces)[]): LotPlaces[] =>
  lots.map((lot) => (typeof lot === 'number' ? { no: lot, suppliersMost: null } : lot));

/** A tender of which only the lots are known. */
export const tenderOf = (
  lots: (number | { no: number; ceiling?: bigint; suppliersMost?: number })[] = [1],
  known: Partial<TenderBase> = {},
): TenderBase => ({
  title: '社区居家养老服务采购',
  buyer: null,
  method: null,
  category: null,
  region: null,
  regionText: null,
  window: {},
  serviceLines: 0,
  lots: lots.map((lot) => ({
    ceiling: null,
    suppliersMost: null,
    ...(typeof lot === 'number' ? { no: lot } : lot),
    window: known.window ?? {},
    ownLines: 0,
  })),
  ...known,
});
