export interface TimePoint {
  /** The start of the bucket, in epoch milliseconds. */
  at: number;
  [series: string]: number | null;
}

export interface TimeSeries {
  key: string;
  label: string;
  /** A CSS colour; of the palette in app/globals.css. */
  color: string;
}
