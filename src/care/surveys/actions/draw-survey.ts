import { action, guard, type Fact } from '../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../kernel/actions/required-by-action.js';
import { IntegerBetween } from '../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { drawSample, type Member } from '../results/sampling.rules.js';
import { contractRecipientSql } from '../../delivery/contract-recipients.js';
import { surveySubject, type LockedSurvey } from '../survey.subject.js';

/** Draws the sample of a survey. */
class DrawSurveyDto extends ReasonDto {
  /** How many are asked; everybody where there are fewer. */
  @RequiredByAction({ en: 'Say how many are asked', zh: '请填写样本量' })
  @IntegerBetween(1, 1000)
  size: number;
}

const loadRecipients: Fact<LockedSurvey, Member[]> = ({ tx, root }) =>
  tx.query<Member>(
    `SELECT p.id, p.community_id AS community FROM recipient p WHERE ${contractRecipientSql('p', '$1')} ORDER BY p.id`,
    [root.contractId],
  );

/** Draws by the seed of the survey; what is stored is the whole list, so that anybody entitled to it may draw again. */
export const drawSurvey = action(surveySubject, 'draw', DrawSurveyDto, {
  operationId: 'drawSurveySample',
  summary: { en: 'Draw whom a survey asks', zh: '抽取调查样本' },
  guards: {
    sample_drawn: guard({}, (_, { root }) => (root.drawnAt === null ? null : {})),
    recipients_unknown: guard({ loadRecipients }, (facts) => (facts.loadRecipients.length > 0 ? null : {})),
  },
  needs: { loadRecipients },
  async effect({ tx, root, given, now }, { loadRecipients: recipients }) {
    const { strata, drawn } = drawSample(root.seed, recipients, given.size);
    await tx.query(
      `INSERT INTO survey_stratum (survey_id, no, community_id, population, sampled)
       SELECT $1, * FROM unnest($2::int[], $3::uuid[], $4::int[], $5::int[])`,
      [
        root.id,
        strata.map((_, i) => i + 1),
        strata.map((stratum) => stratum.community),
        strata.map((stratum) => stratum.population),
        strata.map((stratum) => stratum.sampled),
      ],
    );
    const numbers = new Map(strata.map(({ community }, i) => [community, i + 1]));
    await tx.query(
      `INSERT INTO survey_frame (survey_id, recipient_id, stratum, drawn)
       SELECT $1, * FROM unnest($2::uuid[], $3::int[], $4::boolean[])`,
      [
        root.id,
        recipients.map(({ id }) => id),
        recipients.map(({ community }) => numbers.get(community)),
        recipients.map(({ id }) => drawn.has(id)),
      ],
    );
    return {
      set: { size: drawn.size, drawnAt: now },
      data: { seed: root.seed, population: recipients.length, size: drawn.size },
    };
  },
});
