import type { ProblemSpec } from '../codes.js';

/** Bids and their opening. */
export const BID_PROBLEMS = {
  // bid
  lot_not_open: {
    status: 422,
    title: { en: 'The lot takes no bids', zh: '该采购包不接受投标' },
  },
  deadline_passed: {
    status: 422,
    title: { en: 'The deadline has passed', zh: '投标截止时间已过' },
  },
  bidder_barred: {
    status: 422,
    title: { en: 'This body may not bid here', zh: '该机构不得参加本项目投标' },
  },
  receipt_forged: {
    status: 422,
    title: { en: 'The receipt was not given by this system', zh: '该回执不是本系统出具的' },
  },
  // files of a bid
  too_many_files: {
    status: 422,
    title: { en: 'So many files are not taken for one bid', zh: '该投标上传的文件过多' },
  },
  zip_bomb: {
    status: 422,
    title: { en: 'The file unfolds to far more than it is', zh: '文件解压后异常庞大' },
  },
  file_not_examined: {
    status: 422,
    title: { en: 'The file could not be examined within the limits', zh: '文件无法在限制内完成检查' },
  },
  file_altered: {
    status: 409,
    title: { en: 'The stored file is not what was uploaded', zh: '存储的文件与上传时不一致' },
  },
  copy_differs: {
    status: 422,
    title: { en: 'The copy is not what was submitted', zh: '所交副本与提交内容不一致' },
  },
  // opening
  opening_requested: {
    status: 422,
    title: { en: 'The opening has been asked for', zh: '已提出开标申请' },
  },
  opening_not_requested: {
    status: 422,
    title: { en: 'No opening waits for a second person', zh: '没有待第二人确认的开标申请' },
  },
  opener_is_requester: {
    status: 422,
    title: { en: 'A second person opens the bids', zh: '须由第二人确认开标' },
  },
  opener_is_not_requester: {
    status: 422,
    title: { en: 'Who asked for the opening takes it back', zh: '只有申请人可以撤回开标申请' },
  },
  opener_has_interest: {
    status: 422,
    title: { en: 'Who sits in a supplier opens no bids', zh: '在供应商任职的人员不得参与开标' },
  },
} as const satisfies Record<string, ProblemSpec>;
