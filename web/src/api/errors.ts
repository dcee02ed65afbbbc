// One error type for everything a request can end in. Screens show `message` as it is, or put `fields` at the form's
// fields; programs branch on `status` and `code`.
import type { FieldProblem, Problem } from './types';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldProblem[];
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null;
  readonly requestId: string | null;
  /** The whole answer: a 412 carries the current object. */
  readonly body: unknown;

  constructor(problem: Problem, extra: { retryAfter?: number | null; requestId?: string | null; body?: unknown } = {}) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code ?? '';
    this.fields = problem.errors ?? [];
    this.retryAfter = extra.retryAfter ?? null;
    this.requestId = extra.requestId ?? null;
    this.body = extra.body;
  }

  /** No answer at all: no network, or nobody listening. */
  get offline(): boolean {
    return this.status === 0;
  }
}

export const isStatus = (error: unknown, status: number): error is ApiError =>
  error instanceof ApiError && error.status === status;

/** Whether waiting a moment may help. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ApiError && (error.offline || error.status === 502 || error.status === 503 || error.status === 504);
