import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const bidsTexts: OperationTexts = {
  tags: {
    bids: {
      en: 'Bids: sealed until the opening, with signed receipts, and the talks of a consultation',
      zh: '投标与响应：开启前密封、附签名回执，以及磋商过程',
    },
  },
  operations: {
    createBid: '就采购包编制投标（响应）文件；重复请求返回已有的一份',
    getBid: '查看投标：投标人本人可见，开启后采购组织方可见',
    changeBid: '修改投标草稿（RFC 7396）',
    getBidReceipt: '获取本机构已提交投标的签名回执',
    verifyBidReceipt: '核验回执是否由本系统出具',
    uploadBidFile: '上传投标附件：收到即加密，写入投标内容后归入该投标',
    downloadBidFile: '下载投标附件：草稿仅投标人可下载，开启后有权查看内容者可下载',
    getOpening: '查看开启记录：投标人、报价、时间及哈希值',
    getOwnConsultation: '查看本机构投标的磋商情况',
    getFinalOfferReceipt: '获取本机构最后报价的签名回执',
  },
};
