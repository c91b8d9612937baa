import { renameBodySql } from '../organisations/merges/merge-move.js';
import { mergeParts } from '../organisations/merges/merge-parts.js';

const COMMITTEES = renameBodySql('community', 'committee_id');
const OWNERS = renameBodySql('community', 'owner_id');
const NEEDS = renameBodySql('need', 'owner_id');
const LINES = renameBodySql('service_line', 'responsible_id');

/** Communities, needs and service lines name whoever is behind them: the record in which that body goes on. */
mergeParts.contribute({
  fields: ['community.committee_id', 'community.owner_id', 'need.owner_id', 'service_line.responsible_id'],
  async move(move) {
    const { tx, source, target } = move;
    await move.moveRoots('community', 'committee', (only) => tx.query(COMMITTEES, [source, target, only]));
    await move.moveRoots('community', 'owner', (only) => tx.query(OWNERS, [source, target, only]));
    await move.moveRoots('need', 'owner', (only) => tx.query(NEEDS, [source, target, only]));
    await move.moveRoots('service_line', 'responsible', (only) => tx.query(LINES, [source, target, only]));
  },
});
