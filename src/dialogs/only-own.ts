import type { CorrelationId } from '../model/identifiers';
import { isForPersonalChat } from './go-personal';
import type { Heard } from './heard';

/** What is asked about somebody else: nothing of the person who asks is shown in its place, and nothing begins. */
export function onlyOwn(heard: Heard, correlationId: CorrelationId): Heard {
  const isAboutLinks = heard.kind === 'do' || isForPersonalChat(heard);
  return isAboutLinks
    ? { kind: 'say', view: { name: 'problem', data: { code: 'only-own', correlationId } } }
    : heard;
}
