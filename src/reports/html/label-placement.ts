/** A text that wants to stand beside a point; positions and sizes in pixels. */
export interface PointLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export type Side = 'right' | 'left' | 'above' | 'below';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Average width of a character of the charts' 12 px font. */
const characterWidth = 6.6;
const lineHeight = 14;
const distance = 9;

function boxOf({ text, x, y }: PointLabel, side: Side): Box {
  const width = text.length * characterWidth;
  switch (side) {
    case 'right':
      return {
        left: x + distance,
        right: x + distance + width,
        top: y - lineHeight / 2,
        bottom: y + lineHeight / 2,
      };
    case 'left':
      return {
        left: x - distance - width,
        right: x - distance,
        top: y - lineHeight / 2,
        bottom: y + lineHeight / 2,
      };
    case 'above':
      return {
        left: x - width / 2,
        right: x + width / 2,
        top: y - distance - lineHeight,
        bottom: y - distance,
      };
    case 'below':
      return {
        left: x - width / 2,
        right: x + width / 2,
        top: y + distance,
        bottom: y + distance + lineHeight,
      };
  }
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const sides: readonly Side[] = ['right', 'left', 'above', 'below'];

/**
 * Puts each label on the first side of its point where it meets no other label, no point and no edge, in the given
 * order. A label without such a side is left out; the table beside the chart has every name.
 */
export function placeLabels(
  labels: readonly PointLabel[],
  points: readonly { readonly x: number; readonly y: number }[],
  frame: Box,
): readonly (Side | undefined)[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return labels.map((label) => {
    for (const side of sides) {
      const box = boxOf(label, side);
      const inside =
        box.left >= frame.left &&
        box.right <= frame.right &&
        box.top >= frame.top &&
        box.bottom <= frame.bottom;
      if (inside && !taken.some((other) => overlaps(box, other))) {
        taken.push(box);
        return side;
      }
    }
    return undefined;
  });
}
