import { describe, expect, it } from 'vitest';
import { createTrialClock } from '../../src/transport/trial-clock.ts';

function clockAt() {
  let time = 1_000;
  const clock = createTrialClock(() => time);
  return { clock, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('the clock of a trial', () => {
  it('counts calls and what happens between them, not the wait for a turn', () => {
    const { clock, pass } = clockAt();
    pass(5);
    clock.callStarted();
    clock.queued();
    pass(1_000);
    clock.admitted();
    pass(40);
    clock.callEnded();
    pass(3);
    expect(clock.milliseconds()).toBe(48);
  });

  it('goes on while one of several calls runs', () => {
    const { clock, pass } = clockAt();
    clock.callStarted();
    clock.callStarted();
    clock.queued();
    pass(20);
    clock.callEnded();
    pass(100);
    clock.admitted();
    pass(7);
    clock.callEnded();
    expect(clock.milliseconds()).toBe(27);
  });

  it('takes over what was measured before an interruption', () => {
    const { clock, pass } = clockAt();
    clock.add(250);
    pass(4);
    expect(clock.milliseconds()).toBe(254);
  });

  it('shows nothing when a call was replayed', () => {
    const { clock } = clockAt();
    clock.replayed();
    expect(clock.milliseconds()).toBeUndefined();
  });
});
