/** What is done once: the same object went through before it was done, and after it is refused for good. */
const ONCE = 'it is done once; before, the same object went through';

/**
 * Guards of which no object can be refused and then pass, because the fact is one that does not change: they are shown by a
 * twin, which differs from the refused object in that fact alone. By hand, each with its reason; one that is shown on one
 * object has no place here.
 */
export const TWINS: Readonly<Record<string, string>> = {
  'bid.submit: deadline_passed': 'a deadline that has passed does not come again; an hour before it the bid went in',
  'challenge.record_remedy: remedy_not_owed': 'what was not upheld stays so; of one that was upheld it is recorded',
  'complaint.accept: complaint_beyond_challenge':
    'the lot it is about does not change; of the challenged one it is accepted',
  'challenge.record_withdrawal: remedy_filed_here':
    'how it was filed does not change; one that came on paper goes through',
  'complaint.record_withdrawal: remedy_filed_here':
    'how it was filed does not change; one that came on paper goes through',
  'challenge.void: remedy_filed_here': 'how it was filed does not change; one that came on paper is void',
  'complaint.void: remedy_filed_here': 'how it was filed does not change; one that came on paper is void',
  'complaint.void: remedy_acted_on': 'what its body wrote here stays; one that came on paper alone is void',
  'challenge.void: remedy_acted_on': 'what was decided stays so; one on which nothing was decided is void',
  'complaint.void_challenge: remedy_acted_on': 'what was decided stays so; one on which nothing was decided is void',
  'complaint.record_remedy: remedy_not_owed': ONCE,
  'complaint.record_examination: examined_already': ONCE,
  'complaint.send_copies: copies_sent_already': ONCE,
  'contract.publish: published_already': ONCE,
  'contract.publish_amendment: published_already': ONCE,
  'contract.file: filed_already': ONCE,
  'contract.redraft: content_agreed': 'what both have signed is not taken back; a draft is written anew',
  'evaluation.appeal: appealed_already': ONCE,
  'flag.appeal: flag_appealed_already': ONCE,
  'handover.withdraw: recipients_passed': 'a day that has come does not go; one whose day lies ahead is withdrawn',
  'lot.qualify: qualification_done': ONCE,
  'lot.deliver_report: report_delivered': ONCE,
  'lot.record_receipt: report_delivered': 'it is delivered once; of one that was not, the receipt is recorded',
  'lot.settle_tie: tie_absent': 'a tie is settled once; before, the same lot went through',
  'lot.reconstitute_panel: not_an_open_tender':
    'the method does not change after the opening; a tender has a new panel',
  'lot.annul_failure: bids_sealed_for_good':
    'what was sealed for good stays sealed; a lot that failed later is opened again',
  'survey.draw: sample_drawn': ONCE,
  'budget_extension.grant: extension_outdated':
    'a day that was made earlier becomes a later one by an extension alone; of one that is asked for anew it passes',
  'contract.withdraw_from_contract: demand_not_due':
    'what was paid stays paid; of a contract whose buyer has not paid it passes',
  'payment.approve: trigger_unmet':
    'what an instalment waits for is lost with its contract alone, which does not come back; of one that stands it passes',
  'payment.pay: trigger_unmet':
    'what an instalment waits for is lost with its contract alone, which does not come back; of one that stands it passes',
  'expert_draw.invite_next: no_place_left': 'an order that is used up stays so; before, the same draw had a next one',
  'review.appoint: member_barred': 'a bar of the first review stays; who broke no rule is appointed',
  'organisation_merge.undo: merge_settled':
    'a day that has passed does not come again; on the thirtieth day another one was undone',
  'organisation_merge.undo: merge_built_upon':
    'what was built upon a merge stays; one upon which nothing was is undone',
  'user.enable: person_erased': 'what was erased does not come back; before, the same account was enabled',
};
