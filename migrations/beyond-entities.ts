import { CORRECTED_BODIES_VIEWS } from './1800000000288-corrected-bodies.js';
import { BASELINE_BEYOND_ENTITIES } from './1800000000000-baseline.js';
import { PUBLIC_LISTS_BEYOND_ENTITIES } from './1800000000002-public-lists.js';
import { VIEWS as FIRST_VIEWS } from './1800000000004-views.js';
import { LOTS_BEYOND_ENTITIES, LOTS_VIEWS } from './1800000000005-lots.js';
import { SEVERAL_SUPPLIERS_BEYOND_ENTITIES } from './1800000000006-several-suppliers.js';
import { WORKERS_BEYOND_ENTITIES, WORKERS_VIEWS } from './1800000000007-workers.js';
import { EVALUATION_SHEETS_BEYOND_ENTITIES } from './1800000000009-evaluation-sheets.js';
import { SETTLEMENT_VIEWS, SETTLEMENTS_BEYOND_ENTITIES } from './1800000000011-settlements.js';
import { REMEDIES_BEYOND_ENTITIES } from './1800000000014-remedies.js';
import { EXPERTS_VIEWS } from './1800000000023-drawable-experts.js';
import { PROPOSALS_AWARDS_VIEWS, PROPOSALS_VIEWS } from './1800000000025-proposals.js';
import { HANDED_IN_ORGANISATIONS_VIEWS } from './1800000000030-handed-in.js';
import { COMPARISONS_BEYOND_ENTITIES } from './1800000000032-bid-comparisons.js';
import { SCREENING_BEYOND_ENTITIES, SCREENING_VIEWS } from './1800000000034-screening.js';
import { DEADLINE_PARTS_VIEWS } from './1800000000150-deadline-parts.js';
import { JOINT_AUTHORITIES_BEYOND_ENTITIES } from './1800000000042-joint-authorities.js';
import { TOLD_ROWS_BEYOND_ENTITIES } from './1800000000082-told-rows.js';
import { ORDERED_LISTS_BEYOND_ENTITIES } from './1800000000085-ordered-lists.js';
import { KEPT_COVERAGE_BEYOND_ENTITIES } from './1800000000087-kept-coverage.js';
import { MOVED_ROWS_BEYOND_ENTITIES } from './1800000000088-moved-rows.js';
import { POLICIES_BEYOND_ENTITIES } from './1800000000089-policies-of-lists.js';
import { PLANNED_BEYOND_ENTITIES } from './1800000000090-planned-functions.js';
import { TENDER_SEARCH_BEYOND_ENTITIES } from './1800000000114-tender-search.js';
import { SAVED_SEARCHES_BEYOND_ENTITIES } from './1800000000115-saved-searches.js';
import { NOTED_ANNOUNCEMENTS_BEYOND_ENTITIES } from './1800000000131-noted-announcements.js';
import { PLAIN_GRAMS_BEYOND_ENTITIES } from './1800000000170-plain-grams.js';
import { TOLD_DECISIONS_BEYOND_ENTITIES } from './1800000000252-told-decisions.js';
import { APPROVED_SUMS_BEYOND_ENTITIES } from './1800000000392-approved-sums.js';
import { TOLD_STATEMENTS_BEYOND_ENTITIES } from './1800000000190-told-statements.js';
import { LATER_PUBLICATION_BEYOND_ENTITIES } from './1800000000191-later-publication.js';
import { MERGED_BODIES_BEYOND_ENTITIES, MERGED_BODIES_VIEWS } from './1800000000165-merged-bodies.js';
import { OPENING_INSTANTS_BEYOND_ENTITIES } from './1800000000060-opening-instants.js';
import { WAITING_VIEWS } from './1800000000091-waiting.js';
import { AWAITED_VIEWS } from './1800000000117-awaited.js';
import { OWED_VIEWS } from './1800000000215-owed.js';
import { TOLD_HALTS_VIEWS } from './1800000000286-told-halts.js';
import { TOLD_ENDINGS_VIEWS } from './1800000000320-told-endings.js';
import { TASKS_OF_ENDED_VIEWS } from './1800000000327-tasks-of-ended.js';
import { DATED_HALTS_VIEWS } from './1800000000328-dated-halts.js';
import { UNDATED_HALTS_VIEWS } from './1800000000329-undated-halts.js';
import { UNCONFIRMED_PARTS_VIEWS } from './1800000000330-unconfirmed-parts.js';
import { PROPOSED_RANKS_VIEWS } from './1800000000338-proposed-ranks.js';
import { TOLD_PANELS_VIEWS } from './1800000000339-told-panels.js';
import { ASKED_BESIDE_VIEWS } from './1800000000342-asked-beside.js';
import { COUNTED_SCORINGS_VIEWS } from './1800000000360-counted-scorings.js';
import { DECLARED_OF_ALL_VIEWS } from './1800000000362-declared-of-all.js';
import { TOLD_AS_REFUSED_VIEWS } from './1800000000363-told-as-refused.js';
import { REPORTED_DAYS_VIEWS } from './1800000000368-reported-days.js';
import { WAITING_AGAIN_VIEWS } from './1800000000340-waiting-again.js';
import { DROPPED_INSTALMENTS_VIEWS } from './1800000000380-dropped-instalments.js';
import { REVIVED_ENDPOINTS_VIEWS } from './1800000000378-revived-endpoints.js';
import { LATE_SETTLEMENTS_VIEWS } from './1800000000389-late-settlements.js';
import { UNOWED_INVOICES_VIEWS } from './1800000000388-unowed-invoices.js';
import { PUBLISHED_WORDS_VIEWS } from './1800000000384-published-words.js';
import { UNSIGNABLE_AMENDMENTS_VIEWS } from './1800000000382-unsignable-amendments.js';
import { ENDPOINTS_IN_USE_VIEWS } from './1800000000323-endpoints-in-use.js';
import { FOLLOWED_GUARDS_VIEWS } from './1800000000308-followed-guards.js';
import { RESTORED_AND_FAILED_VIEWS } from './1800000000314-restored-and-failed.js';
import { STAYED_PAPERS_VIEWS } from './1800000000306-stayed-papers.js';
import { TAKEN_CORRECTIONS_VIEWS } from './1800000000305-taken-corrections.js';
import { VOIDED_REMEDIES_VIEWS } from './1800000000292-voided-remedies.js';
import { NEWS_VIEWS } from './1800000000235-news.js';
import { TENDER_NAMES_BEYOND_ENTITIES } from './1800000000245-names-of-tenders.js';
import { LOT_AMOUNTS_BEYOND_ENTITIES, LOT_AMOUNTS_VIEWS } from './1800000000246-amounts-of-lots.js';
import { DEVICES_BEYOND_ENTITIES } from './1800000000250-devices-of-files.js';
import { INTENT_VERSIONS_BEYOND_ENTITIES } from './1800000000254-versions-of-intents.js';
import { RENAMES_BEYOND_ENTITIES } from './1800000000255-renames-in-order.js';
import { JOINT_READERS_BEYOND_ENTITIES } from './1800000000325-joint-readers.js';
import { JOINT_TOLD_VIEWS } from './1800000000334-joint-told.js';
import { DATED_NEWS_VIEWS } from './1800000000348-dated-news.js';
import { JOINT_SEARCH_BEYOND_ENTITIES, JOINT_SEARCH_VIEWS } from './1800000000326-joint-search.js';
import { JOINED_TENDERS_BEYOND_ENTITIES } from './1800000000307-joined-tenders.js';
import { DEEMED_LOTS_BEYOND_ENTITIES } from './1800000000313-deemed-lots.js';
import { DELIVERED_COVERAGE_BEYOND_ENTITIES } from './1800000000257-delivered-coverage.js';
import { COVERAGE_RULES_BEYOND_ENTITIES } from './1800000000275-coverage-rules.js';
import { NOTHING_TO_INVOICE_VIEWS } from './1800000000258-nothing-to-invoice.js';
import { OUTAGES_VIEWS } from './1800000000256-outages.js';
import { DESCRIBED_NEEDS_VIEWS } from './1800000000259-described-needs.js';
import { OWED_ACTS_VIEWS } from './1800000000261-owed-acts.js';
import { UNTOLD_STATES_VIEWS } from './1800000000262-untold-states.js';
import { PLANNED_NEEDS_VIEWS } from './1800000000274-planned-needs.js';
import { FAILED_WORK_VIEWS } from './1800000000271-failed-work.js';
import { ADMINISTERED_VIEWS } from './1800000000280-administered.js';
import { LEFT_STATES_VIEWS } from './1800000000282-left-states.js';
import { WORDS_OF_NAMES_BEYOND_ENTITIES } from './1800000000283-words-of-names.js';
import { OUTDATED_REPORTS_VIEWS } from './1800000000264-outdated-reports.js';
import { UNSTATED_PAYEES_VIEWS } from './1800000000266-unstated-payees.js';
import { POINTED_PUBLISHING_BEYOND_ENTITIES } from './1800000000293-pointed-publishing.js';
import { FRESH_STATISTICS_BEYOND_ENTITIES } from './1800000000302-fresh-statistics.js';
import { LIGHTER_TRIGGERS_BEYOND_ENTITIES } from './1800000000272-lighter-triggers.js';
import { LIGHTER_WRITES_BEYOND_ENTITIES, LIGHTER_WRITES_VIEWS } from './1800000000298-lighter-writes.js';
import { ONE_ROW_TOLD_BEYOND_ENTITIES } from './1800000000267-one-row-told.js';
import { REPRINTED_SLIPS_BEYOND_ENTITIES } from './1800000000268-reprinted-slips.js';
import { KEPT_SUGGESTIONS_VIEWS } from './1800000000270-kept-suggestions.js';
import { GROUP_ANSWER_VIEWS } from './1800000000265-group-answers.js';
import { UNHEARD_BODIES_VIEWS } from './1800000000273-unheard-bodies.js';
import { UNREAD_LEFTOVERS_VIEWS } from './1800000000346-unread-leftovers.js';
import { PASSING_DAYS_BEYOND_ENTITIES } from './1800000000333-passing-days.js';
import { VERSIONS_AS_OPENED_BEYOND_ENTITIES } from './1800000000324-versions-as-opened.js';

