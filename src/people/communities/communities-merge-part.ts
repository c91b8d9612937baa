import { holdRootsSql, renameBodySql, waitForRootSql } from '../organisations/merges/merge-move.js';
import { mergeParts } from '../organisations/merges/merge-parts.js';

/** Communities, needs and service lines name whoever is behind them: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['community.committee_id', 'community.owner_id', 'need.owner_id', 'service_line.responsible_id'],
  roots: [
    {
      ...{ type: 'community', field: 'committee' },
      hold: (tx, params) => tx.query(holdRootsSql('community', 'committee', 'committee_id'), params),
      wait: (tx, id) => tx.query(waitForRootSql('community'), [id]),
      rename: (tx, params) => tx.query(renameBodySql('community', 'committee_id'), params),
    },
    {
      ...{ type: 'community', field: 'owner' },
      hold: (tx, params) => tx.query(holdRootsSql('community', 'owner', 'owner_id'), params),
      wait: (tx, id) => tx.query(waitForRootSql('community'), [id]),
      rename: (tx, params) => tx.query(renameBodySql('community', 'owner_id'), params),
    },
    {
      ...{ type: 'need', field: 'owner' },
      hold: (tx, params) => tx.query(holdRootsSql('need', 'owner', 'owner_id'), params),
      wait: (tx, id) => tx.query(waitForRootSql('need'), [id]),
      rename: (tx, params) => tx.query(renameBodySql('need', 'owner_id'), params),
    },
    {
      ...{ type: 'service_line', field: 'responsible' },
      hold: (tx, params) => tx.query(holdRootsSql('service_line', 'responsible', 'responsible_id'), params),
      wait: (tx, id) => tx.query(waitForRootSql('service_line'), [id]),
      rename: (tx, params) => tx.query(renameBodySql('service_line', 'responsible_id'), params),
    },
  ],
});
