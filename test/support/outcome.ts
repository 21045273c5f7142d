/** What a call returns, or what it throws. */
export const outcome = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};
