import { z } from 'zod';

/** One row of ARM's table: what is kept for one account in one directory, removals included. */
export const linkRowSchema = z.object({
  tenantId: z.string(),
  objectId: z.string(),
  partnerId: z.string(),
  version: z.number().int().positive(),
  createdTime: z.string(),
  updatedTime: z.string(),
  state: z.enum(['Active', 'Deleted']),
});

export type LinkRow = z.infer<typeof linkRowSchema>;
