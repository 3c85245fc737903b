import type { TokenCredential } from '@azure/identity';

import type { UserToken } from '../auth/access-token';
import type { AzureSettings } from '../auth/entra-client';
import type { UserTokens } from '../auth/people-tokens';
import type { Actor } from '../auth/ports';
import { monotonicClock } from '../model/clock';
import type { Clock } from '../model/clock';
import type { Log } from '../model/log';
import { personKey } from '../model/person';
import type { Outcome } from '../model/problem';
import { failed, ok } from '../model/problem';
import type { FairLimiter } from '../network/fair-limiter';
import type { HttpSend } from '../network/http-send';
import { CircuitOpenError, TransportError } from '../network/http-send';
import { untilAborted } from '../lib/async';
import type { ArmMeaning, ArmVerb } from './errors';
import { armMeaning, armProblem, armRefusalOf, isWrite, requestIdOf } from './errors';
import type { ArmExchange, SdkHttpClient } from './http-client';
import { createArmHttpClient } from './http-client';

/** What an SDK client is made with, and what every operation on it is given. */
export interface ArmSdkOptions {
  readonly credential: TokenCredential;
  readonly client: {
    readonly endpoint: string;
    readonly credentialScopes: string[];
    readonly httpClient: SdkHttpClient;
    readonly retryOptions: { readonly maxRetries: 0 };
    readonly redirectOptions: { readonly maxRetries: 0 };
  };
  readonly operation: {
    readonly abortSignal: AbortSignal;
    readonly requestOptions: { readonly customHeaders: Record<string, string> };
  };
}

/** One operation on an SDK client: resolves with our own value, or undefined when the answer is not what it should be. */
export interface ArmOperation<T> {
  readonly verb: ArmVerb;
  readonly maxBytes: number;
  run(options: ArmSdkOptions): Promise<T | undefined>;
}

/** What one call comes to; `not-linked` only for reads. */
export type ArmOutcome<T> = Outcome<T> | { readonly kind: 'not-linked'; readonly serviceRequestId?: string };

/** Makes one call to ARM as the actor, when it is their turn: no retry, no exception but for records that are away. */
export type ArmCaller = <T>(
  actor: Actor,
  operation: ArmOperation<T>,
  signal: AbortSignal,
) => Promise<ArmOutcome<T>>;

