import { describe, expect, test } from 'vitest';
import { placeLabels } from '../../../src/reports/html/label-placement.ts';

const frame = { left: 0, right: 300, top: 0, bottom: 200 };

describe('labels beside points', () => {
  test('stand on the right where there is room', () => {
    expect(placeLabels([{ text: 'router', x: 100, y: 100 }], [{ x: 100, y: 100 }], frame)).toEqual(['right']);
  });

  test('move to the left at the right edge', () => {
    expect(placeLabels([{ text: 'router', x: 290, y: 100 }], [{ x: 290, y: 100 }], frame)).toEqual(['left']);
  });

  test('avoid each other and the points', () => {
    const labels = [
      { text: 'router', x: 100, y: 100 },
      { text: 'cascade', x: 120, y: 100 },
    ];
    expect(placeLabels(labels, labels, frame)).toEqual(['left', 'right']);
  });

  test('are left out where there is no room', () => {
    const label = { text: 'a name that is too long for the frame', x: 20, y: 10 };
    expect(placeLabels([label], [label], { left: 0, right: 60, top: 0, bottom: 20 })).toEqual([undefined]);
  });
});
