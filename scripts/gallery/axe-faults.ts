import type { Page } from 'playwright-core';
import { z } from 'zod';

const axeFindings = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string() })),
    }),
  ),
});

/** What axe, which has to be on the page already, finds wrong below the selector; one line for each rule. */
export async function axeFaults(page: Page, selector: string): Promise<string[]> {
  const run = `axe.run(${JSON.stringify(selector)}, { resultTypes: ['violations'] })`;
  const { violations } = axeFindings.parse(await page.evaluate(run));
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.length} times, first ${nodes[0]?.html ?? ''})`,
  );
}
