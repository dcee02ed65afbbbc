// Sends a file and tells how far it is: `fetch` knows no progress of uploads, so this is the one other way to speak HTTP.
import { apiUrl, csrfHeaders, failureOf } from './client';
import { ApiError } from './errors';

export interface UploadOptions {
  /** From 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Posts a form; the texts come before the file. Rejects with an ApiError, or with an AbortError when cancelled. */
export function upload<T>(path: string, texts: Record<string, string>, file: File, { onProgress, signal }: UploadOptions): Promise<T> {
  const form = new FormData();
  for (const [name, text] of Object.entries(texts)) form.append(name, text);
  form.append('file', file, file.name);
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (outcome: () => void) => {
      signal.removeEventListener('abort', stop);
      outcome();
    };
    request.open('POST', apiUrl(path));
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () =>
      end(() => {
        if (request.status < 300) resolve(request.response as T);
        else reject(failureOf(request.status, request.statusText, headersOf(request), request.response, path));
      });
    request.onerror = () => end(() => reject(new ApiError({ title: 'No connection', status: 0, code: 'offline' })));
    request.onabort = () => end(() => reject(new DOMException('cancelled', 'AbortError')));
    if (signal.aborted) return end(() => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', stop);
    request.send(form);
  });
}

const headersOf = (request: XMLHttpRequest): Headers => {
  const headers = new Headers();
  for (const name of ['Retry-After', 'X-Request-Id']) {
    const value = request.getResponseHeader(name);
    if (value) headers.set(name, value);
  }
  return headers;
};