/** Views of rooms that a later migration brought anew, by the file that they stood in. */
const RENEWED: Readonly<Record<string, string>> = {
  'views/organisations.sql': HANDED_IN_ORGANISATIONS_VIEWS,
  'views/tenders.sql': LOTS_VIEWS,
  'views/awards.sql': PROPOSALS_AWARDS_VIEWS,
  'views/watch.sql': DEADLINE_PARTS_VIEWS,
};
/** Views that rooms publish, in the order in which they read each other, each in the file that a migration brought last. */
export const VIEWS = [
  ...FIRST_VIEWS.map((file) => RENEWED[file] ?? file),
  ...WORKERS_VIEWS,
  ...SETTLEMENT_VIEWS,
  ...EXPERTS_VIEWS,
  ...PROPOSALS_VIEWS,
  ...SCREENING_VIEWS,
  ...GROUP_ANSWER_VIEWS,
  ...WAITING_VIEWS.filter((file) => file !== 'waiting/tenders.sql' && file !== 'waiting/bids.sql'),
  ...WAITING_AGAIN_VIEWS,
  ...AWAITED_VIEWS.filter(
    (file) => !['awaited/payments.sql', 'awaited/communities.sql', 'awaited/continuity.sql'].includes(file),
  ),
  ...DESCRIBED_NEEDS_VIEWS,
  ...KEPT_SUGGESTIONS_VIEWS,
  ...UNHEARD_BODIES_VIEWS,
  ...UNREAD_LEFTOVERS_VIEWS,
  ...OWED_VIEWS,
  ...NEWS_VIEWS,
  ...TOLD_HALTS_VIEWS,
  ...VOIDED_REMEDIES_VIEWS,
  ...LOT_AMOUNTS_VIEWS,
  ...JOINT_SEARCH_VIEWS,
  ...MERGED_BODIES_VIEWS,
  ...OUTAGES_VIEWS,
  ...OUTDATED_REPORTS_VIEWS,
  ...UNSTATED_PAYEES_VIEWS,
  ...OWED_ACTS_VIEWS,
  ...NOTHING_TO_INVOICE_VIEWS,
  ...UNTOLD_STATES_VIEWS,
  ...PLANNED_NEEDS_VIEWS,
  ...LEFT_STATES_VIEWS,
  ...ADMINISTERED_VIEWS,
  FAILED_WORK_VIEWS,
  ...CORRECTED_BODIES_VIEWS,
  ...LIGHTER_WRITES_VIEWS,
  ...TAKEN_CORRECTIONS_VIEWS,
  ...STAYED_PAPERS_VIEWS,
  ...FOLLOWED_GUARDS_VIEWS,
  ...RESTORED_AND_FAILED_VIEWS,
  ...TOLD_ENDINGS_VIEWS,
  ...TASKS_OF_ENDED_VIEWS,
  ...DATED_HALTS_VIEWS,
  ...UNDATED_HALTS_VIEWS,
  ...UNCONFIRMED_PARTS_VIEWS,
  ...PROPOSED_RANKS_VIEWS,
  ...TOLD_PANELS_VIEWS,
  ...ASKED_BESIDE_VIEWS,
  ...DECLARED_OF_ALL_VIEWS,
  ...TOLD_AS_REFUSED_VIEWS,
  ...REPORTED_DAYS_VIEWS,
  ...ENDPOINTS_IN_USE_VIEWS,
  ...REVIVED_ENDPOINTS_VIEWS,
  ...JOINT_TOLD_VIEWS,
  ...DATED_NEWS_VIEWS,
  ...COUNTED_SCORINGS_VIEWS,
  ...DROPPED_INSTALMENTS_VIEWS,
  ...UNSIGNABLE_AMENDMENTS_VIEWS,
  ...UNOWED_INVOICES_VIEWS,
  ...LATE_SETTLEMENTS_VIEWS,
  ...PUBLISHED_WORDS_VIEWS,
];
/** SQL files for what entities cannot express. A later migration adds its files behind those that they replace, views in their place. */
export const BEYOND_ENTITIES = [
  ...BASELINE_BEYOND_ENTITIES,
  ...PUBLIC_LISTS_BEYOND_ENTITIES,
  ...LOTS_BEYOND_ENTITIES,
  ...SEVERAL_SUPPLIERS_BEYOND_ENTITIES,
  ...WORKERS_BEYOND_ENTITIES,
  ...EVALUATION_SHEETS_BEYOND_ENTITIES,
  ...SETTLEMENTS_BEYOND_ENTITIES,
  ...REMEDIES_BEYOND_ENTITIES,
  ...COMPARISONS_BEYOND_ENTITIES,
  ...SCREENING_BEYOND_ENTITIES,
  ...JOINT_AUTHORITIES_BEYOND_ENTITIES,
  ...OPENING_INSTANTS_BEYOND_ENTITIES,
  ...TOLD_ROWS_BEYOND_ENTITIES,
  ...ORDERED_LISTS_BEYOND_ENTITIES,
  ...KEPT_COVERAGE_BEYOND_ENTITIES,
  ...MOVED_ROWS_BEYOND_ENTITIES,
  ...POLICIES_BEYOND_ENTITIES,
  ...PLANNED_BEYOND_ENTITIES,
  ...TENDER_SEARCH_BEYOND_ENTITIES,
  ...SAVED_SEARCHES_BEYOND_ENTITIES,
  ...NOTED_ANNOUNCEMENTS_BEYOND_ENTITIES,
  ...PLAIN_GRAMS_BEYOND_ENTITIES,
  ...TOLD_STATEMENTS_BEYOND_ENTITIES,
  ...TOLD_DECISIONS_BEYOND_ENTITIES,
  ...APPROVED_SUMS_BEYOND_ENTITIES,
  ...LATER_PUBLICATION_BEYOND_ENTITIES,
  ...MERGED_BODIES_BEYOND_ENTITIES,
  ...TENDER_NAMES_BEYOND_ENTITIES,
  ...LOT_AMOUNTS_BEYOND_ENTITIES,
  ...DEVICES_BEYOND_ENTITIES,
  ...INTENT_VERSIONS_BEYOND_ENTITIES,
  ...RENAMES_BEYOND_ENTITIES,
  ...JOINED_TENDERS_BEYOND_ENTITIES,
  ...DEEMED_LOTS_BEYOND_ENTITIES,
  ...DELIVERED_COVERAGE_BEYOND_ENTITIES,
  ...COVERAGE_RULES_BEYOND_ENTITIES,
  ...ONE_ROW_TOLD_BEYOND_ENTITIES,
  ...REPRINTED_SLIPS_BEYOND_ENTITIES,
  ...WORDS_OF_NAMES_BEYOND_ENTITIES,
  ...LIGHTER_TRIGGERS_BEYOND_ENTITIES,
  ...POINTED_PUBLISHING_BEYOND_ENTITIES,
  ...LIGHTER_WRITES_BEYOND_ENTITIES,
  ...FRESH_STATISTICS_BEYOND_ENTITIES,
  ...JOINT_READERS_BEYOND_ENTITIES,
  ...JOINT_SEARCH_BEYOND_ENTITIES,
  ...VERSIONS_AS_OPENED_BEYOND_ENTITIES,
  ...PASSING_DAYS_BEYOND_ENTITIES,
  ...VIEWS,
];
