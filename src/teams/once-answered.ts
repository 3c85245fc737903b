import type { TurnContext } from 'botbuilder';

type Work = () => Promise<void>;

const AFTER_TURN = Symbol('what follows the HTTP response');

/** Lets the turn collect what is to be done once its HTTP response is out; gives the list, filled when the turn ends. */
export function collectForLater(context: TurnContext): readonly Work[] {
  const later: Work[] = [];
  context.turnState.set(AFTER_TURN, later);
  return later;
}

/** Does the work once the turn's HTTP response is out: an answer to an invoke reaches the person no earlier. */
export function onceAnswered(context: TurnContext, work: Work): void {
  context.turnState.get<Work[] | undefined>(AFTER_TURN)?.push(work);
}
