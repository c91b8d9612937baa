import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { AmendmentReason } from '../content/content-types.js';

/** SQL: amendments of a contract that are in force, as JSON. */
export const amendmentDaysSql = (contract: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'changed', m.in_force_on, 'published', m.published_on) ORDER BY m.no), '[]')
    FROM contract_amendment m WHERE m.contract_id = ${contract} AND m.state = 'in_force')`;

/** An amendment of which a publication is on record, as everybody is shown it. */
export interface PublishedAmendment {
  id: string;
  no: number;
  reason_code: AmendmentReason;
  /** Yuan. */
  supplement: string | null;
  in_force_on: PlainDate;
  published_on: PlainDate;
  url: string | null;
}

/** SQL, JSON: the amendments of a contract that were published. */
export const publishedAmendmentsSql = (contract: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'no', m.no, 'reason_code', m.reason_code,
      'supplement', to_char(m.supplement / 100.0, 'FM9999999999999990.00'), 'in_force_on', m.in_force_on, 'published_on', m.published_on,
      'url', m.published_url) ORDER BY m.no), '[]')
    FROM contract_amendment m WHERE m.contract_id = ${contract} AND m.state = 'in_force' AND m.published_on IS NOT NULL)`;

/** SQL, JSON: what amendments in force change, and whether that was published, from the last that came into force to the first. */
export const changedTermsSql = (contract: string): string =>
  `(SELECT coalesce(jsonb_agg(jsonb_build_object('difference', a.difference, 'supplement', a.supplement::text,
      'published', a.published_on IS NOT NULL) ORDER BY a.in_force_at DESC), '[]')
    FROM (SELECT m.*, (SELECT max(s.signed_at) FROM contract_signature s WHERE s.amendment_id = m.id AND s.withdrawn_at IS NULL)
       AS in_force_at FROM contract_amendment m) a WHERE a.contract_id = ${contract} AND a.state = 'in_force')`;
