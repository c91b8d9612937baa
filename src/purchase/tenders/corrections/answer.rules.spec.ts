import { describe, expect, it } from '@jest/globals';
import { answerAffects } from './answer.rules.js';

describe('an answer that is said to affect no bid', () => {
  it.each([
    '评分标准中专业人员由30分调整为20分。',
    '见附件。资格条件取消“三年经验”一项。',
    '采购需求增加周末上门服务；报价不变。',
    '最高限价以本答复为准。',
    'The criteria are amended: 20 points for staff.',
    '资格条件不再要求三年经验。',
    '评分标准不作修改，最高限价调整为20万元。',
  ])('is not believed: %s', (answer) => {
    expect(answerAffects(answer, false)).toBe(true);
  });

  it.each([
    '含周末。',
    '按采购文件第三章采购需求执行。',
    '评审地点为K区公共资源交易中心。开标当日可提前半小时到场，如有调整另行通知。',
    'As the documents say.',
    '资格要求不作调整，按采购文件执行。',
    '评分标准无变更；合同条款不予修改。',
    'The criteria are not changed.',
    'No change of the ceiling.',
  ])('is believed: %s', (answer) => {
    expect(answerAffects(answer, false)).toBe(false);
    expect(answerAffects(answer, true)).toBe(true);
  });
});
