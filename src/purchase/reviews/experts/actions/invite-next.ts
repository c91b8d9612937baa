import { action } from '../../../../kernel/actions/action.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { IntegerBetween, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { expertDrawSubject, loadDrawPlaces } from '../expert-draw.subject.js';
import { inviteNextPlace, replacePlace } from '../place-moves.js';

/** In whose place the next expert is asked. */
class InviteNextDto {
  /** Place of the expert who does not come; absent where a place is free. */
  @IntegerBetween(1, 10_000, 'optional')
  place?: number | null;
  /** Why; opened with the result. */
  @TextUpTo(2000)
  reason: string;
}

export const inviteNext = action(expertDrawSubject, 'invite_next', InviteNextDto, {
  operationId: 'inviteNextExpert',
  summary: {
    en: 'Ask the next expert of the order in the place of one who does not come',
    zh: '专家不能到场的，按抽取顺序依次递补',
  },
  needs: { places: loadDrawPlaces },
  async effect({ tx, root, given: { place, reason }, now }, { places }) {
    if (place !== undefined && place !== null) {
      const held = places.some((each) => each.place === place && ['invited', 'accepted'].includes(each.state));
      if (!held)
        throw invalid('/place', 'not_found', { en: 'Nobody of this place is asked', zh: '该顺位没有受邀的专家' });
      await replacePlace(tx, root.id, place, reason);
    }
    await inviteNextPlace(tx, root.id, now);
    return { withoutReason: true };
  },
});
