const RECORD = 'the id of any kind of record; of a working calendar its year';
const OTHER_SYSTEM = 'what another system calls the record';
const JOB = 'the name of a queue and of a job in it, as one opaque text';
const EVIDENCE = 'what a decision rests on: a record or a field of the evidence of its flag';
const RULE = 'the name of a rule of law, such as DEMAND-PUBLIC-OPINION';

/** Texts that are no id, instant or day by a format, each with its reason. */
export const TEXT_WITHOUT_FORMAT: Readonly<Record<string, string>> = {
  'ServiceRecordDto.startsAt': 'a time of day, `HH:MM`; the day stands beside it',
  'AuditEntryDto.aggregateId': RECORD,
  'AuditEntryDto.id': 'a running number, as text because it may exceed what a number of JSON holds exactly',
  'AuditFindingDto.id': RECORD,
  'ChangeDto.id': RECORD,
  'ContractDetailDto.externalIds[].id': OTHER_SYSTEM,
  'ContractDto.externalIds[].id': OTHER_SYSTEM,
  'DocumentChangeDto.after': 'any value of the documents of a tender; days are among them',
  'DocumentChangeDto.before': 'any value of the documents of a tender; days are among them',
  'FailedJobDto.id': JOB,
  'FlagDecisionDto.restsOn[]': EVIDENCE,
  'FlagsDecisionDto.restsOn[]': EVIDENCE,
  'PreviewSubjectDto.id': 'the id of a record, or `draft` for the tender that is not stored',
  'RejectDto.id': 'what the row of an imported file calls itself',
  'RetriedJobDto.id': JOB,
  'ReviewRuleDto.id': RULE,
  'RowNameDto.id': RECORD,
  'RuleDto.id': RULE,
  'SuggestionDto.to': 'a day, or the length of a term such as P2Y',
  'TenderDetailDto.externalIds[].id': OTHER_SYSTEM,
};

const ROOMS = 'each room names its own; the kernel, which shows them all, knows none of them';
const FIELD_CODE = 'what is wrong with one field: rooms and validators add codes of their own';
const CONTENT = 'a code of the list that belongs to the category of the contract';
const RULE_DATA = 'a word of the rules of law, which are data and may be replaced by another edition';
const OF_WATCH =
  'an answer of a rule, kept as it was given: purchases come before the rules and do not know their lists';

/** Texts whose recorded values are words and which are no enumeration, each with its reason; `*.name`: wherever it stands. */
export const WORD_WITHOUT_LIST: Readonly<Record<string, string>> = {
  '*.contentHash': 'hexadecimal digits',
  '*.dataset': 'live, study, fiction, or the name that an import gave to its own',
  '*.hash': 'hexadecimal digits',
  '*.login': 'chosen by its person',
  '*.system': 'the name of another system',
  'AllowedActionDto.action': 'an action of the lifecycle of the object that is shown; docs/lifecycles.md lists them',
  'AuditEntryDto.action': ROOMS,
  'AuditEntryDto.aggregate': ROOMS,
  'AuditEntryDto.to': ROOMS,
  'AwardsRowDto.key': 'a code of the grouping that was asked for, or the id of an agency',
  'ChangeDto.action': ROOMS,
  'CorrectedFieldDto.corrected': 'a credit code, a kind, a region or a level, as the field says',
  'CorrectedFieldDto.recorded': 'a credit code, a kind, a region or a level, as the field says',
  'NewWebhookDto.kinds[]': ROOMS,
  'PersonEntryDto.action': ROOMS,
  'WebhookChangeDto.kinds[]': ROOMS,
  'WebhookDto.kinds[]': ROOMS,
  'WebhookWithSecretDto.kinds[]': ROOMS,
  'RegisterEntryDto.entry': 'the name of an entry of the register, whose list grows with what is kept',
  'ChangeDto.aggregate': ROOMS,
  'CodeItemDto.code': 'a code of the list that was asked for',
  'DraftFindingDto.severity': OF_WATCH,
  'DraftFindingDto.state': OF_WATCH,
  'FailedJobDto.queue': ROOMS,
  'FieldErrorDto.code': FIELD_CODE,
  'FlagDecisionDto.restsOn[]': EVIDENCE,
  'FlagsDecisionDto.restsOn[]': EVIDENCE,
  'HistoryEntryDto.action': ROOMS,
  'LinkDto.provider': 'the name that the operator gave to a provider',
  'ProviderDto.name': 'the name that the operator gave to it',
  'HistoryEntryDto.to': ROOMS,
  'NewServiceRecordDto.content': CONTENT,
  'NextStepDto.action': ROOMS,
  'NoServiceSpanDto.why': '`spring_festival`, or what the request said',
  'PreviewSubjectDto.id': 'the id of a record, or `draft` for the tender that is not stored',
  'ProblemDto.allowedActions[]': ROOMS,
  'RejectDto.errors[].code': FIELD_CODE,
  'RetriedJobDto.queue': ROOMS,
  'RuleDto.jurisdiction': '`CN`, or the code of a region',
  'RuleDto.startEvent': RULE_DATA,
  'RuleDto.unit': RULE_DATA,
  'ServedContentDto.content': CONTENT,
  'ServiceFields.content': CONTENT,
  'ServiceRecordDto.content': CONTENT,
  'WorkDueDto.state': 'a state of what is due, by its kind',
};
