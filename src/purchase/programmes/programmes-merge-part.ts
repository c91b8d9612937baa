import { holdRootsSql, renameBodySql, waitForRootSql } from '../../people/organisations/merges/merge-move.js';
import { mergeParts } from '../../people/organisations/merges/merge-parts.js';

/** A programme is its buyer's: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['programme.buyer_id'],
  roots: [
    {
      ...{ type: 'programme', field: 'buyer' },
      hold: (tx, params) => tx.query(holdRootsSql('programme', 'buyer', 'buyer_id'), params),
      wait: (tx, id) => tx.query(waitForRootSql('programme'), [id]),
      rename: (tx, params) => tx.query(renameBodySql('programme', 'buyer_id'), params),
    },
  ],
});