interface ArmCallerParts {
  readonly settings: AzureSettings;
  readonly tokens: UserTokens;
  readonly send: HttpSend;
  readonly limiter: FairLimiter;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * ArmCaller over the SDKs. Every call has its own SDK client with its own credential, which holds exactly one checked
 * token: there is nothing that two people or two tenants could share.
 */
export function createArmCaller(parts: ArmCallerParts): ArmCaller {
  const call: ArmCaller = async (actor, operation, signal) => {
    const acquire = (wanted: Actor): Promise<Outcome<UserToken>> =>
      acquireInTime(parts.tokens, wanted, signal);
    const acquired = await acquire(actor);
    if (acquired.kind !== 'ok') return acquired;
    const exchange: ArmExchange = { mayHaveArrived: false };
    const made = { actor, verb: operation.verb, exchange };
    const challenge = createChallengeCredential(acquire, actor, acquired.value);
    const startedAt = monotonicClock();
    const outcome = await attempt(parts, made, operation, challenge, signal);
    parts.log.info('azure.arm.call', {
      verb: operation.verb,
      tenantId: actor.tenantId,
      correlationId: actor.correlationId,
      outcome: outcome.kind === 'problem' ? outcome.problem.code : outcome.kind,
      status: made.exchange.reply?.status,
      requestId: requestIdIn(made.exchange),
      durationMs: Math.round(monotonicClock() - startedAt),
    });
    return outcome;
  };
  return async (actor, operation, signal) => {
    const outcome = await parts.limiter.run(personKey(actor.person), signal, () =>
      call(actor, operation, signal),
    );
    // Nothing was sent.
    const { correlationId } = actor;
    return outcome ?? failed({ code: 'arm-unreachable', correlationId, serviceCode: 'out of time' });
  };
}

function requestIdIn({ reply }: ArmExchange): string | undefined {
  return reply === undefined ? undefined : requestIdOf(reply);
}

async function acquireInTime(
  tokens: UserTokens,
  actor: Actor,
  signal: AbortSignal,
): Promise<Outcome<UserToken>> {
  const acquired = await untilAborted(tokens.acquire(actor), signal);
  return acquired ?? failed({ code: 'entra-unreachable', correlationId: actor.correlationId });
}

interface ArmCall {
  readonly actor: Actor;
  readonly verb: ArmVerb;
  readonly exchange: ArmExchange;
}

async function attempt<T>(
  parts: ArmCallerParts,
  call: ArmCall,
  operation: ArmOperation<T>,
  { credential, stopped }: ChallengeCredential,
  signal: AbortSignal,
): Promise<ArmOutcome<T>> {
  try {
    const value = await operation.run(sdkOptions(parts, call, operation, credential, signal));
    return value === undefined ? failed(oddAnswer(parts, call)) : ok(value, requestIdIn(call.exchange));
  } catch (error) {
    return stopped() ?? outcomeOfError(parts, call, error);
  }
}

function sdkOptions<T>(
  { settings, send }: ArmCallerParts,
  { actor, exchange }: ArmCall,
  { maxBytes }: ArmOperation<T>,
  credential: TokenCredential,
  signal: AbortSignal,
): ArmSdkOptions {
  const { armEndpoint, armAudience } = settings;
  return {
    credential,
    client: {
      endpoint: armEndpoint,
      // Without it the SDK would make up a scope from the endpoint.
      credentialScopes: [`${armAudience}/.default`],
      httpClient: createArmHttpClient({
        armEndpoint,
        circuit: `arm ${actor.tenantId}`,
        send,
        maxBytes,
        signal,
        exchange,
      }),
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
    },
    operation: {
      abortSignal: signal,
      requestOptions: {
        customHeaders: {
          'x-ms-correlation-request-id': actor.correlationId,
          'x-ms-client-request-id': actor.correlationId,
        },
      },
    },
  };
}

async function outcomeOfError(
  parts: ArmCallerParts,
  call: ArmCall,
  error: unknown,
): Promise<ArmOutcome<never>> {
  const { actor, verb, exchange } = call;
  if (error instanceof CircuitOpenError) return failed(circuitOpen(call, error));
  const isOurs = error instanceof TransportError;
  if (isOurs && (error.kind === 'too-large' || error.kind === 'encoded' || error.kind === 'elsewhere')) {
    return failed(oddAnswer(parts, call));
  }
  if (isOurs || exchange.reply === undefined)
    return failed(unreachable(call, isOurs ? error.kind : 'aborted'));
  const refusal = armRefusalOf(exchange.reply, parts.clock.now());
  const meaning: ArmMeaning = armMeaning(refusal, verb, actor.correlationId);
  if (meaning.kind !== 'sign-in') return meaning;
  const asked = await parts.tokens.askToSignIn(actor, meaning.need);
  // The person just signed in for this, and ARM still refuses.
  return asked.kind === 'problem'
    ? failed(armProblem(asked.problem.code, refusal, verb, actor.correlationId))
    : asked;
}

function oddAnswer(
  { clock }: ArmCallerParts,
  { actor, verb, exchange }: ArmCall,
): ReturnType<typeof armProblem> {
  const refusal = exchange.reply === undefined ? { status: 0 } : armRefusalOf(exchange.reply, clock.now());
  return armProblem('arm-odd-answer', refusal, verb, actor.correlationId);
}

function unreachable({ actor, verb, exchange }: ArmCall, serviceCode: string): ReturnType<typeof armProblem> {
  const { correlationId } = actor;
  const mayHaveTakenEffect = isWrite(verb) && exchange.mayHaveArrived;
  return {
    code: 'arm-unreachable',
    correlationId,
    serviceCode,
    ...(mayHaveTakenEffect ? { mayHaveTakenEffect } : {}),
  };
}

function circuitOpen(
  { actor }: ArmCall,
  { why, retryAfterSeconds }: CircuitOpenError,
): ReturnType<typeof armProblem> {
  return {
    code: why === 'paused' ? 'arm-busy' : 'arm-unreachable',
    correlationId: actor.correlationId,
    serviceCode: `not sent: ${why}`,
    retryAfterSeconds,
  };
}

/** A credential of the Azure SDKs that remembers what stopped it. */
export interface ChallengeCredential {
  readonly credential: TokenCredential;
  /**
   * What came of answering a claims challenge, when it stopped the call. Throws what kept it from being answered at
   * all: records that can't be read.
   */
  readonly stopped: () => Outcome<never> | undefined;
}

/** Hands out the one token, and after a claims challenge one that was made for it. */
function createChallengeCredential(
  acquire: UserTokens['acquire'],
  actor: Actor,
  token: UserToken,
): ChallengeCredential {
  let stop: Outcome<never> | undefined;
  let failure: { readonly error: unknown } | undefined;
  return {
    stopped: () => {
      if (failure !== undefined) throw failure.error;
      return stop;
    },
    credential: {
      getToken: async (_scopes, options) => {
        const claims = options?.claims;
        if (claims === undefined) return accessTokenOf(token);
        const renewed = await acquire({ ...actor, claims }).catch((error: unknown) => {
          // The SDK makes another error of it.
          failure = { error };
          throw error;
        });
        if (renewed.kind === 'ok') return accessTokenOf(renewed.value);
        stop = renewed;
        throw new Error('the claims challenge could not be met silently');
      },
    },
  };
}

function accessTokenOf(token: UserToken): { token: string; expiresOnTimestamp: number } {
  return { token: token.reveal(), expiresOnTimestamp: token.expiresAt.getTime() };
}
