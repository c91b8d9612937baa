import { fixedPartSql } from './results/awarded-price.queries.js';
import { shownColumnSql } from '../tenders/reads/published-words.queries.js';
import { lotAwardsSql, type PartsAudience } from '../tenders/reads/tender-parts.queries.js';
import type { AwardState } from './award.lifecycle.js';

/** SQL: the row `awards`, awards of the lot `l` in these states as JSON, by rank. */
function awardsInStatesSql({ isShown, isWhole }: PartsAudience, states: readonly AwardState[]): string {
  const show = (column: string, type: string): string => shownColumnSql('a', column, type, isWhole('a.supplier_id'));
  return `SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'supplier', a.supplier_id, 'name', o.name, 'amount', a.amount::text,
       'share', a.share, 'rank', a.rank, 'unit_price', a.unit_price::text, 'unit', a.unit, 'fixed_part', a.fixed_part,
       'decided_on', a.decided_on, 'published_on', a.published_on, 'state', a.state) ORDER BY a.rank NULLS LAST, f.seq), '[]') AS awards
     FROM (SELECT a.id, ${show('supplier_id', 'uuid')} AS supplier_id, ${show('amount', 'bigint')} AS amount, ${show('share', 'integer')} AS share,
         ${show('rank', 'integer')} AS rank, ${show('unit_price', 'bigint')} AS unit_price, ${show('unit', 'text')} AS unit,
         ${fixedPartSql('a', 'l')} AS fixed_part, ${show('decided_on', 'text')} AS decided_on, ${show('published_on', 'text')} AS published_on,
         ${show('state', 'text')} AS state, a.fact_id FROM award a WHERE a.lot_id = l.id AND ${isShown('a.fact_id')}) a
     LEFT JOIN organisation o ON o.id = a.supplier_id LEFT JOIN fact f ON f.id = a.fact_id WHERE a.state = ANY ('{${states.join(',')}}'::text[])`;
}

lotAwardsSql.contribute((to) => awardsInStatesSql(to, ['active', 'contracted']));

/** SQL: the row `awards`, the awards of the lot `l` that came to nothing; one that was never published is shown to nobody. */
export const endedAwardsSql = (to: PartsAudience): string =>
  awardsInStatesSql(to, ['refused', 'invalidated', 'cancelled']);
