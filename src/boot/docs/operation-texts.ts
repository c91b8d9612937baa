import { acceptanceTexts } from '../../care/acceptance/acceptance.texts.js';
import { continuityTexts } from '../../care/continuity/continuity.texts.js';
import { deliveryTexts } from '../../care/delivery/delivery.texts.js';
import { evaluationsTexts } from '../../care/evaluations/evaluations.texts.js';
import { paymentsTexts } from '../../care/payments/payments.texts.js';
import { surveysTexts } from '../../care/surveys/surveys.texts.js';
import { deskTexts } from './desk.texts.js';
import { importsTexts } from '../../imports/imports.texts.js';
import { kernelTexts } from '../../kernel/kernel.texts.js';
import { lawTexts } from '../../law/law.texts.js';
import { peopleTexts } from './people.texts.js';
import { awardsTexts } from '../../purchase/awards/awards.texts.js';
import { bidsTexts } from '../../purchase/bids/bids.texts.js';
import { contractsTexts } from '../../purchase/contracts/contracts.texts.js';
import { programmesTexts } from '../../purchase/programmes/programmes.texts.js';
import { reviewsTexts } from '../../purchase/reviews/reviews.texts.js';
import { tendersTexts } from '../../purchase/tenders/tenders.texts.js';
import { watchTexts } from '../../watch/watch.texts.js';
import { mergeTexts } from '../../kernel/openapi/texts.js';

/** What the document says of every operation; its groups stand in this order. */
export const OPERATION_TEXTS = mergeTexts([
  peopleTexts,
  programmesTexts,
  tendersTexts,
  bidsTexts,
  reviewsTexts,
  awardsTexts,
  contractsTexts,
  deliveryTexts,
  surveysTexts,
  acceptanceTexts,
  evaluationsTexts,
  paymentsTexts,
  continuityTexts,
  watchTexts,
  deskTexts,
  lawTexts,
  importsTexts,
  kernelTexts,
]);
