import { action } from '../../../../kernel/actions/action.js';
import { CORRECTION_GUARDS } from '../../corrections/correction-guards.js';
import { writeCorrection } from '../../corrections/corrections.js';
import { assertSameBuyers } from '../terms/joint-buyers.js';
import { CorrectTenderDto } from '../tender-actions.dto.js';
import { tenderSubject } from '../tender.subject.js';

export const correctTender = action(tenderSubject, 'correct', CorrectTenderDto, {
  operationId: 'correctTender',
  summary: { en: 'Correct issued documents', zh: '更正采购文件' },
  refuses: ['unit_price_with_sum', 'bands_unordered'],
  check: ({ given }) => assertSameBuyers(given.correction?.terms),
  guards: CORRECTION_GUARDS,
  effect: async ({ tx, root, given }) => ({
    data: await writeCorrection(tx, root, given.correction, given.reason),
    public: true,
  }),
});
