import { soak } from '../../bench/soak/soak';
import { setStage } from '../../bench/stage';
import { packageRoot } from '../../src/config/package';
import { expectPassed } from '../support/threats';

const SECONDS = 120;
const PER_SECOND = 20;
/** Node is still compiling what runs often; whether memory grows for good only half an hour can tell: `npm run soak`. */
const MOST_GROWN_MB = 60;

test(
  'twenty turns a second, of all kinds mixed: each is answered, and the bot has nothing to complain of',
  async () => {
    const stage = await setStage(packageRoot(__dirname));
    try {
      const tell = (): undefined => undefined;
      const figures = await soak(stage, { minutes: SECONDS / 60, perSecond: PER_SECOND, tell });
      const { count, unanswered, unauthorized, complaints, rssMb, took } = figures;
      const grownMb = rssMb === undefined ? 0 : rssMb.last - rssMb.afterWarmUp;
      expect({ unauthorized, complaints }).toEqual({ unauthorized: 0, complaints: '' });
      expect(count.linked).toBeGreaterThan(0);
      expect(grownMb).toBeLessThanOrEqual(MOST_GROWN_MB);
      expectPassed({
        id: 'T56',
        what: `mixed turns, ${PER_SECOND} a second for ${SECONDS} s: answered as they should be`,
        tried: count.turns,
        passed: count.turns - count.failed - unanswered,
        figure: `${Math.round(grownMb)} MB more after the warm-up; p99 ${Math.round(took.p99)} ms`,
      });
    } finally {
      await stage.strike();
    }
  },
  (SECONDS + 60) * 1_000,
);
