import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { getYear, type PlainDate } from '../../kernel/clock/plain-date.js';
import { Sql } from '../../kernel/database/sql.js';
import { Problem } from '../../kernel/errors/problem.js';
import { parseYuan } from '../../kernel/money/money.js';
import { loadSplits } from '../../purchase/contracts/limits/splits.queries.js';
import type { SplitPurchase } from '../../purchase/contracts/limits/splits.rules.js';
import { visibleProgramme } from '../../purchase/programmes/programme-row.queries.js';
import type { FactsBase } from '../facts/fact-types.js';
import type { Reader } from '../facts/loading/frame-types.js';
import type { SplitFacts } from '../facts/split-facts.js';
import type { DraftTenderDto } from './preview.dto.js';

type Splits = Omit<SplitFacts, keyof FactsBase>;
interface Planned {
  programme: string | null;
  method: string | null;
  category: string | null;
  today: PlainDate;
}

/** What the programme of a stored tender buys of its category otherwise than by open tender, the tender among it. */
export const loadSplitsOfTender = (reader: Reader, id: string, planned: Planned): Promise<Splits> =>
  load(reader, planned, { draft: id });

/** The same of one that is not stored, for whoever may see the programme. @throws Problem not_found */
export async function loadSplitsOfBody(
  reader: Reader,
  principal: Principal,
  tender: DraftTenderDto,
  today: PlainDate,
): Promise<Splits> {
  const { programme = null, method = null, category = null, region = null, budgetLevel = null } = tender;
  if (programme !== null) await mustSeeProgramme(reader, principal, programme);
  const prices = (tender.lots ?? []).map(({ ceiling }) => ceiling ?? null);
  const isPriced = prices.length > 0 && prices.every((price) => price !== null);
  const lots = prices.reduce((all, price) => all + (price === null ? 0n : parseYuan(price)), 0n);
  const budget = tender.budget ? parseYuan(tender.budget) : null;
  const amount = budget !== null && budget > lots ? budget : prices.some((price) => price !== null) ? lots : budget;
  const own: SplitPurchase = {
    ...{ key: 'draft', record: 'tender:draft', purchase: 'draft', method, category, region, level: budgetLevel },
    ...{ amount: amount?.toString() ?? null, isLeast: budget === null && !isPriced, approved: false },
  };
  return load(reader, { programme, method, category, today }, { planned: [own] });
}

async function mustSeeProgramme(reader: Reader, principal: Principal, programme: string): Promise<void> {
  const sql = new Sql();
  visibleProgramme(sql.and(`r.id = ${sql.p(programme)}`), toScope(principal));
  const [row] = await reader.query(`SELECT r.id FROM programmes r WHERE ${sql.where}`, sql.params);
  if (row !== undefined) return;
  const text = { en: 'There is no such programme', zh: '没有这个年度计划' };
  throw new Problem('not_found', { errors: [{ pointer: '/tender/programme', code: 'not_found', text }] });
}

async function load(
  reader: Reader,
  { programme, method, category, today }: Planned,
  asked: Parameters<typeof loadSplits>[2],
): Promise<Splits> {
  // An open tender splits nothing, whatever else its programme buys.
  if (method === 'OPEN_TENDER') return { year: getYear(today), groups: [] };
  const found = programme === null ? undefined : (await loadSplits(reader, [programme], asked)).get(programme);
  if (found === undefined) return { year: null, groups: [] };
  return { year: found.year, groups: found.groups.filter((group) => category === null || group.category === category) };
}
