/** Preloaded into the bot where its memory is measured: on SIGUSR2 it collects garbage and writes its heap to stdout. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ event: 'bench.heap', bytes: heapUsed + external })}\n`);
});
