const day = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date::text`;

/** SQL: what was asked about the documents of the tender `r`, and when it was answered. */
export const QUESTIONS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'asked', ${day('x.asked_at')},
    'answered', ${day('x.answered_at')}) ORDER BY x.asked_at, x.id), '[]') FROM clarification x WHERE x.tender_id = r.id)`;
