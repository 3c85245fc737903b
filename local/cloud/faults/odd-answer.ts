import { z } from 'zod';
import type { Answer } from '../http/answer';

const OTHER_PARTNER_ID = '9999998';
const OTHER_TENANT_ID = '3e5e79a4-85d5-4103-adfd-a4572db50280';

const partnerBody = z.object({ properties: z.object({}).passthrough() }).passthrough();

/** The answer with one thing in it that is not true. What is no partner answer is passed on as it is. */
export function oddAnswer(answer: Answer, lie: 'other-partner' | 'other-tenant' | 'empty'): Answer {
  if (lie === 'empty') return { ...answer, body: '{}' };
  if (answer.body === '') return answer;
  const parsed = partnerBody.safeParse(JSON.parse(answer.body));
  if (!parsed.success) return answer;
  const properties =
    lie === 'other-partner' ? { partnerId: OTHER_PARTNER_ID } : { tenantId: OTHER_TENANT_ID };
  return {
    ...answer,
    body: JSON.stringify({
      ...parsed.data,
      ...(lie === 'other-partner' ? { name: OTHER_PARTNER_ID } : {}),
      properties: { ...parsed.data.properties, ...properties },
    }),
  };
}
