import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { idsSql } from '../../../kernel/database/sql.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import type { EarlierGradeDto } from '../../../purchase/programmes/earlier-grade.dto.js';
import { loadGradesForProgramme, loadGradesForTenders } from '../../../purchase/programmes/earlier-grades.js';

interface Row extends Omit<EarlierGradeDto, 'reason'> {
  why: string | null;
  root: string;
}

/**
 * Published evaluations, from here and from elsewhere, that are in force; what an appeal is open against counts for nothing.
 * `f` is the fact, `c` its contract, `k.id` the root for which they are told. At most the last hundred of each.
 */
const grades = (reader: Reader, roots: readonly string[], why: string, where: string): Promise<Row[]> =>
  runPreparedStatement<Row>(
    reader,
    `SELECT k.id AS root, g.contract, g.title, g.category, g.supplier, g."supplierName", g.kind, g.on, g.score, g.grade, g.why
     FROM unnest(${idsSql('$1')}) k(id)
     CROSS JOIN LATERAL (SELECT c.id AS contract, c.title, c.category, c.supplier_id AS supplier, s.name AS "supplierName",
       f.data ->> 'kind' AS kind, f.data ->> 'on' AS on, f.data ->> 'score' AS score, f.data ->> 'grade' AS grade, ${why} AS why,
       row_number() OVER (ORDER BY f.data ->> 'on' DESC NULLS LAST, c.title, s.name, c.id, f.recorded_at DESC, f.id) AS place
     FROM fact f JOIN contract c ON c.id = f.subject_id LEFT JOIN organisation s ON s.id = c.supplier_id
     WHERE f.subject_type = 'contract' AND f.kind = 'evaluation'
       AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)
       AND NOT EXISTS (SELECT FROM evaluation e WHERE e.fact_id = f.id AND e.state <> 'published') AND ${where}
     ORDER BY place LIMIT 100) g ORDER BY g.place`,
    [roots],
  );

const toGradeView = ({ why, root: _, ...row }: Row, reason: Text, lang: Language): EarlierGradeDto => ({
  ...row,
  reason: `${reason[lang]}${why ?? ''}`,
});

const LINES = `(SELECT string_agg(l.name, '、' ORDER BY l.name) FROM service_line l
  JOIN contract_service_line k2 ON k2.service_line_id = l.id AND k2.contract_id = c.id
  JOIN tender_service_line t ON t.service_line_id = l.id AND t.tender_id = k.id)`;
const OF_LINES_BEFORE = `EXISTS (SELECT FROM tender t WHERE t.id = k.id AND t.id <> c.tender_id AND t.buyer_id = c.buyer_id AND t.dataset = c.dataset)
  AND EXISTS (SELECT FROM contract_service_line x JOIN tender_service_line t USING (service_line_id)
    WHERE x.contract_id = c.id AND t.tender_id = k.id)`;

/** For tenders: contracts of their buyer that served one of their lines before. */
loadGradesForTenders.contribute(async (reader, tenders, lang) => {
  const found = new Map<string, EarlierGradeDto[]>(tenders.map((id) => [id, []]));
  if (tenders.length === 0) return found;
  const reason = { en: 'It served the same line: ', zh: '此前服务同一服务线：' };
  for (const row of await grades(reader, tenders, LINES, OF_LINES_BEFORE))
    found.get(row.root)?.push(toGradeView(row, reason, lang));
  return found;
});

/** For a programme: what its buyer had evaluated in the year before and in its own. */
loadGradesForProgramme.contribute(async (reader, programme, lang) => {
  const ofYears = `EXISTS (SELECT FROM programme p WHERE p.id = k.id AND p.buyer_id = c.buyer_id
    AND p.dataset = c.dataset AND left(f.data ->> 'on', 4) IN ((p.year - 1)::text, p.year::text))`;
  const rows = await grades(reader, [programme], `left(f.data ->> 'on', 4)`, ofYears);
  return rows.map(({ why, root: _, ...row }) => ({
    ...row,
    reason: { en: `Evaluated in ${why ?? ''} for the same buyer`, zh: `同一购买方 ${why ?? ''} 年的评估结果` }[lang],
  }));
});
