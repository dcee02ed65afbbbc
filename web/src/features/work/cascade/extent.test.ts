import { expect, it } from 'vitest';
import type { Difference } from '@/api/cascade';
import { extentOf } from './extent';

const moved = (before: [string, string] | null, after: [string, string]): Difference =>
  ({ taskId: 't', before: { startDate: before?.[0] ?? null, endDate: before?.[1] ?? null }, after: { startDate: after[0], endDate: after[1] } }) as Difference;

const later = moved(['2027-03-01T08:00:00Z', '2027-03-02T16:00:00Z'], ['2027-03-03T08:00:00Z', '2027-03-04T16:00:00Z']);
const last = moved(['2027-05-01T08:00:00Z', '2027-05-02T16:00:00Z'], ['2027-04-20T08:00:00Z', '2027-04-21T16:00:00Z']);

it('reaches from the first start to the last finish', () => {
  expect(extentOf([later])).toEqual({ from: '2027-03-03T08:00:00Z', until: '2027-03-04T16:00:00Z', before: '2027-03-02T16:00:00Z' });
});

it('tells of a finish only where it comes later', () => {
  expect(extentOf([later, last])?.before).toBeNull();
  expect(extentOf([moved(null, ['2027-03-03T08:00:00Z', '2027-03-04T16:00:00Z'])])?.before).toBeNull();
});

it('is nothing without dates', () => {
  expect(extentOf([])).toBeNull();
});
