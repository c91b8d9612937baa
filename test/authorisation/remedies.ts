import { randomUUID } from 'node:crypto';
import type { TestAccount } from '../support/accounts.js';
import type { People } from './people.js';
import type { Makers, Resource } from './places.js';

const WORDS = { grounds: '评审未按采购文件进行', requests: '重新评审' };

/** No one document is read by all of them: whoever may record it is refused by the day, which comes before its documents. */
const PAPER = { receivedOn: '2099-01-01', documents: [randomUUID()] };

interface Ways {
  post: (path: string, body: object, by: TestAccount) => Promise<{ id: string }>;
  seen: (path: string, id: string, more?: Partial<Resource>) => Resource;
}

/** Challenges and complaints of the agency about an award, and what would record those of one on paper. */
export function makeRemedies(
  { bodies: { agency }, tied }: People,
  award: () => Promise<{ tender: string }>,
  { post, seen }: Ways,
): Makers {
  return {
    'award with papers': async () => {
      const { tender } = await award();
      const about = { tender, organisation: agency, paper: PAPER, ...WORDS };
      return {
        params: { id: tender },
        view: `tenders/${tender}`,
        reader: tied.bureau_officer,
        bodies: { fileChallenge: { ...about, stage: 'process' }, fileComplaint: { ...about, stage: 'process' } },
      };
    },
    challenge: async () => {
      const { tender } = await award();
      const { id } = await post('challenges', { tender, stage: 'result', ...WORDS }, tied.agency_manager);
      const upheld = { result: 'upheld', affectsResult: true, reason: '评审错误' };
      return seen('challenges', id, {
        bodies: { 'POST /challenges/{id}/actions/answer': upheld, recordChallengeWithdrawal: { paper: PAPER } },
      });
    },
    complaint: async () => {
      const { tender } = await award();
      const { id } = await post('complaints', { tender, ...WORDS }, tied.agency_manager);
      const bodies = {
        answerComplaint: { answer: '采购人的书面说明' },
        recordComplaintWithdrawal: { paper: PAPER },
        recordComplaintChallenge: { ...WORDS, stage: 'result', paper: { ...PAPER, receivedOn: '2015-01-01' } },
      };
      return seen('complaints', id, { bodies });
    },
  };
}
