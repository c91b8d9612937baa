import { action } from '../../../../kernel/actions/action.js';
import { NothingDto } from '../../../../kernel/http/no-body.js';
import { insertRows } from '../../../../kernel/database/rows.js';
import { DrawSeeds } from '../draw-seeds.js';
import { drawExperts, hashPool } from '../expert-draw.rules.js';
import { expertDrawSubject, loadPool } from '../expert-draw.subject.js';
import { ExpertPlace } from '../expert-place.entity.js';

/** From the seed whose hash stands since the preparation: the pool as it is now, in one order, of whom the first are asked. */
export const drawFromPool = action(expertDrawSubject, 'draw', NothingDto, {
  operationId: 'drawExperts',
  summary: {
    en: 'Draw the experts of a panel from the pool, by the seed whose hash is published',
    zh: '以已公布摘要的随机种子，从专家库中抽取评审专家',
  },
  uses: { seeds: DrawSeeds },
  needs: { loadPool },
  async effect({ tx, root, now, today }, { loadPool: { pool, excluded } }, { seeds }) {
    const seed = root.seed === null ? null : seeds.read(root.id, root.seed);
    if (seed === null) throw new Error(`the seed of draw ${root.id} cannot be read`);
    const poolHash = hashPool(pool);
    await insertRows(
      tx,
      ExpertPlace,
      drawExperts(seed, root.lot.id, pool).map(({ user, hash }, i) => ({
        drawId: root.id,
        place: i + 1,
        userId: user,
        hash: Buffer.from(hash, 'hex'),
        state: i < root.size ? ('invited' as const) : ('waiting' as const),
        reason: null,
        invitedAt: i < root.size ? now : null,
        answeredAt: null,
      })),
    );
    return { set: { poolHash: Buffer.from(poolHash, 'hex'), excluded, drawnOn: today }, data: { poolHash } };
  },
});
