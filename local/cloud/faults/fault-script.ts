import { faultSchema, type Fault, type FaultInput, type FaultOperation } from './fault';

/** The faults that wait for a request. */
export interface FaultScript {
  add(fault: FaultInput): void;
  /** The first waiting fault that fits, counted down; undefined when all is well. */
  take(operation: FaultOperation, tenantId: string | undefined): Fault | undefined;
  active(): readonly Fault[];
  clear(): void;
}

/** An empty script. */
export function createFaultScript(): FaultScript {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push(faultSchema.parse(fault));
    },
    take: (operation, tenantId) => {
      const index = faults.findIndex(
        (fault) =>
          (fault.operation === operation || (fault.operation === 'arm' && operation !== 'token')) &&
          (fault.tenant === undefined || fault.tenant === tenantId),
      );
      const fault = faults[index];
      if (!fault) return undefined;
      faults = faults.flatMap((other, place) => {
        if (place !== index) return [other];
        return other.count > 1 ? [{ ...other, count: other.count - 1 }] : [];
      });
      return fault;
    },
    active: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
