import type { ImportRow } from './import.entity.js';

/** How the audit and the feed name an import. */
export const toImportChange = ({ id, dataset, organisation_id: body }: ImportRow) => ({
  aggregate: 'import',
  id,
  dataset,
  tenants: body === null ? [] : [body],
});
