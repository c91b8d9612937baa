import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { Sql } from '../../../kernel/database/sql.js';
import type { Language, Text } from '../../../kernel/errors/texts.js';
import type { EarlierGradeDto } from '../../../purchase/programmes/earlier-grade.dto.js';
import { loadGradesForProgramme, loadGradesForTender } from '../../../purchase/programmes/earlier-grades.js';

interface Row extends Omit<EarlierGradeDto, 'reason'> {
  why: string | null;
}

/**
 * Published evaluations, from here and from elsewhere, that are in force; what an appeal is open against counts for nothing.
 * `f` is the fact, `c` its contract. At most the last hundred.
 */
async function grades(reader: Reader, sql: Sql, why: string): Promise<Row[]> {
  return runPreparedStatement<Row>(
    reader,
    `SELECT c.id AS contract, c.title, c.category, c.supplier_id AS supplier, s.name AS "supplierName",
       f.data ->> 'kind' AS kind, f.data ->> 'on' AS on, f.data ->> 'score' AS score, f.data ->> 'grade' AS grade, ${why} AS why
     FROM fact f JOIN contract c ON c.id = f.subject_id LEFT JOIN organisation s ON s.id = c.supplier_id
     WHERE f.subject_type = 'contract' AND f.kind = 'evaluation'
       AND NOT EXISTS (SELECT FROM fact later WHERE later.replaces = f.id)
       AND NOT EXISTS (SELECT FROM evaluation e WHERE e.fact_id = f.id AND e.state <> 'published') AND ${sql.where}
     ORDER BY f.data ->> 'on' DESC NULLS LAST, c.title, s.name, c.id, f.recorded_at DESC, f.id LIMIT 100`,
    sql.params,
  );
}

const toGradeViews = (rows: readonly Row[], lang: Language, reason: (why: string | null) => Text): EarlierGradeDto[] =>
  rows.map(({ why, ...row }) => ({ ...row, reason: reason(why)[lang] }));

/** For a tender: contracts of its buyer that served one of its lines before. */
loadGradesForTender.contribute(async (reader, tender, lang) => {
  const sql = new Sql();
  const id = sql.p(tender);
  const lines = `SELECT string_agg(l.name, '、' ORDER BY l.name) FROM service_line l
    JOIN contract_service_line k ON k.service_line_id = l.id AND k.contract_id = c.id
    JOIN tender_service_line t ON t.service_line_id = l.id AND t.tender_id = ${id}`;
  sql.and(
    `EXISTS (SELECT FROM tender t WHERE t.id = ${id} AND t.id <> c.tender_id AND t.buyer_id = c.buyer_id AND t.dataset = c.dataset)`,
  );
  sql.and(`EXISTS (SELECT FROM contract_service_line k JOIN tender_service_line t USING (service_line_id)
    WHERE k.contract_id = c.id AND t.tender_id = ${id})`);
  return toGradeViews(await grades(reader, sql, `(${lines})`), lang, (why) => ({
    en: `It served the same line: ${why ?? ''}`,
    zh: `此前服务同一服务线：${why ?? ''}`,
  }));
});

/** For a programme: what its buyer had evaluated in the year before and in its own. */
loadGradesForProgramme.contribute(async (reader, programme, lang) => {
  const sql = new Sql();
  sql.and(`EXISTS (SELECT FROM programme p WHERE p.id = ${sql.p(programme)} AND p.buyer_id = c.buyer_id
    AND p.dataset = c.dataset AND left(f.data ->> 'on', 4) IN ((p.year - 1)::text, p.year::text))`);
  return toGradeViews(await grades(reader, sql, `left(f.data ->> 'on', 4)`), lang, (why) => ({
    en: `Evaluated in ${why ?? ''} for the same buyer`,
    zh: `同一购买方 ${why ?? ''} 年的评估结果`,
  }));
});
