import { renameBodySql } from '../../people/organisations/merges/merge-move.js';
import { mergeParts } from '../../people/organisations/merges/merge-parts.js';

const PROGRAMMES = renameBodySql('programme', 'buyer_id');

/** A programme is its buyer's: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['programme.buyer_id'],
  move: (move) =>
    move.moveRoots('programme', 'buyer', (only) => move.tx.query(PROGRAMMES, [move.source, move.target, only])),
});
