import { refusal, type ProblemSpec } from '../../kernel/errors/refusal.js';

/** Bids and their opening. */
export const BIDS_REFUSALS = {
  // bid
  lot_not_open: refusal(422, 'The lot takes no bids', '该采购包不接受投标'),
  deadline_passed: refusal(422, 'The deadline has passed', '投标截止时间已过'),
  bidder_barred: refusal(422, 'This body may not bid here', '该机构不得参加本项目投标'),
  receipt_forged: refusal(422, 'The receipt was not given by this system', '该回执不是本系统出具的'),
  // files of a bid
  too_many_files: refusal(422, 'So many files are not taken for one bid', '该投标上传的文件过多'),
  file_altered: refusal(409, 'The stored file is not what was uploaded', '存储的文件与上传时不一致'),
  copy_differs: refusal(422, 'The copy is not what was submitted', '所交副本与提交内容不一致'),
  // opening
  opening_requested: refusal(422, 'The opening has been asked for', '已提出开标申请'),
  opening_not_requested: refusal(422, 'No opening waits for a second person', '没有待第二人确认的开标申请'),
  opener_is_requester: refusal(422, 'A second person opens the bids', '须由第二人确认开标'),
  opener_is_not_requester: refusal(422, 'Who asked for the opening takes it back', '只有申请人可以撤回开标申请'),
  opener_has_interest: refusal(422, 'Who sits in a supplier opens no bids', '在供应商任职的人员不得参与开标'),
} as const satisfies Record<string, ProblemSpec>;
