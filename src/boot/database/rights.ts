/**
 * What the role of the API and the workers may do with the tables, beyond reading them. Everything that is not said here it
 * may insert and update; nothing it may truncate, alter or own. A statement of a new kind is refused by PostgreSQL until it
 * is said here.
 */

/** Tables that the product writes by its migrations and maintenance alone. */
export const READ_ONLY: readonly string[] = [
  'migration',
  'business_time',
  'schema_level',
  'service_moved',
  'ocid_prefix',
];

/** Tables whose old rows maintenance moves into the tables of their names with `_moved`. */
const MOVED_FROM: readonly string[] = [
  'audit_anchor_leaf',
  'audit_entry',
  'outbox',
  'service_record',
  'service_record_line',
  'service_record_recipient',
  'service_record_worker',
];
const holdsMovedRows = (table: string): boolean => MOVED_FROM.some((from) => table === `${from}_moved`);

/** Tables whose rows are never changed once they stand there: neither UPDATE nor DELETE. */
export const APPEND_ONLY: readonly string[] = [
  'acceptance_opinion',
  'acceptance_voice',
  'audit_anchor',
  'audit_anchor_leaf',
  'audit_entry',
  'baseline',
  'envelope_check',
  'envelope_register',
  'fact',
  'feed_epoch',
  'flag_event',
  'former_contract',
  'opening_instant',
  'outbox_block',
  'rating',
  'service_record',
  'service_record_line',
  'service_record_recipient',
  'service_record_worker',
  'survey_answer',
  'survey_frame',
  'survey_stratum',
  'write_probe',
];

/** Tables of whose rows only these columns change. */
const CHANGED_COLUMNS: Readonly<Record<string, readonly string[]>> = { outbox: ['position'] };

/** Tables of which rows are deleted, by a statement of the sources or by a function of the database. */
export const DELETED: readonly string[] = [
  'announced_tender',
  'approval_level',
  'assessment',
  'bid',
  'bid_check',
  'bid_explanation',
  'body_share',
  'calendar_key',
  'code_mail',
  'continuity_plan_item',
  'contract_service_line',
  'coverage_change',
  'delivery',
  'delivery_target',
  'external_id',
  'handover_recipient',
  'idempotent_request',
  'identity_link',
  'import_line',
  'import_reject',
  'inbox',
  'job_failure',
  'kept_coverage',
  'lot',
  'lot_result',
  'lot_service_line',
  'mail_address',
  'market_lot',
  'notice',
  'notification',
  'organisation_holding',
  'organisation_person',
  'personal_read',
  'provider_start',
  'public_tender',
  'recipient_code',
  'recovery_code',
  'registration_document',
  'registration_mail',
  'review_score',
  'risk_subject',
  'saved_search',
  'seat',
  'second_factor',
  'service_line_community',
  'session',
  'setup_code',
  'sign_in_attempt',
  'sign_in_failure',
  'sign_in_ticket',
  'statutory_deadline',
  'tender_finding',
  'tender_service_line',
  'unsigned_tender',
  'working_calendar_day',
];

/** The rights on a table of the product, in PostgreSQL's words. */
export function listRights(table: string): string[] {
  if (READ_ONLY.includes(table) || holdsMovedRows(table)) return ['SELECT'];
  if (APPEND_ONLY.includes(table)) return ['SELECT', 'INSERT'];
  const columns = CHANGED_COLUMNS[table];
  return [
    'SELECT',
    'INSERT',
    columns === undefined ? 'UPDATE' : `UPDATE (${columns.join(', ')})`,
    ...(DELETED.includes(table) ? ['DELETE'] : []),
  ];
}

/** The same of the role that moves old rows: it may as well take them from where they stood. */
export function listMaintenanceRights(table: string): string[] {
  if (holdsMovedRows(table) || table === 'service_moved') return ['SELECT', 'INSERT'];
  return [...listRights(table), ...(MOVED_FROM.includes(table) ? ['DELETE'] : [])];
}
