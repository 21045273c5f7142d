/** Rejects as soon as `signal` aborts, else settles as `promise` does; the promise itself goes on. */
export const within = async <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

/** A signal that aborts `margin` milliseconds before the invocation's time is over. */
export const deadline = (
  context: { getRemainingTimeInMillis(): number },
  margin: number,
): AbortSignal => AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - margin));
