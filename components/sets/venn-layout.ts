interface Point {
  x: number;
  y: number;
}

/** Where a diagram's circles lie, and where the figure of each region stands. */
export interface VennLayout {
  radius: number;
  circles: readonly Point[];
  /** Where the names stand, outside the circles. */
  names: readonly (Point & { anchor: 'start' | 'middle' | 'end' })[];
  /** By the sets that the region is in: "0", "01", "012". */
  figures: Readonly<Record<string, Point>>;
}

export const width = 400;
export const height = 300;

export const layouts: Record<2 | 3, VennLayout> = {
  2: {
    radius: 98,
    circles: [
      { x: 145, y: 155 },
      { x: 255, y: 155 },
    ],
    names: [
      { x: 48, y: 40, anchor: 'start' },
      { x: 352, y: 40, anchor: 'end' },
    ],
    figures: { '0': { x: 98, y: 155 }, '1': { x: 302, y: 155 }, '01': { x: 200, y: 155 } },
  },
  3: {
    radius: 82,
    circles: [
      { x: 155, y: 110 },
      { x: 245, y: 110 },
      { x: 200, y: 188 },
    ],
    names: [
      { x: 130, y: 18, anchor: 'middle' },
      { x: 270, y: 18, anchor: 'middle' },
      { x: 200, y: 292, anchor: 'middle' },
    ],
    figures: {
      '0': { x: 112, y: 92 },
      '1': { x: 288, y: 92 },
      '2': { x: 200, y: 236 },
      '01': { x: 200, y: 78 },
      '02': { x: 146, y: 166 },
      '12': { x: 254, y: 166 },
      '012': { x: 200, y: 138 },
    },
  },
};
