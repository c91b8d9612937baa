import { action } from '../../../../kernel/actions/action.js';
import { panelSubject } from '../../panel/panel.subject.js';
import { LotDto } from '../../review.dto.js';

/** Those who locked before a member was replaced are through with their sheets. */
export const beginScoring = action(panelSubject, 'begin_scoring', LotDto, {
  operationId: 'beginScoring',
  summary: { en: 'Begin to score, with a lawful panel that is free of ties', zh: '评审小组合法且无利害关系后开始评分' },
});
