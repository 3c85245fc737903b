import type { Clock } from '../../../../src/model/clock';

/** A clock that stands still until a test moves it. */
export class MovingClock implements Clock {
  private time: number;

  constructor(start: Date = new Date()) {
    this.time = start.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  advanceSeconds(seconds: number): void {
    this.time += seconds * 1000;
  }
}
