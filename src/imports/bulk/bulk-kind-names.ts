/** What may be sent in bulk, and the permission by which one of them is sent alone. */
export const BULK_PERMITS = {
  organisations: 'organisation.record',
  'service-lines': 'line.manage',
  purchases: 'tender.record',
  facts: 'tender.record',
  contracts: 'contract.record',
  milestones: 'contract.record',
  payments: 'contract.record',
  records: 'service.record',
  recipients: 'service.record',
  workers: 'worker.manage',
} as const;
export type BulkKindName = keyof typeof BULK_PERMITS;
export const BULK_KIND_NAMES = Object.keys(BULK_PERMITS) as BulkKindName[];

/** Rows of these name people and are nothing else: they are kept under a key, and those of whoever is erased go with it. */
export const KINDS_OF_PEOPLE = { recipient: 'recipients', worker: 'workers' } as const;
export const isOfPeople = (kind: BulkKindName | null): boolean =>
  Object.values(KINDS_OF_PEOPLE).some((each) => each === kind);

/** The permission that an import takes: that of its rows, or for what is published elsewhere one of its own. */
export const permitOfImport = (kind: BulkKindName | null): string =>
  kind === null ? 'import.run' : BULK_PERMITS[kind];

/** Files of rows; NDJSON has its keys in each row, the others their headings in the first. */
export type FileType = 'ndjson' | 'csv' | 'xlsx';
