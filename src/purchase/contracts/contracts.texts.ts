import type { OperationTexts } from '../../kernel/openapi/texts.js';

/** What the document says of these operations in Chinese, and of their groups in both languages. */
export const contractsTexts: OperationTexts = {
  tags: {
    contracts: {
      en: 'Contracts: recorded, or drafted, signed, amended and ended here',
      zh: '合同：登记在案，或在此起草、签订、变更与终止',
    },
  },
  operations: {
    listContracts: '查询已公开的合同及本机构的合同',
    getContract: '查看合同及其事实',
    recordContractFacts: '登记合同的事实及其来源；全部登记或全部不登记',
    putContract: '按其他系统的编号新建或修改已登记的合同；重复提交结果相同',
    draftContract: '依成交结果起草合同；未填写的取自采购文件',
    getContractText: '查看在此履行的合同的中文文本及其哈希值',
    proposeAmendment: '提议变更生效中的合同',
    signContract: '本方签署合同草案；双方签署后合同成立',
    signAmendment: '本方签署变更；双方签署后变更生效',
  },
};
