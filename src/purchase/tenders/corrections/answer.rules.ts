/** Words for what a bid is prepared by, and words for changing it, in one sentence. */
const PREPARED_BY =
  /采购需求|技术要求|服务要求|服务标准|评审|评分|分值|权重|资格|最高限价|控制价|预算|报价要求|服务期|合同条款|付款|保证金|criteri|qualif|ceiling|scor/i;
const CHANGES =
  /(修改|变更|调整|更改|更正|改为|改成|增加|新增|取消|删除|删去|提高|降低|不再要求|以本(答复|澄清)为准)|\b(chang|amend|replac|remov|add|rais|lower)(e|es|ed|ing|s)?\b/i;
/** Words for changing nothing. That something is no longer asked for is a change. */
const NO_CHANGE =
  /(不作|不做|不予|不再作|未作|无)(任何)?(修改|变更|调整|更改|更正)|\bno changes?\b|\bnot (be |been )?(changed|amended)\b/gi;

/**
 * Whether an answer affects how bids are prepared. Who answers may say that it does; that it does not is believed as far as
 * nothing in it speaks of changing what a bid is prepared by: then it needs the time of the law, as a correction does, and
 * what the documents say is changed by a correction alone (Regulation article 31 II, Order 87 article 27).
 */
export const answerAffects = (answer: string, said: boolean): boolean =>
  said ||
  answer
    .split(/[。；;！!？?\n]|\.\s/)
    .some((part) => PREPARED_BY.test(part) && CHANGES.test(part.replaceAll(NO_CHANGE, '')));
