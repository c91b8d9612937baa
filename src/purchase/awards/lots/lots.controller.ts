import { createActionController } from '../../../kernel/actions/action-routes.js';
import { TenderDetailDto } from '../../tenders/reads/tender-view.dto.js';
import { TendersQueries } from '../../tenders/reads/tenders.queries.js';
import { annulFailure, applyRemedy, applyRemedyAfterContract } from './actions/apply-remedy.js';
import { cancelLot, endLotByDecision, failLot } from './actions/end-lot.js';
import { proposeLotEnding, proposeLotRepetition } from './actions/propose-ending.js';
import { orderRereview, reconstitutePanel } from './actions/repeat-review.js';
import { resumeLot, resumeLotAfterLimit, suspendLot } from './actions/suspend-lot.js';
import { lotSubject } from './lot.subject.js';

const ACTIONS = [
  failLot,
  cancelLot,
  endLotByDecision,
  proposeLotEnding,
  proposeLotRepetition,
  suspendLot,
  resumeLot,
  resumeLotAfterLimit,
  orderRereview,
  reconstitutePanel,
  applyRemedy,
  applyRemedyAfterContract,
  annulFailure,
];

/** Single lots of a tender that is conducted here. If-Match names the version of the tender. */
export const LotActionsController = createActionController(lotSubject, ACTIONS, {
  tag: 'tenders',
  type: TenderDetailDto,
  by: TendersQueries,
  translated: true,
  read: (queries, scope, { id }, language) => queries.oneOfLot(scope, id, language),
});
